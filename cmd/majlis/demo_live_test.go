package main

import (
	"testing"

	"majlis/config"
	"majlis/flows/live"
)

// TestDemoBroadcasts looks at the broadcasts of the demo: one has its report, one is
// on air and goes on by itself until staff do something, one is announced.
func TestDemoBroadcasts(t *testing.T) {
	w := newWalk(t, config.Telegram{})
	ctx := t.Context()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for status, n := range map[live.Status]int{live.Reported: 1, live.OnAir: 1, live.Announced: 1} {
		if list, err := w.live.store.Broadcasts(ctx, status); err != nil || len(list) != n {
			t.Errorf("%d broadcasts are %s, %v", len(list), status, err)
		}
	}
	over, err := w.live.store.Broadcasts(ctx, live.Reported)
	ok(err)
	ok(w.live.boards.Read(ctx, over[0].ID, func(b *live.Board) error {
		l := b.Ledger()
		if l[live.FateLive] != 27 || l[live.FateWritten] != 6 || l[live.FateLater] != 3 || l[live.FateDeclined] != 2 || l[live.FateWaiting] != 0 {
			t.Errorf("ledger %v", l)
		}
		return nil
	}))
	follow, err := w.live.store.FollowUps(ctx, over[0].ID)
	ok(err)
	if len(follow) != 1 {
		t.Errorf("%d groups were followed up", len(follow))
	}

	a, err := w.newDemoAudience(ctx)
	ok(err)
	a.answers, a.leaves = 0, 0
	board := func() (people, answered int, now string) {
		ok(w.handled(ctx))
		ok(w.live.sorter.Sort(ctx))
		ok(w.live.boards.Read(ctx, a.id, func(b *live.Board) error {
			people, now = b.Participants(), b.Now
			for _, g := range b.Groups() {
				if g.State == live.Answered {
					answered++
				}
			}
			return nil
		}))
		return people, answered, now
	}
	before, _, _ := board()
	for range 4 { // taken, answered, taken, answered
		ok(a.step(ctx))
		board()
	}
	people, answered, now := board()
	if people != before+4 || answered != 2 || now != "" {
		t.Errorf("%d people asked since, %d groups were answered, %q is on air", people-before, answered, now)
	}
	_, err = w.live.desk.Note(ctx, live.Deed{Broadcast: a.id, Actor: w.user(t, "sara").ID}, "ملاحظة")
	ok(err)
	a.leaves = 1 << 62
	ok(a.step(ctx))
	if _, _, now := board(); now != "" {
		t.Error("the demo takes a question from under a hand")
	}
}
