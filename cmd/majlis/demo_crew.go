package main

import (
	"context"
	"errors"
	"time"

	"majlis/flows"
	"majlis/flows/live"
)

// How the crew takes its time.
const (
	restFor    = time.Minute       // after somebody else did something on the board
	readFor    = 20 * time.Second  // a new question
	writeFor   = time.Minute       // an answer in writing
	every      = 5 * time.Second   // the moderator's deeds
	breathe    = 10 * time.Second  // between two questions on air
	speakFor   = 100 * time.Second // on air at least
	queueAhead = 2
)

// act is something to be done on the board.
type act func(ctx context.Context, d *live.Desk) (int64, error)

// resting reports whether the board is somebody else's now: they did something
// lately, or write an answer.
func (p *programme) resting(ctx context.Context) (bool, error) {
	err := p.live.store.Events(ctx, p.air.ID, p.seen, func(e live.Event) bool {
		p.seen = e.Seq
		if e.Actor != "" && e.Actor != p.crew.moderator && e.Actor != p.crew.host {
			p.human = e.At
		}
		return true
	})
	return p.busy() || p.now().Sub(p.human) < restFor, err
}

// work lets the moderator and the host do one thing each.
func (p *programme) work(ctx context.Context) error {
	return errors.Join(p.do(ctx, p.moderate), p.do(ctx, p.host))
}

// do does what is chosen on the board as it stands. What somebody else has done
// meanwhile stays so.
func (p *programme) do(ctx context.Context, choose func(*live.Board) act) error {
	var chosen act
	err := p.live.boards.Read(ctx, p.air.ID, func(b *live.Board) error {
		chosen = choose(b)
		return nil
	})
	if err != nil || chosen == nil {
		return err
	}
	_, err = chosen(ctx, p.live.desk)
	if _, broken := errors.AsType[*flows.Mistake](err); broken || errors.Is(err, flows.ErrStale) {
		return nil
	}
	return err
}

// moderate looks at what is new, oldest first, and sees to it that the host has
// something next.
func (p *programme) moderate(b *live.Board) act {
	if p.now().Sub(p.moderatedAt) < every {
		return nil
	}
	first := map[*topic]string{}
	for _, g := range b.Groups() {
		t, known := p.topicOf(g.Text)
		if do := p.sift(g, t, first[t]); do != nil {
			p.moderatedAt = p.now()
			return do
		}
		if known && first[t] == "" {
			first[t] = g.ID
		}
	}
	return p.queue(b)
}

// sift is what becomes of a group that has been read; into is an earlier one about
// the same.
func (p *programme) sift(g *live.Group, t *topic, into string) act {
	waited := p.now().Sub(g.FirstAt)
	if g.Supporters == 0 || g.State != live.Pending && g.State != live.Approved || waited < readFor {
		return nil
	}
	deed, id := live.Deed{Broadcast: p.air.ID, Actor: p.crew.moderator}, g.ID
	switch {
	case t.Decline != "":
		return func(ctx context.Context, d *live.Desk) (int64, error) { return d.Decline(ctx, deed, id, t.Decline) }
	case into != "" && p.fresh(g):
		return func(ctx context.Context, d *live.Desk) (int64, error) { return d.Merge(ctx, deed, id, into) }
	case g.State == live.Pending:
		return func(ctx context.Context, d *live.Desk) (int64, error) { return d.Approve(ctx, deed, id) }
	case t.Label != "" && len(g.Labels) == 0:
		return func(ctx context.Context, d *live.Desk) (int64, error) {
			return d.Label(ctx, deed, id, []string{t.Label})
		}
	case t.Written != "" && waited >= writeFor:
		return func(ctx context.Context, d *live.Desk) (int64, error) { return d.Answer(ctx, deed, id, t.Written) }
	}
	return nil
}

// fresh reports whether nobody has decided on a group: one that somebody split off
// is not merged again.
func (p *programme) fresh(g *live.Group) bool {
	return g.State == live.Pending || p.air.Moderation != live.ModerateAll
}

// queue puts what most people ask among the next, while there are few.
func (p *programme) queue(b *live.Board) act {
	if len(b.Queue()) >= queueAhead {
		return nil
	}
	top := p.top(b)
	if top == "" {
		return nil
	}
	deed := live.Deed{Broadcast: p.air.ID, Actor: p.crew.moderator}
	return func(ctx context.Context, d *live.Desk) (int64, error) { return d.Queue(ctx, deed, top, 0) }
}

// top is what most people ask of all that is for the host; "" nothing.
func (p *programme) top(b *live.Board) string {
	var list []*live.Group
	for _, g := range b.Groups() {
		if t, _ := p.topicOf(g.Text); g.State == live.Approved && g.Supporters > 0 && t.Written == "" && !t.Later {
			list = append(list, g)
		}
	}
	if len(list) == 0 {
		return ""
	}
	live.Rank(list, live.SortMost, b.Participants())
	return list[0].ID
}

// host answers the question that is on air once there was time to, and takes the
// next.
func (p *programme) host(b *live.Board) act {
	deed, now := live.Deed{Broadcast: p.air.ID, Actor: p.crew.host}, p.now()
	if g := b.Group(b.Now); g != nil {
		if now.Sub(g.NowAt) < speakFor+time.Duration(g.Seq%5)*breathe {
			return nil
		}
		p.answeredAt = now
		return func(ctx context.Context, d *live.Desk) (int64, error) { return d.Answer(ctx, deed, g.ID, "") }
	}
	queue := b.Queue()
	if len(queue) == 0 || now.Sub(p.answeredAt) < breathe {
		return nil
	}
	id := queue[0].ID
	return func(ctx context.Context, d *live.Desk) (int64, error) { return d.Take(ctx, deed, id) }
}
