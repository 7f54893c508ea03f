package bots

import (
	"errors"
	"sync"

	"majlis/flows/talk"
)

// strikes against one message before it is taken for what is wrong.
const strikes = 3

// Trouble tells a message that can't be stored from a store that stores nothing:
// the first fails while others pass. The zero Trouble is ready.
type Trouble struct {
	mu     sync.Mutex
	passes int
	failed map[string]failure // by the channel's id of the message
}

type failure struct{ strikes, passes int }

// Passed notes that a message was stored.
func (t *Trouble) Passed(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.passes++
	delete(t.failed, id)
}

// Strike counts a failure and reports the last straw, after which the message's
// Husk is to be stored. A failure counts when others passed since the one before
// it, or when it is certain to be the message's own fault.
func (t *Trouble) Strike(id string, own bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed == nil {
		t.failed = map[string]failure{}
	}
	f, again := t.failed[id]
	if own || again && t.passes > f.passes {
		f.strikes++
	}
	f.passes = t.passes
	t.failed[id] = f
	return f.strikes >= strikes
}

// Husk is a message without what it said. It is stored when the whole can't be
// while others can, so that the person hears of it and what follows gets on.
func Husk(in talk.Inbound) talk.Inbound {
	return talk.Inbound{
		Channel: in.Channel, ID: in.ID, Order: in.Order, Senders: in.Senders, Address: in.Address, At: in.At,
		Kind: talk.KindUnknown, Native: in.Native, Lang: in.Lang,
	}
}

// ErrPanicked stands for a panic. It keeps nothing of its value, which may hold
// a person's words.
var ErrPanicked = errors.New("panicked")

// Safely makes ErrPanicked of a panic.
func Safely(fn func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = ErrPanicked
		}
	}()
	return fn()
}
