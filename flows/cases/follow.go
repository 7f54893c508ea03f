package cases

import (
	"context"

	"majlis/flows/talk"
)

// follow takes a reply to a message about a case. The id is kept, because only
// the first message of the flow is a reply to it.
func (d Deps) follow(t *talk.Talk) {
	id := talk.Find(t, "case", func(context.Context) (string, error) { return t.About(), nil })
	c, found := own(t, func(ctx context.Context) (Case, error) { return d.Desk.Store.Case(ctx, id) })
	if !found {
		t.Go(Free, t.Given())
	}
	text := t.Put(talk.Question{Key: "text", Text: "track.more", Args: asked(t), Check: talk.Text(1, mostText), Given: t.Given()})
	d.add(t, c, text)
}

// add takes what a citizen says about a case. Of one that was answered it asks
// first whether it is solved: if not, it is taken up again.
func (d Deps) add(t *talk.Talk, c Case, text string) {
	if solved, said := askSolved(t, c); said {
		d.settle(t, c, text, solved)
		return
	}
	talk.Do(t, "add", func(ctx context.Context) (string, error) {
		_, err := d.Desk.Add(ctx, d.words(t, c, text))
		return c.ID, err
	})
	t.End(talk.EndCase, c.ID)
	t.Tell(talk.Message{Text: t.Text("follow.added", talk.Args{"Ref": isolated(c.Ref)}), About: c.ID})
}

func askSolved(t *talk.Talk, c Case) (solved, said bool) {
	if c.Status.Open() {
		return false, false
	}
	options := []talk.Option{t.Option("yes", "follow.yes"), t.Option("no", "follow.no")}
	picked := t.Put(talk.Question{Key: "solved", Text: "follow.solved", Args: talk.Args{"Ref": isolated(c.Ref)}, Options: options})
	return picked == "yes", true
}

// settle closes a case that is solved and reopens one that is not.
func (d Deps) settle(t *talk.Talk, c Case, text string, solved bool) {
	after := talk.Do(t, "settle", func(ctx context.Context) (filed, error) {
		act := d.Desk.Unsolved
		if solved {
			act = d.Desk.Solved
		}
		c, err := act(ctx, d.words(t, c, text))
		counted, _ := ParseCounted(c.Counted)
		return filed{c.ID, c.Ref, c.DueAt, counted}, err
	})
	t.End(talk.EndCase, c.ID)
	told := "follow.reopened"
	if solved {
		told = "follow.closed"
	}
	args := talk.Args{"Ref": isolated(c.Ref), "Due": d.local(after.Due), "Counted": countedText(t, after.Counted)}
	t.Tell(talk.Message{Text: t.Text(told, args), About: c.ID})
}

func (d Deps) words(t *talk.Talk, c Case, text string) Words {
	return Words{Case: c.ID, Person: t.Who().Person, Text: text, Files: t.Files()}
}
