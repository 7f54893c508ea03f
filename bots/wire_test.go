package bots_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/flows/talk"
)

// wire is a channel that remembers what it sent and when.
type wire struct {
	mu    sync.Mutex
	sent  []sent
	start time.Time
	slow  time.Duration                    // how long a send takes
	fail  func(p bots.Parcel, n int) error // n counts the tries of a parcel, from 1
	tries map[string]int
	busy  map[string]int // parcels on their way, by contact
	most  int            // the most of one contact at once
	can   bots.Capabilities
}

type sent struct {
	text    string
	contact string
	after   time.Duration
}

func newWire() *wire {
	return &wire{start: time.Now(), tries: map[string]int{}, busy: map[string]int{}}
}

func (w *wire) Name() string           { return "wire" }
func (w *wire) Can() bots.Capabilities { return w.can }

func (w *wire) Send(ctx context.Context, p bots.Parcel) (string, error) {
	w.mu.Lock()
	w.tries[p.ID]++
	n := w.tries[p.ID]
	w.busy[p.Contact]++
	w.most = max(w.most, w.busy[p.Contact])
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.busy[p.Contact]--
	}()
	select {
	case <-time.After(w.slow):
	case <-ctx.Done():
		return "", ctx.Err()
	}
	if w.fail != nil {
		if err := w.fail(p, n); err != nil {
			return "", err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = append(w.sent, sent{p.Message.Text, p.Contact, time.Since(w.start)})
	return "n" + p.ID, nil
}

func (w *wire) all() []sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.sent)
}

// post is one office: an outbox, a channel and who delivers.
type post struct {
	*channeltest.Outbox
	wire *wire
	d    *bots.Deliverer
	stop func()
}

// deliver starts delivering inside a synctest bubble; its clock is free.
func deliver(t *testing.T, l bots.Limits, prepare func(*post)) *post {
	t.Helper()
	p := &post{Outbox: channeltest.NewOutbox(), wire: newWire()}
	if prepare != nil {
		prepare(p)
	}
	p.d = bots.NewDeliverer(p.Outbox, slog.New(slog.DiscardHandler), time.Now)
	p.d.Add(p.wire, l)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.d.Run(ctx)
	}()
	p.stop = func() {
		cancel()
		<-done
	}
	t.Cleanup(p.stop)
	return p
}

func (p *post) put(contact, text string) {
	p.Put(bots.Parcel{Contact: contact, Channel: "wire", Address: contact, Message: talk.Message{Text: text}})
}
