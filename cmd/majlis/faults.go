package main

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"majlis/bots"
)

// The reserved senders of the demo: whoever writes as one of them sees a
// failure on demand, as if the network or the platform did it.
const (
	reservedTemporary = "+966500000501" // the first two tries fail, the third arrives
	reservedBlocked   = "+966500000502" // has blocked the bot
	reservedTimeout   = "+966500000503" // the first try hangs, then it is unknown whether it arrived
	reservedThrottled = "+966500000504" // the platform asks to wait three seconds
	reservedRefused   = "+966500000505" // every try is refused: ends among the dead letters
)

const hangs = 5 * time.Second

// faults is a channel that fails for the reserved senders.
type faults struct {
	bots.Channel
	named func(address string) string // the name a visitor was given, "" none

	mu    sync.Mutex
	tries map[string]int // by outbox row
}

func newFaults(c bots.Channel, named func(string) string) *faults {
	return &faults{Channel: c, named: named, tries: map[string]int{}}
}

// Send fails as the sender's number asks, else sends.
func (f *faults) Send(ctx context.Context, p bots.Parcel) (string, error) {
	name := f.named(p.Address)
	if !strings.HasPrefix(name, "+9665000005") {
		return f.Channel.Send(ctx, p)
	}
	if err := f.fail(ctx, name, f.count(p.ID)); err != nil {
		return "", err
	}
	return f.Channel.Send(ctx, p)
}

func (f *faults) fail(ctx context.Context, name string, try int) error {
	switch {
	case name == reservedTemporary && try <= 2:
		return &bots.SendError{Code: "temporary", Retry: true}
	case name == reservedBlocked:
		return &bots.SendError{Code: "blocked", Stop: true}
	case name == reservedThrottled && try == 1:
		return &bots.SendError{Code: "throttled", Retry: true, Wait: 3 * time.Second}
	case name == reservedRefused:
		return &bots.SendError{Code: "refused"}
	case name == reservedTimeout && try == 1:
		select {
		case <-time.After(hangs):
		case <-ctx.Done():
		}
		return &bots.SendError{Code: "timeout", Retry: true, Err: errors.New("no answer")}
	}
	return nil
}

func (f *faults) count(id string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tries[id]++
	return f.tries[id]
}
