package faq

import (
	"context"
	"slices"
	"time"

	"majlis/flows/talk"
	"majlis/flows/words"
)

// Library is what citizens' conversations need of the published entries.
type Library struct {
	Store Store
	// Near finds the published entries that may answer a text, nearest first;
	// none when nothing is near.
	Near  func(ctx context.Context, text string, limit int) ([]Entry, error)
	Now   func() time.Time
	NewID func() string // ULIDs
}

const (
	maxCandidates = 3  // offered as "is this your question?"
	maxBrowsed    = 8  // listed as the most asked; a list of a chat app has ten rows
	maxLabel      = 60 // graphemes of a question in a list
)

// Candidate is an entry as it is offered: small, because the journal keeps it.
type Candidate struct {
	ID       string `json:"id"`
	Question string `json:"q"`
}

// Candidates finds entries that may answer a text, in the language spoken.
func (l Library) Candidates(t *talk.Talk, text string) []Candidate {
	return talk.Find(t, "near", func(ctx context.Context) ([]Candidate, error) {
		list, err := l.Near(ctx, text, maxCandidates)
		return candidates(list, t.Lang()), err
	})
}

func candidates(list []Entry, lang string) []Candidate {
	var found []Candidate
	for _, e := range list {
		found = append(found, Candidate{ID: e.ID, Question: words.Shorten(e.Question(lang), maxLabel)})
	}
	return found
}

// Options are candidates to choose from; their ids are those of the entries.
func Options(list []Candidate) []talk.Option {
	var options []talk.Option
	for _, c := range list {
		options = append(options, talk.Option{ID: c.ID, Label: c.Question})
	}
	return options
}

// Picked reports whether id is one of the candidates.
func Picked(list []Candidate, id string) bool {
	return slices.ContainsFunc(list, func(c Candidate) bool { return c.ID == id })
}

// Show tells an entry's answer, asks whether it helped and counts what is said.
// asked is what the person wanted to know, kept as a question when the answer
// settled it; "" when they were only reading.
func (l Library) Show(t *talk.Talk, id, asked string) (helped bool) {
	e := talk.Look(t, func(ctx context.Context) (Entry, error) { return l.Store.Entry(ctx, id) })
	if e.Status != Published { // withdrawn since it was offered
		t.Say("faq.withdrawn")
		return false
	}
	question, answer := e.Question(t.Lang()), e.Answer(t.Lang())
	helped = t.Put(talk.Question{
		Key: "useful", Text: "faq.answer", Args: talk.Args{"Question": question, "Answer": answer},
		Options: []talk.Option{t.Option("yes", "faq.yes"), t.Option("no", "faq.no")},
		Card:    &talk.Card{Kind: "answer", Title: question, Fields: map[string]string{"answer": answer}},
	}) == "yes"
	talk.Do(t, "rate", func(ctx context.Context) (bool, error) {
		return helped, l.rate(ctx, t, e, asked, helped)
	})
	if helped {
		t.End(talk.EndAnswer, id)
		t.Say("faq.glad")
	}
	return helped
}

func (l Library) rate(ctx context.Context, t *talk.Talk, e Entry, asked string, helped bool) error {
	if err := l.Store.Rate(ctx, e.ID, t.Who().Person, helped, l.Now()); err != nil {
		return err
	}
	if asked == "" || !helped {
		return nil
	}
	return l.Ask(ctx, asked, t.Lang(), t.Who().Person, "")
}

// Ask keeps a question that was asked in a chat, so that it is counted among the
// recurring ones; caseID is the case it was filed as, if any.
func (l Library) Ask(ctx context.Context, text, lang, person, caseID string) error {
	if spoken := words.Lang(text); spoken != "" {
		lang = spoken
	}
	return l.Store.AddQuestion(ctx, Question{
		ID: l.NewID(), Text: text, Lang: lang, Asker: person, Source: "chat", Case: caseID, At: l.Now(),
	})
}
