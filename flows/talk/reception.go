package talk

import (
	"context"
	"errors"
	"hash/maphash"
	"log/slog"
	"sync"
	"time"
)

// Guard cleans a message in memory before the first write: it strips control
// characters, masks personal numbers and recognises emergencies.
type Guard func(in *Inbound)

// Limits of what one sender may send; more is accepted, discarded with a reason
// and answered politely once.
const (
	floodLimit  = 60
	floodWindow = time.Minute
	deadAfter   = 3 // failed tries at a turn before it is a dead letter
)

// Reception accepts messages durably and takes their turns, in order per
// conversation.
type Reception struct {
	Store   Store
	Engine  *Engine
	Guard   Guard
	Live    Live
	Limiter Limiter
	Log     *slog.Logger
	Wake    func(channel string) // called after something was put in the outbox

	seed  maphash.Seed
	lanes [4096]sync.Mutex // one sender's messages pass one at a time; many, as those who share one wait for each other
	due   chan string      // conversations with unhandled messages
	once  sync.Once
}

func (r *Reception) init() {
	r.once.Do(func() {
		r.seed = maphash.MakeSeed()
		r.due = make(chan string, 1024)
	})
}

// lane orders a sender's messages in this process; between processes the turn
// number in the transaction does.
func (r *Reception) lane(key string) *sync.Mutex {
	return &r.lanes[maphash.String(r.seed, key)%uint64(len(r.lanes))]
}

// Accept writes a message to the inbox and returns once that is durable. When
// nothing of the conversation waits, its turn is taken in the same commit. On
// an error nothing was kept and the channel must bring the message again.
func (r *Reception) Accept(ctx context.Context, in Inbound) error {
	r.init()
	r.Guard(&in)
	mine := in.Senders[0]
	lane := r.lane(mine.Kind + "|" + mine.ID)
	lane.Lock()
	defer lane.Unlock()

	if ok, err := r.Limiter.Allow(ctx, "flood|"+mine.Kind+"|"+mine.ID, floodLimit, floodWindow); err == nil && !ok {
		return r.discardFlood(ctx, in)
	}
	if in.Kind == KindReaction {
		return r.record(ctx, in)
	}
	who, known, err := r.Store.Who(ctx, in)
	if err != nil {
		return err
	}
	if known && named(in.Files) && in.Kind != KindDeleted { // what went with it is known once it is written
		done, err := r.acceptTurn(ctx, in, who)
		if done || err != nil {
			return err
		}
	}
	return r.acceptOnly(ctx, in)
}

// named reports whether all files have their id. What a channel has yet to fetch
// gets it when the message is written, and its turn needs it.
func named(files []File) bool {
	for _, f := range files {
		if f.ID == "" {
			return false
		}
	}
	return true
}

// acceptTurn accepts a known person's message and takes its turn in one commit;
// not done when the turn has to wait or failed: then nothing was written.
func (r *Reception) acceptTurn(ctx context.Context, in Inbound, who Who) (done bool, err error) {
	s, err := r.session(ctx, who.Contact)
	if err != nil {
		return false, err
	}
	var kept Turn
	var begun, seen bool
	input, err := r.input(ctx, who, s, in)
	if err != nil {
		return false, err
	}
	rehearsed, err := r.Engine.Turn(ctx, input)
	if err != nil {
		r.Log.Error("turn failed, accepting only", "id", in.ID, "err", err)
		return false, nil
	}
	err = r.Store.Write(ctx, func(ctx context.Context) error {
		begun = true
		a, err := r.Store.Arrive(ctx, in)
		if err != nil {
			return acceptError{err}
		}
		if seen = !a.Fresh; seen {
			return nil
		}
		if a.Waiting || a.About != "" || a.Who.Person != who.Person || a.Who.Contact != who.Contact {
			return errWait
		}
		input.Who, input.In.Row = a.Who, a.Row
		kept, err = r.finish(ctx, input, rehearsed)
		return err
	})
	if accept, failed := errors.AsType[acceptError](err); failed {
		return false, accept.error
	}
	if err != nil && !begun { // a locked store would only make the person wait twice
		return false, err
	}
	if err != nil {
		if !errors.Is(err, errWait) && !errors.Is(err, ErrStale) {
			r.Log.Warn("turn not written, accepting only", "id", in.ID, "err", err)
		}
		return false, nil
	}
	if !seen {
		r.after(ctx, kept)
	}
	return true, nil
}

// errWait rolls a merged commit back because the turn has to wait for another, or
// was not rehearsed with what the message turned out to be: about a case, or from
// somebody else than the first look told.
var errWait = errors.New("talk: the turn has to wait")

// acceptError is a failure of the inbox itself, as opposed to one of the turn.
type acceptError struct{ error }

// acceptOnly writes the inbox row and leaves the turn to a worker.
func (r *Reception) acceptOnly(ctx context.Context, in Inbound) error {
	var a Arrival
	err := r.Store.Write(ctx, func(ctx context.Context) (err error) {
		a, err = r.Store.Arrive(ctx, in)
		return err
	})
	if err != nil {
		return err
	}
	if a.Fresh {
		r.wake(a.Who.Contact)
	}
	return nil
}

// record keeps a message that needs no turn: the conversation stays as it is, with
// its open question and its timer.
func (r *Reception) record(ctx context.Context, in Inbound) error {
	return r.Store.Write(ctx, func(ctx context.Context) error {
		a, err := r.Store.Arrive(ctx, in)
		if err != nil || !a.Fresh {
			return err
		}
		return r.Store.Settle(ctx, a.Row, End{State: EndTalk}, nil)
	})
}

// discardFlood accepts a message without a turn. The sender is told once a
// window; whoever calls for help is told where help is.
func (r *Reception) discardFlood(ctx context.Context, in Inbound) error {
	end, key := End{State: EndDiscard, Ref: "flood"}, "talk.flood"
	if in.Kind == KindEmergency {
		end, key = End{State: EndDiverted, Ref: "emergency"}, "guard.emergency"
	}
	first, err := r.Limiter.Allow(ctx, key+"|"+in.Senders[0].Kind+"|"+in.Senders[0].ID, 1, floodWindow)
	tell := first && err == nil
	err = r.Store.Write(ctx, func(ctx context.Context) error {
		a, err := r.Store.Arrive(ctx, in)
		if err != nil || !a.Fresh {
			return err
		}
		var notice []Message
		if tell {
			s, err := r.Store.Session(ctx, a.Who.Contact)
			if err != nil {
				return err
			}
			notice = []Message{r.Engine.notice(s.Lang, key)}
		}
		return r.Store.Settle(ctx, a.Row, end, notice)
	})
	if err == nil && tell {
		r.Wake(in.Channel)
	}
	return err
}

// session reads the live copy, or SQL when there is none or it can't be reached.
func (r *Reception) session(ctx context.Context, contact string) (Session, error) {
	s, found, err := r.Live.Get(ctx, contact)
	if err == nil && found {
		return s, nil
	}
	if err != nil {
		r.Log.Warn("live session unreachable, reading SQL", "err", err)
	}
	return r.Store.Session(ctx, contact)
}

// after does what a commit makes possible, at best effort.
func (r *Reception) after(ctx context.Context, t Turn) {
	if err := r.Live.Keep(ctx, t.Who.Contact, t.Session); err != nil {
		r.Log.Warn("live session not kept", "err", err)
	}
	if len(t.Messages) > 0 {
		r.Wake(t.Who.Channel)
	}
}
