package cases

import (
	"context"
	"fmt"

	"majlis/flows"
)

// Words is what a citizen says about a case of their own.
type Words struct {
	Case   string // id
	Person string // who says it; flows.ErrForbidden when the case is somebody else's
	Text   string // masked
	Files  []string
}

// Add writes down what a citizen adds to a case. One that waited for it goes
// back to review.
func (d Desk) Add(ctx context.Context, w Words) (Case, error) {
	return d.hear(ctx, w, func(c *Case) EventKind {
		if c.Status == Waiting {
			c.Status = InReview
		}
		return ""
	})
}

// Solved closes an answered case because the citizen says it is solved.
func (d Desk) Solved(ctx context.Context, w Words) (Case, error) {
	return d.hear(ctx, w, func(c *Case) EventKind {
		if c.Status == Closed {
			return ""
		}
		c.Status, c.CloseReason, c.ClosedAt = Closed, "solved", d.Now()
		return EventClosed
	})
}

// Unsolved takes a case up again because the citizen says it is not solved; its
// due date is counted from now.
func (d Desk) Unsolved(ctx context.Context, w Words) (Case, error) {
	return d.hear(ctx, w, func(c *Case) EventKind {
		if c.Status.Open() { // staff were faster
			return ""
		}
		d.reopen(c)
		return EventReopened
	})
}

// hear writes a citizen's words and what fn makes of the case; fn returns the
// event of that, "" when the words are all.
func (d Desk) hear(ctx context.Context, w Words, fn func(c *Case) EventKind) (Case, error) {
	c, err := d.Store.Case(ctx, w.Case)
	if err != nil {
		return Case{}, fmt.Errorf("case %s: %w", w.Case, err)
	}
	if c.Person != w.Person {
		return Case{}, fmt.Errorf("case %s: %w", w.Case, flows.ErrForbidden)
	}
	became := fn(&c)
	if err := d.Store.UpdateCase(ctx, c); err != nil {
		return Case{}, fmt.Errorf("case %s: %w", w.Case, err)
	}
	c.Version++
	events := []Event{{ID: d.NewID(), Case: c.ID, At: d.Now(), Kind: EventCitizen, Text: w.Text, Files: w.Files}}
	if became != "" {
		events = append(events, Event{ID: d.NewID(), Case: c.ID, At: d.Now(), Kind: became, Text: c.CloseReason})
	}
	for _, e := range events {
		if err := d.Store.AddEvent(ctx, e); err != nil {
			return Case{}, fmt.Errorf("case %s: %w", w.Case, err)
		}
	}
	return c, nil
}
