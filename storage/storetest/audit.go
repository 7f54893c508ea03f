package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/talk"
)

func audited(t *testing.T, w *world) {
	w.meet("one")
	w.arrive(w.from("two", "waits"))
	a := w.arrive(w.from("three", "dies"))
	w.ok(w.Settle(w.ctx(), a.Row, talk.End{State: talk.EndDead}, []talk.Message{{Text: "sorry"}}))
	r, err := w.Audit(w.ctx())
	w.ok(err)
	if !r.Balanced() || r.Inbound != 3 || r.Unhandled != 1 || r.Dead != 1 || r.Outbound["queued"] != 1 {
		t.Fatalf("balanced %v: %+v", r.Balanced(), r)
	}
	if diff := cmp.Diff(map[string]map[string]int{"test": {"": 1, "talk": 1, "dead": 1}}, r.Channels); diff != "" {
		t.Error(diff)
	}
	b := w.arrive(w.from("four", "a case that isn't there"))
	w.answer(b, 0, talk.End{State: talk.EndCase, Ref: "nothing"})
	c := w.arrive(w.from("five", "an end that isn't one"))
	w.answer(c, 0, talk.End{State: "lost"})
	if r, err = w.Audit(w.ctx()); r.Balanced() || r.Dangling != 1 || r.Unknown != 1 || err != nil {
		t.Fatalf("not noticed: %+v, %v", r, err)
	}
}

// busyDay lets sixteen people talk at once, with repeated messages and turns that
// fail, and looks at the books afterwards.
func busyDay(t *testing.T, w *world) {
	const peopleCount, messages = 16, 25
	var all sync.WaitGroup
	errs := make([]error, peopleCount)
	for i := range peopleCount {
		lines := make([]talk.Inbound, messages)
		for n := range lines {
			lines[n] = w.from(fmt.Sprint("person ", i), fmt.Sprint(n))
			lines[n].Order = int64(n + 1)
		}
		all.Go(func() { errs[i] = w.talkAll(lines) })
	}
	all.Wait()
	w.ok(errors.Join(errs...))
	r, err := w.Audit(w.ctx())
	w.ok(err)
	if !r.Balanced() || r.Inbound != peopleCount*messages || r.Ends[talk.EndTalk] != peopleCount*messages {
		t.Fatalf("balanced %v: %+v", r.Balanced(), r)
	}
	said := map[string]int{}
	for _, text := range w.deliver() {
		said[text]++
	}
	for n := range messages {
		if said[fmt.Sprint("re ", n)] != peopleCount {
			t.Errorf("reply %d was said %d times", n, said[fmt.Sprint("re ", n)])
		}
	}
}

var errFails = errors.New("this turn fails")

// talkAll brings each message up to three times and takes its turn, which fails
// the first time in three.
func (w *world) talkAll(lines []talk.Inbound) error {
	for n, in := range lines {
		for range rand.IntN(3) + 1 {
			err := w.talkOnce(in, n, rand.IntN(3) == 0)
			if err != nil && !errors.Is(err, errFails) {
				return err
			}
		}
		if err := w.talkOnce(in, n, false); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) talkOnce(in talk.Inbound, was int, fails bool) error {
	in.Senders = slices.Clone(in.Senders)
	return w.Write(w.ctx(), func(ctx context.Context) error {
		a, err := w.Arrive(ctx, in)
		if err != nil || !a.Fresh {
			return err
		}
		err = w.Finish(ctx, turn(a, was, talk.End{State: talk.EndTalk}, "re "+in.Text))
		if err == nil && fails {
			err = errFails
		}
		return err
	})
}
