package talk

import (
	"context"
	"maps"
	"slices"

	"github.com/goccy/go-json"
)

// turn is one run of the engine over one message.
type turn struct {
	ctx   context.Context
	e     *Engine
	who   Who
	in    Inbound
	s     Session
	write bool
	memo  Memo

	silent bool // see Input.Silent

	pos     int     // next journal entry to replay
	seen    []label // answers replayed from the journal, for "change"
	pending bool    // the message has not been taken as an answer yet
	live    bool    // what is said now was not said before
	refused bool    // a file was too large

	out       []Message
	end       End
	unwritten bool
	err       error
}

// label is an answer that can be changed: its question's key and short name.
type label struct{ key, text string }

// signal unwinds a flow's stack; only play recovers it.
type signal int

const (
	signalOver   signal = iota // the flow came to its end
	signalWait                 // a question waits for its answer
	signalJump                 // another flow, or this one from the top
	signalWrite                // a Do needs a transaction
	signalFailed               // see turn.err
)

func newTurn(ctx context.Context, e *Engine, input Input) *turn {
	r := &turn{ctx: ctx, e: e, who: input.Who, in: input.In, s: input.Session, write: input.Write, memo: input.Memo, silent: input.Silent}
	if len(r.s.Journal) > 0 { // what is journalled now must not reach into the caller's copy
		r.s.Journal = append(make([]Entry, 0, len(r.s.Journal)+2), r.s.Journal...)
	}
	r.pending = true
	return r
}

// next replays the journal entry of key. Where the code and the journal part
// ways, the matching prefix is kept and the rest dropped; look-ups alone don't
// part them: one that is no longer made goes, one that is new is made now.
func (r *turn) next(key string, kind entryKind) (json.RawMessage, bool) {
	for r.pos < len(r.s.Journal) {
		e := r.s.Journal[r.pos]
		switch {
		case e.Key == key && e.Kind == kind, kind == entryAnswer && e.answers(key):
			r.pos++
			return e.Value, true
		case e.Kind == entryFind:
			r.s.Journal = append(r.s.Journal[:r.pos:r.pos], r.s.Journal[r.pos+1:]...)
		case kind == entryFind:
			return nil, false
		default:
			r.s.Journal = r.s.Journal[:r.pos:r.pos]
		}
	}
	return nil, false
}

// record journals a value at the place the replay has reached.
func (r *turn) record(key string, kind entryKind, value any) json.RawMessage {
	raw, err := json.Marshal(value)
	if err != nil {
		r.fail(err)
	}
	r.s.Journal = slices.Insert(r.s.Journal, r.pos, Entry{Key: key, Kind: kind, Value: raw})
	r.pos++
	r.live = true
	return raw
}

func (r *turn) fail(err error) {
	r.err = err
	panic(signalFailed)
}

// say tells something at once, whatever was said before.
func (r *turn) say(key string, args Args) { r.out = append(r.out, r.message(key, args)) }

func (r *turn) message(key string, args Args) Message { return Message{Text: r.text(key, args)} }

func (r *turn) text(key string, args Args) string {
	return r.e.texts.Text(r.lang(), key, r.with(args))
}

// with adds the facts every text may use.
func (r *turn) with(args Args) Args {
	if len(args) == 0 {
		return r.e.facts
	}
	if len(r.e.facts) == 0 {
		return args
	}
	all := maps.Clone(r.e.facts)
	maps.Copy(all, args)
	return all
}

func (r *turn) lang() string {
	switch {
	case r.s.Lang != "":
		return r.s.Lang
	case r.in.Lang == "en":
		return "en"
	default:
		return "ar"
	}
}
