package cases

import (
	"context"
	"time"

	"majlis/flows"
)

// Reopen takes a case up again that was answered or closed. Its due date is
// counted from now: the first one was met or missed, and the history says so.
func (d Desk) Reopen(ctx context.Context, deed Deed, text string) (Case, error) {
	text, err := said("text", text)
	if err != nil {
		return Case{}, err
	}
	return d.act(ctx, deed, func(c *Case, e *Event) (string, error) {
		e.Kind, e.Text = EventReopened, text
		if c.Status.Open() {
			return "", &flows.Mistake{Field: "case", Code: "open"}
		}
		d.reopen(c)
		return d.Told(*c, EventReopened, text), nil
	})
}

// reopen counts the due date from now.
func (d Desk) reopen(c *Case) {
	due, counted := Due(d.Ministry, c.Kind, d.Now())
	c.Status, c.DueAt, c.Counted = Reopened, due, counted.JSON()
	c.Reopened++
	c.CloseReason, c.ClosedAt = "", time.Time{}
}
