package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"majlis/flows/live"
	"majlis/flows/staff"
)

// How long ago the broadcast that is on air began to take questions and went on
// air, and by how much the clock moves while the past is played.
const (
	collectedFor = 3 * time.Hour
	onAirFor     = 12 * time.Minute
	stride       = 20 * time.Second
)

// seedLive makes the broadcasts of seed/live.yaml: one that was held and reported,
// one for tomorrow, and the one on air, which it returns.
func (h *house) seedLive(ctx context.Context, clock *seedClock, users map[string]staff.User) (onAir *programme, err error) {
	data, err := readLive()
	if err != nil {
		return nil, err
	}
	players, err := h.seedCrew(ctx, data)
	if err != nil {
		return nil, err
	}
	past := &pastAir{h, clock, players, users}
	defer clock.set(0)
	err = h.whileReceiving(ctx, func() error {
		if err := past.over(ctx, data.Over); err != nil {
			return fmt.Errorf("the broadcast that is over: %w", err)
		}
		if err := past.tomorrow(ctx, data.Tomorrow); err != nil {
			return fmt.Errorf("tomorrow's broadcast: %w", err)
		}
		if onAir, err = past.onAir(ctx, data.OnAir); err != nil {
			return fmt.Errorf("the broadcast on air: %w", err)
		}
		return nil
	})
	return onAir, err
}

// seedCrew makes accounts that nobody has a password of.
func (h *house) seedCrew(ctx context.Context, data liveData) (c crew, err error) {
	for name, id := range map[string]*string{data.Crew.Moderator: &c.moderator, data.Crew.Host: &c.host} {
		u, err := h.accounts.Create(ctx, name, rand.Text(), staff.Agent, "ar")
		if err != nil {
			return c, err
		}
		*id = u.ID
	}
	return c, nil
}

// pastAir plays the past of broadcasts by a clock that it moves.
type pastAir struct {
	*house
	clock *seedClock
	crew  crew
	users map[string]staff.User
}

// plan announces a broadcast at a time.
func (s *pastAir) plan(ctx context.Context, data airData, at, startsAt time.Time) (*programme, error) {
	s.clock.at(at)
	b, err := s.live.desk.Create(ctx, data.plan(s.users[data.Host].ID, startsAt))
	if err != nil {
		return nil, err
	}
	p := s.newProgramme(b, data, s.crew)
	if err := s.advance(ctx, p, live.Announced); err != nil {
		return nil, err
	}
	return p, s.live.herald.Run(ctx)
}

func (s *pastAir) advance(ctx context.Context, p *programme, to live.Status) error {
	_, err := s.live.desk.Advance(ctx, live.Deed{Broadcast: p.air.ID, Actor: s.crew.host}, to)
	return err
}

// tomorrow is announced, and nothing more.
func (s *pastAir) tomorrow(ctx context.Context, data airData) error {
	now := time.Now()
	day := now.In(s.ministry.Zone.Location()).AddDate(0, 0, 1)
	_, err := s.plan(ctx, data, now.Add(-time.Hour), evening(day))
	return err
}

// evening is eight o'clock of a day.
func evening(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 20, 0, 0, 0, day.Location())
}

// onAir has collected questions and went on air some minutes ago.
func (s *pastAir) onAir(ctx context.Context, data airData) (*programme, error) {
	now := time.Now()
	start := now.Add(-onAirFor).Truncate(time.Minute)
	p, err := s.plan(ctx, data, start.AddDate(0, 0, -2), start)
	if err != nil {
		return nil, err
	}
	s.clock.at(start.Add(-collectedFor))
	if err := s.advance(ctx, p, live.Collecting); err != nil {
		return nil, err
	}
	if err := s.collect(ctx, p, start.Add(-collectedFor), start); err != nil {
		return nil, err
	}
	s.clock.at(start)
	if err := s.advance(ctx, p, live.OnAir); err != nil {
		return nil, err
	}
	if err := s.play(ctx, p, start, now); err != nil {
		return nil, err
	}
	if p.data.Note != "" {
		_, err = s.live.desk.Note(ctx, live.Deed{Broadcast: p.air.ID, Actor: s.crew.moderator}, p.data.Note)
	}
	return p, err
}

// early is how often people write before a broadcast is on air.
const early = 44

// collect lets people write evenly between two times.
func (s *pastAir) collect(ctx context.Context, p *programme, from, until time.Time) error {
	for i := range early {
		s.clock.at(from.Add(time.Duration(i+1) * until.Sub(from) / (early + 1)))
		p.writeAt = p.now()
		if err := s.moment(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// play steps a programme through a time that is past.
func (s *pastAir) play(ctx context.Context, p *programme, from, until time.Time) error {
	p.writeAt = from
	for at := from; at.Before(until); at = at.Add(stride) {
		s.clock.at(at)
		if err := s.moment(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// moment is a step, and what the house does about it.
func (s *pastAir) moment(ctx context.Context, p *programme) error {
	for _, do := range []func(context.Context) error{p.step, s.handled, s.live.sorter.Sort, s.live.teller.Tell, s.handled} {
		if err := do(ctx); err != nil {
			return err
		}
	}
	return s.deliverPast(ctx)
}

// deliverPast takes what the house says on platforms that this machine can't reach
// as said.
func (s *pastAir) deliverPast(ctx context.Context) error {
	for _, platform := range platforms {
		for {
			parcels, err := s.db.Take(ctx, platform, s.now(), mostAtOnce)
			if err != nil {
				return err
			}
			for _, p := range parcels {
				err = errors.Join(err, s.db.Sent(ctx, p.ID, "demo-"+p.ID, s.now()))
			}
			if err != nil || len(parcels) == 0 {
				return err
			}
		}
	}
	return nil
}

const mostAtOnce = 100
