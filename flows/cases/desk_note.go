package cases

import (
	"context"
	"fmt"
)

// Note writes something beside a case that only staff see. It changes nothing
// that another could have changed, so it is never stale.
func (d Desk) Note(ctx context.Context, caseID, actor, text string) error {
	text, err := said("text", text)
	if err != nil {
		return err
	}
	note := Event{ID: d.NewID(), Case: caseID, At: d.Now(), Kind: EventNote, Actor: actor, Text: text}
	err = d.Store.Write(ctx, func(ctx context.Context) error {
		if _, err := d.Store.Case(ctx, caseID); err != nil {
			return err
		}
		if d.repeated(ctx, note) == nil {
			return nil
		}
		return d.Store.AddEvent(ctx, note)
	})
	if err != nil {
		return fmt.Errorf("case %s: note: %w", caseID, err)
	}
	return nil
}
