package cases

import (
	"context"
	"fmt"

	"majlis/flows/talk"
)

// deleted tells a citizen who deleted a message that the case it had become part
// of stays with the team, and notes it in the case's history.
func (d Deps) deleted(t *talk.Talk) {
	id := talk.Find(t, "case", func(context.Context) (string, error) { return t.About(), nil })
	c, found := own(t, func(ctx context.Context) (Case, error) { return d.Desk.Store.Case(ctx, id) })
	if !found {
		t.Say("talk.deleted")
		return
	}
	talk.Do(t, "note", func(ctx context.Context) (string, error) { return c.ID, d.Desk.Deleted(ctx, c.ID) })
	t.Tell(talk.Message{Text: t.Text("talk.deleted_kept", talk.Args{"Ref": isolated(c.Ref)}), About: c.ID})
}

// Deleted notes that the citizen deleted a message that had become part of a case.
// What was filed is the ministry's record and stays as it is.
func (d Desk) Deleted(ctx context.Context, caseID string) error {
	err := d.Store.AddEvent(ctx, Event{ID: d.NewID(), Case: caseID, At: d.Now(), Kind: EventDeleted})
	if err != nil {
		return fmt.Errorf("case %s: a message was deleted: %w", caseID, err)
	}
	return nil
}
