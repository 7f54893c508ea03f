package talk

import (
	"context"
	"errors"
	"time"
)

const (
	workers     = 8
	sweepEvery  = time.Second // a safety net: whoever accepts also wakes
	sweepBatch  = 500
	timersBatch = 100
	timerAgain  = 10 * time.Minute // after a failed turn
)

// Run takes the turns of messages that wait, and of timers, until ctx ends. It
// first finishes what an earlier process left.
func (r *Reception) Run(ctx context.Context) {
	r.init()
	done := make(chan struct{})
	for range workers {
		go func() {
			defer func() { done <- struct{}{} }()
			r.work(ctx)
		}()
	}
	r.sweep(ctx)
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-tick.C:
			r.sweep(ctx)
			r.fireTimers(ctx)
		case <-ctx.Done():
		}
	}
	for range workers {
		<-done
	}
}

func (r *Reception) work(ctx context.Context) {
	for {
		select {
		case contact := <-r.due:
			r.handle(ctx, contact)
		case <-ctx.Done():
			return
		}
	}
}

// Knock tells of a message that waits and came in by another door than Accept:
// an invite. It does not block.
func (r *Reception) Knock(contact string) {
	r.init()
	r.wake(contact)
}

// wake hands a conversation to the workers; when they are busy the sweep finds it.
func (r *Reception) wake(contact string) {
	select {
	case r.due <- contact:
	default:
	}
}

func (r *Reception) sweep(ctx context.Context) {
	list, err := r.Store.Unhandled(ctx, sweepBatch)
	if err != nil {
		r.Log.Error("cannot list unhandled messages", "err", err)
		return
	}
	for _, contact := range list {
		r.wake(contact)
	}
}

// handle takes the turns of a conversation's waiting messages, oldest first.
func (r *Reception) handle(ctx context.Context, contact string) {
	lane := r.lane(contact)
	lane.Lock()
	defer lane.Unlock()
	for ctx.Err() == nil {
		in, who, attempts, found, err := r.Store.Next(ctx, contact)
		if err != nil {
			r.Log.Error("cannot read the inbox", "err", err)
			return
		}
		if !found {
			return
		}
		if attempts >= deadAfter {
			r.bury(ctx, in, who)
			continue
		}
		if r.takeTurn(ctx, in, who) {
			continue
		}
		return
	}
}

// takeTurn runs one waiting message's turn; false when it failed and is to be
// tried again with the next sweep, so that nobody else waits for it.
func (r *Reception) takeTurn(ctx context.Context, in Inbound, who Who) bool {
	t, err := r.commit(ctx, in, who, nil)
	switch {
	case err == nil:
		r.after(ctx, t)
		return true
	case errors.Is(err, ErrStale): // another process took it: look again
		return true
	case ctx.Err() != nil:
		return false
	}
	n, counted := r.Store.Attempt(ctx, in.Row)
	r.Log.Error("turn failed", "row", in.Row, "attempt", n, "err", errors.Join(err, counted))
	return counted == nil && n >= deadAfter // given up at once; else the sweep brings it back
}

// commit runs a turn from what SQL holds and writes it. turn, when not nil, is
// the turn number the session must still have.
func (r *Reception) commit(ctx context.Context, in Inbound, who Who, turn *int) (Turn, error) {
	s, err := r.Store.Session(ctx, who.Contact)
	if err != nil {
		return Turn{}, err
	}
	if turn != nil && s.Turn != *turn {
		return Turn{}, ErrStale
	}
	input, err := r.input(ctx, who, s, in)
	if err != nil {
		return Turn{}, err
	}
	res, err := r.Engine.Turn(ctx, input)
	if err != nil {
		return Turn{}, err
	}
	var t Turn
	err = r.Store.Write(ctx, func(ctx context.Context) (err error) {
		t, err = r.finish(ctx, input, res)
		return err
	})
	return t, err
}

// input is what a turn starts from; whether to ask somebody unasked is looked up
// only where there is something to ask.
func (r *Reception) input(ctx context.Context, who Who, s Session, in Inbound) (Input, error) {
	input := Input{Who: who, Session: s, In: in}
	if in.Kind != KindInvite && len(s.Invites) == 0 {
		return input, nil
	}
	var err error
	input.Silent, err = r.Store.Silent(ctx, who.Contact)
	return input, err
}

// finish writes a rehearsed turn inside the open transaction; one that stopped
// before a Do is run again there first.
func (r *Reception) finish(ctx context.Context, input Input, res Result) (Turn, error) {
	if res.Unwritten {
		input.Memo, input.Write = res.Memo, true
		var err error
		if res, err = r.Engine.Turn(ctx, input); err != nil {
			return Turn{}, err
		}
	}
	t := Turn{
		Row: input.In.Row, Who: input.Who, Was: input.Session.Turn, Session: res.Session,
		Messages: res.Messages, Timers: res.Timers, End: res.End, Said: res.Said,
		Unasked: input.In.Kind == KindInvite,
	}
	return t, r.Store.Finish(ctx, t)
}

// bury makes a message a dead letter: the person is told and staff see it.
func (r *Reception) bury(ctx context.Context, in Inbound, who Who) {
	err := r.Store.Write(ctx, func(ctx context.Context) error {
		s, err := r.Store.Session(ctx, who.Contact)
		if err != nil {
			return err
		}
		if in.Kind == KindInvite { // nobody wrote it, so nobody waits for an answer
			return r.Store.Settle(ctx, in.Row, End{State: EndDiscard, Ref: "failed"}, nil)
		}
		return r.Store.Settle(ctx, in.Row, End{State: EndDead, Ref: "failed"}, []Message{r.Engine.notice(s.Lang, "talk.dead")})
	})
	if err != nil {
		r.Log.Error("cannot bury a message", "row", in.Row, "err", err)
		return
	}
	r.Wake(who.Channel)
}

func (r *Reception) fireTimers(ctx context.Context) {
	list, err := r.Store.Fired(ctx, r.Engine.now(), timersBatch)
	if err != nil {
		r.Log.Error("cannot read timers", "err", err)
		return
	}
	for _, f := range list {
		in := Inbound{Kind: KindTimer, Channel: f.Who.Channel, Text: f.Name}
		t, err := r.commit(ctx, in, f.Who, &f.Turn)
		if err == nil {
			r.after(ctx, t)
			continue
		}
		if errors.Is(err, ErrStale) {
			continue
		}
		// One that fails each time must not stand before all others for ever.
		put := r.Store.PutOff(ctx, f.Who.Contact, f.Turn, r.Engine.now().Add(timerAgain))
		r.Log.Error("timer failed, it is tried again later", "timer", f.Name, "err", errors.Join(err, put))
	}
}

// notice is a message made outside a turn.
func (e *Engine) notice(lang, key string) Message {
	if lang == "" {
		lang = "ar"
	}
	return Message{Text: e.texts.Text(lang, key, e.facts)}
}
