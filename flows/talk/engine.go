package talk

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"majlis/flows/words"
)

// Limits of one conversation.
const (
	maxTries  = 3              // wrong answers before a person and the hotline are offered
	maxJumps  = 20             // flows entered in one turn; more is a loop in the code
	remindIn  = time.Hour      // an open question is recalled once
	expireIn  = 23 * time.Hour // after the reminder: then the flow is put away
	maxText   = 10_000         // graphemes; no channel sends more in one message
	timerSoon = "remind"
	timerEnd  = "expire"
)

// Engine runs turns. It keeps nothing between them and is safe for concurrent use.
type Engine struct {
	texts   Texts
	book    Book
	flows   map[string]Flow
	globals map[string]string // folded word or code → name of a flow or of a built-in
	titles  map[string]string // folded menu line → name of a flow
	facts   Args
	now     func() time.Time
}

// NewEngine makes an engine for a book. facts are arguments every text may use,
// e.g. Hotline. now is the clock.
func NewEngine(texts Texts, book Book, facts Args, now func() time.Time) *Engine {
	e := &Engine{texts: texts, book: book, facts: facts, now: now}
	e.flows = map[string]Flow{menuName: {Name: menuName, Run: e.menu}}
	for _, f := range book.Flows {
		e.flows[f.Name] = f
	}
	e.indexWords()
	return e
}

// Input is what one turn starts from.
type Input struct {
	Who     Who
	Session Session
	In      Inbound
	Write   bool // a transaction is open: Do may write
	Memo    Memo // look-ups of an earlier try at the same turn
	Silent  bool // the person stopped what comes unasked, or shut the channel; read when there is an Invite
}

// Memo keeps the results of look-ups between the two tries of one turn, so that
// they run once and outside the transaction.
type Memo map[string][]byte

// Result is what a turn came to.
type Result struct {
	Session   Session
	Messages  []Message
	Timers    []Timer
	End       End
	Said      string // the language now spoken, when this turn changed it
	Unwritten bool   // stopped before a Do: open a transaction and run again with Write and Memo
	Memo      Memo
}

// Turn answers one message. On an error nothing of the turn may be kept.
func (e *Engine) Turn(ctx context.Context, input Input) (Result, error) {
	r := newTurn(ctx, e, input)
	r.answerInbound()
	if r.err != nil {
		return Result{}, r.err
	}
	if r.unwritten {
		return Result{Unwritten: true, Memo: r.memo}, nil
	}
	return r.result(input), nil
}

func (r *turn) result(input Input) Result {
	r.s.Turn = input.Session.Turn + 1
	if len(r.in.Masked) > 0 {
		r.out = append([]Message{r.message("guard.masked", nil)}, r.out...)
	}
	if r.end.State == "" {
		r.end.State = EndTalk
	}
	res := Result{Session: r.s, Messages: r.out, End: r.end, Memo: r.memo}
	if r.s.Lang != input.Session.Lang {
		res.Said = r.s.Lang
	}
	if r.s.open() && (len(r.s.Journal) > 0 || r.s.Invite != nil) {
		res.Timers = []Timer{r.timer()}
	}
	return res
}

func (r *turn) timer() Timer {
	if r.s.Invite != nil {
		return r.inviteTimer()
	}
	if r.in.Kind == KindTimer {
		return Timer{Name: timerEnd, At: r.e.now().Add(expireIn)}
	}
	return Timer{Name: timerSoon, At: r.e.now().Add(remindIn)}
}

// run plays the open flow until it waits for the person, needs a transaction or
// is over; a flow may pass to another.
func (r *turn) run() {
	for range maxJumps {
		flow, known := r.e.flows[r.s.Flow]
		if !known { // a release took the flow away
			r.s.leave()
			r.say("talk.flow_gone", nil)
			r.open(menuName, "")
			continue
		}
		switch r.play(flow) {
		case signalWait, signalWrite, signalFailed:
			return
		case signalJump:
			continue
		case signalOver:
			if r.unheard() {
				r.openIdle(r.freeText())
				continue
			}
			if !r.resume() && !r.nextInvite() {
				return
			}
		}
	}
	r.err = fmt.Errorf("talk: flow %q passes on without end", r.s.Flow)
}

// play runs a flow's function from the top once.
func (r *turn) play(f Flow) (s signal) {
	r.pos, r.seen = 0, nil
	defer func() {
		switch p := recover().(type) {
		case nil:
		case signal:
			s = p
		default:
			r.err = fmt.Errorf("talk: flow %q: %v\n%s", f.Name, p, debug.Stack())
			s = signalFailed
		}
	}()
	f.Run(&Talk{r})
	return signalOver
}

// resume ends a flow and goes on with the one it interrupted, if any.
func (r *turn) resume() bool {
	parked := r.s.Parked
	r.s.leave()
	if parked == nil {
		return false
	}
	own := r.s
	r.s = *parked
	r.s.Turn, r.s.Lang, r.s.Notice, r.s.Invites = own.Turn, own.Lang, own.Notice, own.Invites
	r.live, r.pending = false, false
	return true
}

// open enters a flow from its top.
func (r *turn) open(flow, given string) {
	files, parked, from := r.s.Files, r.s.Parked, r.s.From
	if flow == menuName { // the menu leads anywhere, also away from what was open
		parked = nil
	}
	r.s.leave()
	r.s.Flow, r.s.Given, r.s.Files, r.s.Parked = flow, given, files, parked
	if given != "" {
		r.s.From = from
	}
	r.live, r.pending = true, false
}

func (e *Engine) indexWords() {
	e.globals, e.titles = map[string]string{}, map[string]string{}
	for _, lang := range []string{"ar", "en"} {
		for _, b := range builtins {
			e.indexGlobal(b.name, b.code, e.texts.Words(lang, b.words))
		}
		for _, f := range e.book.Flows {
			if f.Words != "" {
				e.indexGlobal(f.Name, f.Code, e.texts.Words(lang, f.Words))
			}
			if f.Title != "" {
				e.titles[words.Fold(e.texts.Text(lang, f.Title, e.facts))] = f.Name
			}
		}
	}
}

func (e *Engine) indexGlobal(name, code string, list []string) {
	if code != "" {
		e.globals[code] = name
	}
	for _, w := range list {
		e.globals[words.Fold(w)] = name
	}
}
