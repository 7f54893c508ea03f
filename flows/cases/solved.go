package cases

import (
	"context"

	"majlis/flows/talk"
)

// Answers to "is it solved?".
const (
	AnswerSolved   = "yes"
	AnswerUnsolved = "no"
)

// AskSolved asks with a text whether an answered case is solved: AnswerSolved,
// AnswerUnsolved, or what other, if it isn't nil, makes of anything else.
func (d Deps) AskSolved(t *talk.Talk, text string, c Case, other talk.Check) string {
	return t.Put(talk.Question{
		Key: "solved", Text: text, Args: talk.Args{"Ref": isolated(c.Ref)}, Check: d.solvedInWords(other),
		Options: []talk.Option{t.Option(AnswerSolved, "follow.yes"), t.Option(AnswerUnsolved, "follow.no")},
	})
}

// solvedInWords reads what people type instead of an option: yes, not yet.
func (d Deps) solvedInWords(other talk.Check) talk.Check {
	return func(in talk.Inbound) (value, wrong string, args talk.Args) {
		switch {
		case d.says(in.Text, "words.unsolved"):
			return AnswerUnsolved, "", nil
		case d.says(in.Text, "words.thanks"): // that alone says neither
		case d.says(in.Text, "words.solved", "words.thanks"):
			return AnswerSolved, "", nil
		}
		if other == nil {
			return "", "ask.pick_one", talk.Args{"Count": 2}
		}
		return other(in)
	}
}

// Settle closes a case that is solved and reopens one that is not, with what the
// citizen says to it, and tells them so by the text told.
func (d Deps) Settle(t *talk.Talk, c Case, text string, solved bool, told string) {
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
	args := talk.Args{"Ref": isolated(c.Ref), "Due": d.local(after.Due), "Counted": countedText(t, after.Counted)}
	t.Tell(talk.Message{Text: t.Text(told, args), About: c.ID})
}
