package main

import (
	"context"
	"math/rand/v2"
	"time"

	"majlis/flows/live"
)

const (
	// mostAudience is how many people ask in the demo's broadcast before no more
	// come: it must not grow without end.
	mostAudience = 300
	// demoHost is who moves the broadcast on while nobody else does.
	demoHost = "demo"
)

// demoAudience keeps the demo's broadcast going: people ask, and while no staff
// member does anything at its board the next question is taken and answered.
type demoAudience struct {
	*house
	id    string // of the broadcast
	asks  [][]string
	asked int

	every   time.Duration // between two steps
	answers time.Duration // how long a question is on air
	leaves  time.Duration // how long the board is left to a staff member who did something

	seen  int64     // number of the last event that was looked at
	human time.Time // when a staff member last did something
}

// newDemoAudience is that of the broadcast on air.
func (h *house) newDemoAudience(ctx context.Context) (*demoAudience, error) {
	data, err := readSeedLive()
	if err != nil {
		return nil, err
	}
	list, err := h.live.store.Broadcasts(ctx, live.OnAir)
	if err != nil || len(list) == 0 {
		return nil, errSeed
	}
	a := &demoAudience{house: h, id: list[0].ID, every: 4 * time.Second, answers: 25 * time.Second, leaves: time.Minute, asked: 10_000}
	for _, q := range data.OnAir.Questions {
		a.asks = append(a.asks, q.Wordings)
	}
	a.asks = append(a.asks, data.OnAir.More...)
	return a, nil
}

// run goes on until ctx ends.
func (a *demoAudience) run(ctx context.Context) {
	tick := time.NewTicker(a.every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if err := a.step(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("the demo's broadcast does not go on", "err", err)
			return
		}
	}
}

// step is one question of somebody new, and what the host does; nothing once the
// broadcast is over.
func (a *demoAudience) step(ctx context.Context) error {
	b, err := a.live.store.Broadcast(ctx, a.id)
	if err != nil || !b.Status.Open() {
		return err
	}
	if a.asked < 10_000+mostAudience {
		a.asked++
		wordings := a.asks[min(rand.IntN(len(a.asks)), rand.IntN(len(a.asks)))] // the first are asked most
		if err := a.askLive(ctx, b, a.asked, wordings[rand.IntN(len(wordings))]); err != nil {
			return err
		}
	}
	if err := a.look(ctx); err != nil || b.Status != live.OnAir || a.now().Sub(a.human) < a.leaves {
		return err
	}
	return a.host(ctx, live.Deed{Broadcast: a.id, Actor: demoHost})
}

// look notes when a staff member did something.
func (a *demoAudience) look(ctx context.Context) error {
	return a.live.store.Events(ctx, a.id, a.seen, func(e live.Event) bool {
		if a.seen > 0 && e.Actor != "" && e.Actor != demoHost { // the seed's own deeds are no hand at the board
			a.human = e.At
		}
		a.seen = e.Seq
		return true
	})
}

// host answers the question on air once it has been for a while, and takes the
// next: the one most people ask, or, when all have their answer, the one answered
// first.
func (a *demoAudience) host(ctx context.Context, deed live.Deed) error {
	var now, next, first *live.Group
	err := a.live.boards.Read(ctx, a.id, func(b *live.Board) error {
		list := b.Groups()
		live.Rank(list, live.SortMost, b.Participants())
		for _, g := range list {
			g := *g // the board goes on
			switch {
			case g.ID == b.Now:
				now = &g
			case next == nil && (g.State == live.Next || g.State == live.Approved):
				next = &g
			case g.State == live.Answered && (first == nil || g.DecidedAt.Before(first.DecidedAt)):
				first = &g
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case now != nil && a.now().Sub(now.NowAt) < a.answers:
		return nil
	case now != nil:
		_, err = a.live.desk.Answer(ctx, deed, now.ID, "")
	case next != nil:
		_, err = a.live.desk.Take(ctx, deed, next.ID)
	case first != nil:
		_, err = a.live.desk.Approve(ctx, deed, first.ID)
	}
	return err
}
