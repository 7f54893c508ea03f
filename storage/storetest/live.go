package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/live"
	"majlis/flows/live/livetest"
	"majlis/flows/talk"
)

// liveKit puts a store under the contract of the room of broadcasts.
func liveKit(open Open) func(t *testing.T) livetest.Kit {
	return func(t *testing.T) livetest.Kit {
		w := newWorld(t, open)
		filed := 0
		return livetest.Kit{
			Store: w.Live(),
			Changed: func() []string {
				w.mu.Lock()
				defer w.mu.Unlock()
				grown := w.grown
				w.grown = nil
				return grown
			},
			Meet: func(name string) live.Member {
				who := w.arrive(w.from(name, "hello")).Who
				return live.Member{Person: who.Person, Contact: who.Contact, Channel: who.Channel}
			},
			File: func(ctx context.Context) (string, error) {
				filed++
				id := fmt.Sprintf("C%d", filed)
				return id, w.CreateCase(ctx, newCase(id, id, talk.Who{}))
			},
		}
	}
}

// onAir writes a broadcast that is on air.
func (w *world) onAir(id, code string) {
	w.t.Helper()
	w.ok(w.Live().CreateBroadcast(w.ctx(), live.Broadcast{ID: id, Code: code, Status: live.OnAir, StartsAt: start, CreatedAt: start}))
}

// join lets somebody take part in a broadcast.
func (w *world) join(broadcast string, who talk.Who, lang string) live.Member {
	w.t.Helper()
	m := live.Member{Broadcast: broadcast, Person: who.Person, Contact: who.Contact, Channel: who.Channel, Lang: lang, At: w.clock()}
	_, err := w.Live().Join(w.ctx(), m)
	w.ok(err)
	return m
}

// events reads the log of a broadcast.
func (w *world) events(id string) []live.Event {
	w.t.Helper()
	var list []live.Event
	err := w.Live().Events(context.Background(), id, 0, func(e live.Event) bool {
		list = append(list, e)
		return true
	})
	if err != nil {
		w.t.Error(err) // not Fatal: it may be asked for on the store's goroutine
	}
	return list
}

// announcements go to whom digests go to.
func announcements(t *testing.T, w *world) {
	first, second, deaf := w.meet("yara"), w.meet("ziad"), w.meet("zina")
	w.meet("nobody asked")
	for _, who := range []talk.Who{first, second, deaf} {
		w.ok(w.SetNotify(w.ctx(), who.Person, true, start))
	}
	w.ok(w.SetLang(w.ctx(), second.Person, "en"))
	w.ok(w.SetLang(w.ctx(), first.Person, "ar"))
	w.ok(w.Stop(w.ctx(), deaf.Person, start))
	var got []live.Member
	for after := ""; ; after = got[len(got)-1].Contact {
		page, err := w.Live().Welcome(w.ctx(), after, 1)
		w.ok(err)
		if len(page) == 0 {
			break
		}
		got = append(got, page...)
	}
	want := []live.Member{
		{Person: first.Person, Contact: first.Contact, Channel: "test", Lang: "ar"},
		{Person: second.Person, Contact: second.Contact, Channel: "test", Lang: "en"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// liveTurn asks in a turn: the question is as durable as the message it was.
func liveTurn(t *testing.T, w *world) {
	w.onAir("B1", "1234")
	a := w.arrive(w.from("hind", "when?"))
	fails := errors.New("the turn fails")
	for _, fail := range []error{fails, nil} {
		err := w.Write(w.ctx(), func(ctx context.Context) error {
			asked := live.Event{Broadcast: "B1", At: start, Kind: live.EventAsked, Data: live.Data{Question: "Q1", Text: "when?"}}
			return errors.Join(w.Live().Append(ctx, -1, asked),
				w.Finish(ctx, turn(a, 0, talk.End{State: talk.EndQuestion, Ref: "Q1"}, "noted")), fail)
		})
		if !errors.Is(err, fail) {
			t.Fatal(err)
		}
		if n := len(w.events("B1")); n != len(w.grown) || n > 0 != (fail == nil) {
			t.Errorf("the turn fails with %v: %d events, %d woken", fail, n, len(w.grown))
		}
	}
	r, err := w.Audit(w.ctx())
	w.ok(err)
	if !r.Balanced() || r.Ends[talk.EndQuestion] != 1 || r.Inbound != 1 {
		t.Errorf("the books: %+v", r)
	}
}

// liveDurable reads a log, beside all writes, at the moment its watchers are woken.
func liveDurable(t *testing.T, w *world) {
	w.onAir("B1", "1234")
	var seen []int
	w.onGrew = func() { seen = append(seen, len(w.events("B1"))) }
	for range 3 {
		w.ok(w.Live().Append(w.ctx(), -1, live.Event{Broadcast: "B1", At: start, Kind: live.EventNoted}))
	}
	if diff := cmp.Diff([]int{1, 2, 3}, seen); diff != "" {
		t.Error(diff)
	}
}

// oneOfTwoMembers merges two records that both took part.
func oneOfTwoMembers(t *testing.T, w *world) {
	for i, id := range []string{"both", "left", "old", "told"} {
		w.onAir(id, fmt.Sprint(1000+i))
	}
	old := w.wrote(w.as("whatsapp", "by number", phone))
	w.pass(time.Second)
	now := w.wrote(w.as("whatsapp", "by id", lid))
	w.join("both", now, "en")
	w.join("old", old, "ar")
	newer := w.join("left", now, "en")
	w.pass(time.Second)
	w.join("both", old, "ar")
	w.join("left", old, "ar")
	w.ok(w.Live().Leave(w.ctx(), "left", old.Person))
	follow := func(group string, who talk.Who) string {
		id, err := w.Live().FollowUp(w.ctx(), "told", group, who.Person, func(ctx context.Context) (string, error) {
			id := group + who.Person
			return id, w.CreateCase(ctx, newCase(id, id, who))
		})
		w.ok(err)
		return id
	}
	ofOld, ofNow := follow("G1", old), follow("G1", now)
	alone := follow("G2", old)

	if who := w.arrive(w.as("whatsapp", "by both", both)).Who; who.Person != now.Person || who.Contact != now.Contact {
		t.Fatalf("with both: %+v", who)
	}
	const ofPhone = "Asia/Riyadh" // the number's country, known from the record that ended
	newer.Zone = ofPhone
	at := start.Add(2 * time.Second)
	for id, want := range map[string]live.Member{
		"both": {Broadcast: "both", Person: now.Person, Contact: now.Contact, Channel: "whatsapp", Lang: "ar", Zone: ofPhone, At: at},
		"old":  {Broadcast: "old", Person: now.Person, Contact: now.Contact, Channel: "whatsapp", Lang: "ar", Zone: ofPhone, At: newer.At},
		"left": newer,
	} {
		for _, person := range []string{now.Person, old.Person} { // the log knows them by either
			got, err := w.Live().Member(w.ctx(), id, person)
			w.ok(err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", id, diff)
			}
		}
		if n, err := w.Live().CountMembers(w.ctx(), id); n != 1 || err != nil {
			t.Errorf("%s: %d members, %v", id, n, err)
		}
	}
	if ids := []string{follow("G1", old), follow("G1", now), follow("G2", now)}; !cmp.Equal(ids, []string{ofNow, ofNow, alone}) {
		t.Errorf("followed up again as %v, want %v", ids, []string{ofNow, ofNow, alone})
	}
	list, err := w.Live().FollowUps(w.ctx(), "told")
	w.ok(err)
	if diff := cmp.Diff(map[string][]string{"G1": {ofOld, ofNow}, "G2": {alone}}, list); diff != "" {
		t.Error(diff)
	}
}
