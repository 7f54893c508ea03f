package cases

import (
	"context"

	"majlis/flows/talk"
)

// follow takes a reply to a message about a case. The id is kept, because only
// the first message of the flow is a reply to it.
func (d Deps) follow(t *talk.Talk) {
	id := talk.Find(t, "case", func(context.Context) (string, error) { return t.About(), nil })
	c, found := d.Own(t, id)
	if !found {
		t.Go(Free, t.Given())
	}
	text := t.Put(talk.Question{Key: "text", Text: "track.more", Args: asked(t), Check: talk.Text(1, MostText), Given: t.Given()})
	d.add(t, c, text)
}

// add takes what a citizen says about a case. Of one that was answered it asks
// first whether it is solved: if not, it is taken up again.
func (d Deps) add(t *talk.Talk, c Case, text string) {
	if c.Status.Open() {
		d.Add(t, c, text)
		return
	}
	if d.AskSolved(t, "follow.solved", c, nil) == AnswerSolved {
		d.Settle(t, c, text, true, "follow.closed")
		return
	}
	d.Settle(t, c, text, false, "follow.reopened")
}

// Add writes down what the citizen says about an open case, and tells them so.
func (d Deps) Add(t *talk.Talk, c Case, text string) {
	talk.Do(t, "add", func(ctx context.Context) (string, error) {
		_, err := d.Desk.Add(ctx, d.words(t, c, text))
		return c.ID, err
	})
	t.End(talk.EndCase, c.ID)
	t.Tell(talk.Message{Text: t.Text("follow.added", talk.Args{"Ref": isolated(c.Ref)}), About: c.ID})
}

func (d Deps) words(t *talk.Talk, c Case, text string) Words {
	return Words{Case: c.ID, Person: t.Who().Person, Text: text, Files: t.Files()}
}
