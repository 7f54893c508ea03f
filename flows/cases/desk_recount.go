package cases

import (
	"context"
	"errors"
	"fmt"

	"majlis/flows"
	"majlis/flows/talk"
)

// Recount counts the due dates of all open cases anew, after the ministry's
// calendar changed (a holiday decreed at short notice). Citizens whose date
// moved are told, once a date. It returns how many moved. A case that changes
// meanwhile is left for the next run.
func (d Desk) Recount(ctx context.Context) (moved int, err error) {
	open, err := d.Store.OpenCases(ctx)
	if err != nil {
		return 0, fmt.Errorf("recounting due dates: %w", err)
	}
	for _, c := range open {
		was, ok := ParseCounted(c.Counted)
		if !ok {
			continue // imported without a count: its date was set by hand
		}
		due, counted := Due(d.Ministry, c.Kind, was.From.At(0, d.Ministry.Zone.Location()))
		if counted.Due == was.Due {
			continue
		}
		c.DueAt, c.Counted = due, counted.JSON()
		err := d.moveDue(ctx, c, counted)
		if errors.Is(err, flows.ErrStale) {
			continue
		}
		if err != nil {
			return moved, fmt.Errorf("case %s: recounting: %w", c.ID, err)
		}
		moved++
	}
	return moved, nil
}

func (d Desk) moveDue(ctx context.Context, c Case, counted Counted) error {
	return d.Store.Write(ctx, func(ctx context.Context) error {
		if err := d.Store.UpdateCase(ctx, c); err != nil {
			return err
		}
		date := counted.Due.String()
		event := Event{ID: d.NewID(), Case: c.ID, At: d.Now(), Kind: EventDue, Text: date}
		if err := d.Store.AddEvent(ctx, event); err != nil {
			return err
		}
		args := d.args(c, "")
		args["Due"] = c.DueAt.In(d.Ministry.Zone.Location())
		return d.Store.Post(ctx, Post{
			Contact: c.Contact,
			Lane:    talk.LaneNotice,
			Message: talk.Message{Text: d.Texts.Text(c.Lang, "told.due", args), About: c.ID},
			Dedupe:  "due:" + c.ID + ":" + date,
		})
	})
}
