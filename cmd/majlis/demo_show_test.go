package main

import (
	"context"
	"testing"
	"time"

	"majlis/flows/live"
)

// show is a town in which the demo's broadcast has just gone on air.
func (w *town) show() *programme {
	w.t.Helper()
	data, err := readLive()
	w.ok(err)
	c := crew{moderator: "the moderator", host: "the host"}
	b, err := w.live.desk.Create(w.t.Context(), data.OnAir.plan("huda", w.now()))
	w.ok(err)
	_, err = w.live.desk.Advance(w.t.Context(), live.Deed{Broadcast: b.ID, Actor: c.host}, live.OnAir)
	w.ok(err)
	return w.newProgramme(b, data.OnAir, c)
}

// steps lets a show go on for a while, a step every two seconds.
func (w *town) steps(p *programme, d time.Duration) {
	w.t.Helper()
	for range d / (2 * time.Second) {
		w.clock.pass(2 * time.Second)
		w.ok(p.step(w.t.Context()))
		w.ok(w.handled(w.t.Context()))
		w.ok(w.live.sorter.Sort(w.t.Context()))
	}
}

// board is what a moderator sees.
func (p *programme) board(t *testing.T) (v live.View) {
	t.Helper()
	err := p.live.boards.Read(t.Context(), p.air.ID, func(b *live.Board) error {
		v = b.View(live.ForModerator)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// count counts the groups of a state.
func count(v live.View, s live.State) (n int) {
	for _, c := range v.Cards {
		if c.State == s {
			n++
		}
	}
	return n
}

// TestTheShowGoesOn lets nobody be at the desk: questions come in both languages on
// every platform, are grouped, approved, taken and answered.
func TestTheShowGoesOn(t *testing.T) {
	w := newTown(t)
	p := w.show()
	w.steps(p, 4*time.Minute)
	early := p.board(t)
	if early.Strip.People < 10 || count(early, live.Now) != 1 || count(early, live.Next) == 0 {
		t.Fatalf("after four minutes: %+v, %d now, %d next", early.Strip, count(early, live.Now), count(early, live.Next))
	}
	w.steps(p, 8*time.Minute)
	later := p.board(t)
	if later.Strip.People <= early.Strip.People || later.Strip.Answered < 3 || count(later, live.Declined) == 0 {
		t.Errorf("after twelve minutes: %+v, %d declined", later.Strip, count(later, live.Declined))
	}
	langs, channels, wordings := map[string]int{}, map[string]int{}, 0
	w.ok(p.live.boards.Read(t.Context(), p.air.ID, func(b *live.Board) error {
		for _, g := range b.Groups() {
			for _, it := range b.Members(g) {
				langs[it.Lang]++
				channels[it.Channel]++
			}
		}
		return nil
	}))
	for _, c := range later.Cards {
		wordings = max(wordings, c.Wordings)
	}
	if len(langs) != 2 || len(channels) != len(platforms) || wordings < 2 {
		t.Errorf("languages %v, platforms %v, at most %d wordings of one question", langs, channels, wordings)
	}
	w.balanced()
}

// TestTheCrewMakesWay lets somebody take a question: for a minute, and while they
// write, nobody takes it from them; citizens write on.
func TestTheCrewMakesWay(t *testing.T) {
	w := newTown(t)
	p := w.show()
	w.steps(p, 3*time.Minute)
	next := ""
	for _, c := range p.board(t).Cards {
		if c.State == live.Next {
			next = c.ID
		}
	}
	_, err := w.live.desk.Take(t.Context(), live.Deed{Broadcast: p.air.ID, Actor: "huda"}, next)
	w.ok(err)
	before := p.board(t)
	w.steps(p, restFor-4*time.Second)
	writing := true
	p.busy = func() bool { return writing }
	w.steps(p, 5*time.Minute)
	held := p.board(t)
	if held.Strip.Answered != before.Strip.Answered || held.Strip.People <= before.Strip.People {
		t.Errorf("while somebody was at the desk: %+v, before %+v", held.Strip, before.Strip)
	}
	writing = false
	w.steps(p, 3*time.Minute)
	if after := p.board(t); after.Strip.Answered <= held.Strip.Answered {
		t.Errorf("once nobody was: %+v", after.Strip)
	}
}

// TestTheShowHasAnEnd asks everything there is to ask, and then hardly more than
// nothing: the demo may be left on for days.
func TestTheShowHasAnEnd(t *testing.T) {
	w := newTown(t)
	p := w.show()
	p.asked = len(p.script) - 1
	if gap := p.gap(); gap != slowest {
		t.Errorf("near the end somebody writes every %v", gap)
	}
	for range 20 {
		w.clock.pass(slowest)
		w.ok(p.step(t.Context()))
		w.ok(w.handled(t.Context()))
		w.ok(w.live.sorter.Sort(t.Context()))
	}
	if got := p.board(t).Strip.Questions; p.asked != len(p.script) || got != 1 {
		t.Errorf("%d of %d lines were asked, %d questions came of the last", p.asked, len(p.script), got)
	}
}

// TestTheShowStops ends the demo, and closes the broadcast.
func TestTheShowStops(t *testing.T) {
	w := newTown(t)
	p := w.show()
	deed := live.Deed{Broadcast: p.air.ID, Actor: "huda"}
	_, err := w.live.desk.PostponeRest(t.Context(), deed)
	w.ok(err)
	_, err = w.live.desk.Advance(t.Context(), deed, live.Closed)
	w.ok(err)
	p.run(t.Context()) // comes back once the broadcast is over
	if questions := p.board(t).Strip.Questions; questions != 0 {
		t.Errorf("%d questions were asked in a broadcast that is over", questions)
	}
	other := w.show()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	other.run(ctx) // comes back once the demo ends
}
