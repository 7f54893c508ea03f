package live

import (
	"context"
	"errors"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

// deleted answers that a person deleted a message in which they asked something.
// A message that became part of a case is for the room of cases.
func (d Deps) deleted(t *talk.Talk) {
	asked := cutAsked(t.About())
	if len(asked) == 0 {
		t.Go(cases.Deleted, "")
	}
	b := d.broadcast(t, asked[0].Broadcast)
	end := talk.Do(t, "erase", func(ctx context.Context) (string, error) { return d.erase(ctx, t, asked) })
	t.Say(end, d.facts(t, b))
}

// erase takes the words of questions off the floor and names the text that tells
// what became of them.
func (d Deps) erase(ctx context.Context, t *talk.Talk, list []Asked) (text string, err error) {
	text = "talk.deleted"
	for _, q := range list {
		withdrawn, err := d.Floor.Erase(ctx, member(t, q.Broadcast), q.Question)
		switch {
		case errors.Is(err, flows.ErrNotFound): // it is gone already
		case err != nil:
			return "", err
		case withdrawn:
			text = "live.deleted"
		case text == "talk.deleted":
			text = "live.deleted_kept"
		}
	}
	return text, nil
}
