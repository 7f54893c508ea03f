package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/talk"
)

func firstContact(t *testing.T, w *world) {
	in := w.from("sara", "السلام عليكم")
	if _, known, err := w.Who(w.ctx(), in); known || err != nil {
		t.Fatalf("a stranger is known (%v) or the look-up failed: %v", known, err)
	}
	a := w.arrive(in)
	if !a.Fresh || a.Waiting || !a.Who.New || a.Row == "" || a.Who.Person == "" || a.Who.Contact == "" || a.Who.Channel != "test" {
		t.Fatalf("first message arrived as %+v", a)
	}
	got, who, attempts, found, err := w.Next(w.ctx(), a.Who.Contact)
	w.ok(err)
	want := talk.Inbound{Channel: "test", Native: in.Native, At: in.At, Kind: talk.KindText, Text: in.Text, Row: a.Row}
	if diff := cmp.Diff(want, got); diff != "" || !found || attempts != 0 || who != a.Who {
		t.Fatalf("next: found %v, attempts %d, who %+v, (-want +got):\n%s", found, attempts, who, diff)
	}
	w.answer(a, 0, talk.End{State: talk.EndTalk}, "وعليكم السلام")
	who, known, err := w.Who(w.ctx(), in)
	w.ok(err)
	if !known || who.New || who.Contact != a.Who.Contact {
		t.Fatalf("afterwards known: %v, %+v", known, who)
	}
	if _, _, _, found, err := w.Next(w.ctx(), a.Who.Contact); found || err != nil {
		t.Fatalf("a handled message waits: %v, %v", found, err)
	}
	parcels := w.take(10)
	if len(parcels) != 1 || parcels[0].Address != "to sara" || parcels[0].Lang != "ar" || parcels[0].Seq != 1 {
		t.Fatalf("parcels: %+v", parcels)
	}
}

// eightAtOnce brings the same message eight times at the same time.
func eightAtOnce(t *testing.T, w *world) {
	in := w.from("omar", "once")
	arrivals := make([]talk.Arrival, 8)
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range arrivals {
		all.Go(func() { arrivals[i], errs[i] = w.Arrive(w.ctx(), in) })
	}
	all.Wait()
	w.ok(errors.Join(errs...))
	fresh := 0
	for _, a := range arrivals {
		if a.Fresh {
			fresh++
		}
		if a.Who.Person != arrivals[0].Who.Person {
			t.Error("one sender became two people")
		}
	}
	report, err := w.Audit(w.ctx())
	w.ok(err)
	if fresh != 1 || report.Inbound != 1 {
		t.Fatalf("%d fresh, %d rows; want one", fresh, report.Inbound)
	}
}

func identities(t *testing.T, w *world) {
	phone := talk.Identity{Kind: "phone", ID: "+966500000001"}
	first := w.from("layla", "hello")
	first.Senders = append(first.Senders, phone)
	a := w.arrive(first)
	byPhone := w.from("", "hello again")
	byPhone.Channel, byPhone.Senders = "other", []talk.Identity{{Kind: "other", ID: "x9"}, {Kind: "phone", ID: "0500000001"}}
	if _, known, err := w.Who(w.ctx(), byPhone); known || err != nil {
		t.Fatalf("a conversation that isn't there is known: %v, %v", known, err)
	}
	b := w.arrive(byPhone)
	if b.Who.Person != a.Who.Person || b.Who.Contact == a.Who.Contact || b.Who.New {
		t.Fatalf("the same phone on another channel: %+v after %+v", b.Who, a.Who)
	}
	w.ok(w.Link(w.ctx(), a.Who.Person, phone))
	stranger := w.arrive(w.from("stranger", "hello"))
	if err := w.Link(w.ctx(), stranger.Who.Person, phone); !errors.Is(err, flows.ErrExists) {
		t.Fatalf("linking somebody else's phone: %v", err)
	}
	moved := w.from("layla", "new place")
	moved.Address = "elsewhere"
	moved.Senders = first.Senders
	c := w.arrive(moved)
	w.answer(c, 0, talk.End{State: talk.EndTalk}, "hi")
	if p := w.take(1); len(p) != 1 || p[0].Address != "elsewhere" {
		t.Fatalf("replies go to %+v", p)
	}
}

// order checks that a conversation is read by the channel's order, whatever the
// order of arrival.
func order(t *testing.T, w *world) {
	for _, n := range []int64{30, 10, 20} {
		in := w.from("huda", fmt.Sprint(n))
		in.Order = n
		a := w.arrive(in)
		if want := n == 20; a.Waiting != want {
			t.Errorf("message %d: waiting %v", n, a.Waiting)
		}
	}
	contact := w.arrive(w.from("zed", "other")).Who.Contact
	waiting, err := w.Unhandled(w.ctx(), 10)
	w.ok(err)
	if len(waiting) != 2 || waiting[1] != contact {
		t.Fatalf("unhandled: %v", waiting)
	}
	var read []string
	for turnNumber := 0; ; turnNumber++ {
		in, who, _, found, err := w.Next(w.ctx(), waiting[0])
		w.ok(err)
		if !found {
			break
		}
		read = append(read, in.Text)
		w.answer(talk.Arrival{Row: in.Row, Who: who}, turnNumber, talk.End{State: talk.EndTalk})
	}
	if diff := cmp.Diff([]string{"10", "20", "30"}, read); diff != "" {
		t.Error(diff)
	}
}

func stale(t *testing.T, w *world) {
	a, b := w.arrive(w.from("noor", "1")), w.arrive(w.from("noor", "2"))
	w.answer(a, 0, talk.End{State: talk.EndTalk}, "one")
	for name, late := range map[string]talk.Turn{
		"an old session":         turn(b, 0, talk.End{State: talk.EndTalk}, "two"),
		"a session from nowhere": turn(b, 7, talk.End{State: talk.EndTalk}, "two"),
		"a message handled":      turn(a, 1, talk.End{State: talk.EndTalk}, "again"),
	} {
		if err := w.Finish(w.ctx(), late); !errors.Is(err, talk.ErrStale) {
			t.Errorf("%s: %v, want ErrStale", name, err)
		}
	}
	s, err := w.Session(w.ctx(), a.Who.Contact)
	w.ok(err)
	if s.Turn != 1 {
		t.Errorf("session is in turn %d", s.Turn)
	}
	w.answer(b, 1, talk.End{State: talk.EndTalk}, "two")
	if diff := cmp.Diff([]string{"one", "two"}, w.deliver()); diff != "" {
		t.Error(diff)
	}
}

// nestedWrites checks that a write within a write that fails is undone alone.
func nestedWrites(t *testing.T, w *world) {
	refused := errors.New("refused")
	err := w.Write(w.ctx(), func(ctx context.Context) error {
		if err := w.SetLastRun(ctx, "outer", start); err != nil {
			return err
		}
		err := w.Write(ctx, func(ctx context.Context) error {
			return errors.Join(w.SetLastRun(ctx, "inner", start), refused)
		})
		if !errors.Is(err, refused) {
			t.Errorf("inner write: %v", err)
		}
		at, err := w.LastRun(ctx, "inner")
		if !at.IsZero() {
			t.Error("what was undone is still seen")
		}
		return err
	})
	w.ok(err)
	outer, err := w.LastRun(w.ctx(), "outer")
	w.ok(err)
	inner, err := w.LastRun(w.ctx(), "inner")
	w.ok(err)
	if !outer.Equal(start) || !inner.IsZero() {
		t.Fatalf("kept: outer %v, inner %v", outer, inner)
	}
}

func emergency(t *testing.T, w *world) {
	in := w.from("amal", "this must not be kept")
	in.Kind, in.Place = talk.KindEmergency, &talk.Place{Lat: 24.7, Lon: 46.7}
	a := w.arrive(in)
	got, _, _, _, err := w.Next(w.ctx(), a.Who.Contact)
	w.ok(err)
	if got.Kind != talk.KindEmergency || got.Text != "" || got.Place != nil {
		t.Fatalf("kept of an emergency: %+v", got)
	}
}

func attempts(t *testing.T, w *world) {
	a := w.arrive(w.from("reem", "breaks the turn"))
	for want := 1; want <= 3; want++ {
		n, err := w.Attempt(w.ctx(), a.Row)
		w.ok(err)
		if n != want {
			t.Fatalf("attempt %d counted as %d", want, n)
		}
	}
	tell := []talk.Message{{Text: "sorry"}}
	w.ok(w.Settle(w.ctx(), a.Row, talk.End{State: talk.EndDead, Ref: "failed"}, tell))
	if err := w.Settle(w.ctx(), a.Row, talk.End{State: talk.EndDead}, tell); !errors.Is(err, talk.ErrStale) {
		t.Errorf("settling twice: %v", err)
	}
	if diff := cmp.Diff([]string{"sorry"}, w.deliver()); diff != "" {
		t.Error(diff)
	}
	if _, err := w.Attempt(w.ctx(), "nothing"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("attempt at nothing: %v", err)
	}
}
