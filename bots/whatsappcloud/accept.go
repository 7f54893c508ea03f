package whatsappcloud

import (
	"cmp"
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"majlis/bots"
	"majlis/flows/talk"
)

// sendersAtOnce is how many people's messages of a batch are stored side by side.
const sendersAtOnce = 16

// batch is what one webhook brings, by whom it is from or about, in its order.
type batch struct {
	order   []string
	deeds   map[string][]func() error
	inOrder bool // of all people
}

func (b *batch) add(about string, do func() error) {
	if b.inOrder {
		about = ""
	}
	if b.deeds[about] == nil {
		b.order = append(b.order, about)
	}
	b.deeds[about] = append(b.deeds[about], do)
}

// acceptAll hands a batch over: what is of one person in its order, people side
// by side. The error is that of something that has to come again.
func (c *Channel) acceptAll(ctx context.Context, u update, accept bots.Accept) error {
	b := batch{deeds: map[string][]func() error{}, inOrder: u.moves()}
	for _, e := range u.Entry {
		for _, change := range e.Changes {
			if change.Field != fieldMessages && change.Field != fieldUserID {
				continue
			}
			if id := change.Value.Metadata.PhoneID; id != c.PhoneID {
				c.stranger(id)
				continue
			}
			if number := change.Value.Metadata.Phone; number != "" {
				c.number.Store(number)
			}
			c.sort(ctx, &b, change.Value, accept)
		}
	}
	var g errgroup.Group
	g.SetLimit(sendersAtOnce)
	for _, about := range b.order {
		g.Go(func() error {
			for _, do := range b.deeds[about] {
				if err := do(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// stranger tells, once a number, of webhooks about numbers that are not ours: of
// the same business, or because the setting is wrong.
func (c *Channel) stranger(phoneID string) {
	if _, told := c.strangers.LoadOrStore(phoneID, true); !told {
		c.Log.Warn("whatsappcloud: Meta brings what is for another number; is the setting right?", "phone_id", phoneID)
	}
}

// sort adds to a batch what has to be stored of a value.
func (c *Channel) sort(ctx context.Context, b *batch, v value, accept bots.Accept) {
	for _, m := range v.Messages {
		b.add(cmp.Or(m.FromUser, m.From), func() error {
			in, ok := inbound(v, m)
			if !ok {
				return nil // nobody said it
			}
			if err := c.acceptOne(ctx, in, accept); err != nil {
				return err
			}
			c.show(ctx, in.Kind, m.ID)
			return nil
		})
	}
	for _, u := range v.UserIDs {
		b.add(u.User.Previous, func() error {
			in, ok := renamed(u)
			if !ok {
				return nil
			}
			return c.acceptOne(ctx, in, accept)
		})
	}
	for _, s := range v.Statuses {
		b.add("status of "+s.ID, func() error { return c.acceptStatus(ctx, s) })
	}
	for _, p := range v.Errors {
		c.Log.Warn("whatsappcloud: Meta tells of a problem", "code", p.Code)
	}
}

// acceptOne accepts one message.
func (c *Channel) acceptOne(ctx context.Context, in talk.Inbound, accept bots.Accept) error {
	if in.At.IsZero() {
		in.At = c.Now()
	}
	err := bots.Safely(func() error { return accept(ctx, in) })
	if err == nil {
		c.trouble.Passed(in.ID)
		return nil
	}
	if ctx.Err() != nil {
		return err
	}
	c.Log.Error("whatsappcloud: a message could not be stored, it will come again", "err", err)
	if !c.trouble.Strike(in.ID, errors.Is(err, bots.ErrPanicked)) {
		return err
	}
	if err := bots.Safely(func() error { return accept(ctx, bots.Husk(in)) }); err != nil {
		return err // nothing can be stored: wait
	}
	c.Log.Error("whatsappcloud: a message could not be stored whole; its sender was told")
	c.trouble.Passed(in.ID)
	return nil
}

// acceptStatus records a status, and lets one go that can't be while others can:
// it would bring its whole batch again for a week.
func (c *Channel) acceptStatus(ctx context.Context, s status) error {
	id := s.State + " of " + nativeOf(s.ID)
	err := bots.Safely(func() error { return c.mark(ctx, s) })
	if err == nil {
		c.trouble.Passed(id)
		return nil
	}
	if ctx.Err() != nil || !c.trouble.Strike(id, errors.Is(err, bots.ErrPanicked)) {
		return err
	}
	c.Log.Error("whatsappcloud: how far a message got could not be stored", "err", err)
	return nil
}
