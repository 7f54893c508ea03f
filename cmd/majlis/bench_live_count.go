package main

import (
	"context"
	"slices"
	"time"

	"majlis/flows/live"
	"majlis/flows/talk"
)

// liveCount holds what people sent against what became of it.
type liveCount struct {
	*liveStudio
	grouped map[string]int64 // question → number of the event that put it into its group
	result  *liveBench
	rushed  int // messages that were not paced

	durable, replied, board []time.Duration
}

// count fills in the result; those who were due after rushed were not paced.
func (s *liveStudio) count(ctx context.Context, result *liveBench, rushed time.Time) error {
	c := &liveCount{liveStudio: s, grouped: map[string]int64{}, result: result}
	if err := c.readLog(ctx); err != nil {
		return err
	}
	people := make([]string, len(s.askers))
	for i, a := range s.askers {
		who, _, err := s.db.Who(ctx, talk.Inbound{Channel: a.channel.name, Senders: []talk.Identity{{Kind: a.channel.name, ID: a.name}}})
		if err != nil {
			return err
		}
		people[i] = who.Person
	}
	var last time.Time
	err := s.live.boards.Read(ctx, s.ID, func(b *live.Board) error {
		for i, a := range s.askers {
			last = later(last, c.asker(b, a, b.Of(people[i]), rushed))
		}
		result.Groups = len(b.Groups())
		return nil
	})
	if err != nil {
		return err
	}
	if err := c.books(ctx); err != nil {
		return err
	}
	durable := sorted(c.durable)
	result.P50, result.P95, result.P99 = durable.at(50), durable.at(95), durable.at(99)
	result.Acknowledged, result.Board = sorted(c.replied).quantiles(), sorted(c.board).quantiles()
	result.PerSecond = float64(c.rushed) / last.Sub(rushed).Seconds()
	return nil
}

func (c *liveCount) readLog(ctx context.Context) error {
	return c.live.store.Events(ctx, c.ID, 0, func(e live.Event) bool {
		if _, known := c.grouped[e.Data.Question]; !known && e.Kind == live.EventGrouped {
			c.grouped[e.Data.Question] = e.Seq
		}
		return true
	})
}

// asker counts what became of one person's messages and returns when the last of
// those that were rushed was on every board.
func (c *liveCount) asker(b *live.Board, a *liveAsker, items []*live.Item, rushed time.Time) (last time.Time) {
	var questions []*live.Item
	supports := map[string]*live.Item{} // by group
	for _, it := range items {
		if !it.MeToo {
			questions = append(questions, it)
			continue
		}
		if supports[it.Group] != nil {
			c.result.Doubled++
		}
		supports[it.Group] = it
	}
	asked := 0
	for _, m := range a.sent {
		var seq int64
		stands := false
		switch {
		case m.group != "":
			c.result.MeToo++
			group := b.Standing(m.group)
			stands = slices.ContainsFunc(items, func(it *live.Item) bool { return it.Group == group })
			if it := supports[group]; it != nil && !it.At.Before(m.due) {
				seq = it.Seq
			}
		case m.again: // it stands where the person already does
			c.result.Again++
			stands = len(items) > 0
		default:
			if asked++; asked <= len(questions) {
				seq, stands = c.grouped[questions[asked-1].ID], questions[asked-1].Group != ""
			}
		}
		shown, everywhere := c.shown(seq)
		if m.lost != nil || m.replied.IsZero() || !stands || !everywhere {
			c.result.Lost++
			continue
		}
		if m.due.Before(rushed) {
			c.timed(m, shown)
		} else {
			c.rushed++
			last = later(last, shown)
		}
	}
	c.result.Doubled += max(0, len(questions)-asked) + max(0, a.replies-len(a.sent))
	return last
}

func (c *liveCount) timed(m liveMessage, shown time.Time) {
	c.durable = append(c.durable, m.durable.Sub(m.due))
	c.replied = append(c.replied, m.replied.Sub(m.due))
	if !shown.IsZero() {
		c.board = append(c.board, shown.Sub(m.due))
	}
}

// shown is when the last viewer saw an event; the zero time for no event, as who
// says "me too" twice changes nothing.
func (c *liveCount) shown(seq int64) (last time.Time, everywhere bool) {
	if seq == 0 {
		return last, true
	}
	for _, v := range c.viewers {
		at, saw := v.first(seq)
		if !saw {
			return last, false
		}
		last = later(last, at)
	}
	return last, true
}

// books adds what the channels, the viewers and the audit know.
func (c *liveCount) books(ctx context.Context) error {
	for _, ch := range c.channels {
		c.result.Doubled += ch.again
	}
	for _, v := range c.viewers {
		c.result.Frames += len(v.saw)
		c.result.FramesMB += float64(v.bytes) / 1e6
	}
	c.result.Frames /= len(c.viewers)
	c.result.FramesMB /= float64(len(c.viewers))
	report, err := c.db.Audit(ctx)
	if err != nil {
		return err
	}
	c.result.Lost += report.Unhandled + report.Dead
	const joining = 3 // messages of everyone before the first question
	c.result.Doubled += max(0, report.Inbound-c.result.Messages-joining*c.result.Askers)
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// sorted are laps in milliseconds.
func sorted(times []time.Duration) laps {
	l := laps{took: make([]float64, len(times))}
	for i, t := range times {
		l.took[i] = float64(t) / float64(time.Millisecond)
	}
	slices.Sort(l.took)
	return l
}
