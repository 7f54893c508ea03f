package main

import (
	"context"
	"errors"
	"time"

	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// drafted is how many answered questions became drafts of the FAQ.
const drafted = 3

// over was announced, held, closed and reported: what was left over became
// inquiries, and the questions most people asked are drafts of the FAQ.
func (s *pastAir) over(ctx context.Context, data airData) error {
	start := evening(time.Now().In(s.ministry.Zone.Location()).AddDate(0, 0, -3))
	end := start.Add(time.Duration(data.Minutes) * time.Minute)
	p, err := s.plan(ctx, data, start.AddDate(0, 0, -6), start)
	if err != nil {
		return err
	}
	s.clock.at(start.AddDate(0, 0, -1))
	if err := s.advance(ctx, p, live.Collecting); err != nil {
		return err
	}
	if err := s.collect(ctx, p, start.AddDate(0, 0, -1), start); err != nil {
		return err
	}
	s.clock.at(start)
	if err := s.advance(ctx, p, live.OnAir); err != nil {
		return err
	}
	if err := s.play(ctx, p, start, end); err != nil {
		return err
	}
	if err := s.end(ctx, p, end); err != nil {
		return err
	}
	return s.report(ctx, p, start.AddDate(0, 0, 1).Add(-10*time.Hour))
}

// end closes a broadcast; who was answered says whether it helped.
func (s *pastAir) end(ctx context.Context, p *programme, at time.Time) error {
	s.clock.at(at)
	if _, err := s.live.desk.PostponeRest(ctx, live.Deed{Broadcast: p.air.ID, Actor: s.crew.host}); err != nil {
		return err
	}
	if err := s.advance(ctx, p, live.Closed); err != nil {
		return err
	}
	s.clock.at(at.Add(live.Grace))
	if err := errors.Join(s.live.teller.Tell(ctx), s.handled(ctx)); err != nil {
		return err
	}
	s.clock.at(at.Add(5 * time.Minute))
	for who := range p.met {
		if err := s.rate(ctx, p, who); err != nil {
			return err
		}
	}
	return errors.Join(s.handled(ctx), s.deliverPast(ctx))
}

// unmoved is of how many one does not say whether an answer helped.
const unmoved = 4

// rate lets a citizen say whether the answer helped: most of them, and mostly yes.
func (s *pastAir) rate(ctx context.Context, p *programme, who int) error {
	in := p.inbound(who, flows.Arabic, talk.KindText, "1")
	if who%13 == 0 {
		in.Text = "2"
	}
	known, found, err := s.db.Who(ctx, in)
	if err != nil || !found || who%unmoved == 0 {
		return err
	}
	asked := false
	err = s.live.boards.Read(ctx, p.air.ID, func(b *live.Board) error {
		for _, it := range b.Of(known.Person) {
			g := b.Group(it.Group)
			asked = asked || it.Counts() && g != nil && g.State == live.Answered
		}
		return nil
	})
	if err != nil || !asked {
		return err
	}
	return s.reception.Accept(ctx, in)
}

// report takes the broadcast to its end the next morning.
func (s *pastAir) report(ctx context.Context, p *programme, at time.Time) error {
	s.clock.at(at)
	var groups []string
	err := s.live.boards.Read(ctx, p.air.ID, func(b *live.Board) error {
		list := b.Groups()
		live.Rank(list, live.SortMost, b.Participants())
		for _, g := range list {
			if g.State == live.Answered && len(groups) < drafted {
				groups = append(groups, g.ID)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err = s.live.desk.DraftFAQ(ctx, s.faq, live.Deed{Broadcast: p.air.ID, Actor: s.users["omar"].ID}, groups); err != nil {
		return err
	}
	return s.advance(ctx, p, live.Reported)
}
