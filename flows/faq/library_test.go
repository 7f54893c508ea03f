package faq_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"majlis/flows/faq"
	"majlis/flows/faq/faqtest"
	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
)

// What a person asks is kept in the language it is written in, once an answer.
func TestLibraryKeepsQuestions(t *testing.T) {
	store, n := faqtest.New(), 0
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	library := faq.Library{Store: store, Now: func() time.Time { return now }, NewID: func() string { n++; return string(rune('a' + n)) }}
	for _, text := range []string{"متى يفتح التقديم؟", "When does it open?", "123"} {
		if err := library.Ask(t.Context(), text, "ar", "p1", ""); err != nil {
			t.Fatal(err)
		}
	}
	var langs string
	err := store.Questions(t.Context(), time.Time{}, func(q faq.Question) bool {
		langs += q.Lang + " "
		if q.Asker != "p1" || q.Source != "chat" || !q.At.Equal(now) {
			t.Errorf("question %+v", q)
		}
		return true
	})
	if err != nil || langs != "ar en ar " {
		t.Errorf("languages %q, %v", langs, err)
	}
}

// bare says a text as its key and what it is filled with.
type bare struct{}

func (bare) Text(_, key string, args map[string]any) string { return fmt.Sprint(key, args) }
func (bare) Words(string, string) []string                  { return nil }

// The list is led by what most people asked for, not by the most messages, and
// holds nothing that isn't published.
func TestBrowseMostAskedFirst(t *testing.T) {
	store, now := faqtest.New(), talktest.Noon
	clock := func() time.Time { return now }
	for i, q := range []struct{ asker, group string }{{"p1", "loud"}, {"p1", "loud"}, {"p1", "loud"}, {"p1", "wide"}, {"p2", "wide"}} {
		id := fmt.Sprint("q", i)
		if err := store.AddQuestion(t.Context(), faq.Question{ID: id, Asker: q.asker, Text: "?", At: now}); err != nil {
			t.Fatal(err)
		}
		if err := store.Regroup(t.Context(), []faq.Move{{Question: id, Group: q.group}}, []faq.Group{{ID: q.group}}); err != nil {
			t.Fatal(err)
		}
	}
	for id, status := range map[string]faq.EntryStatus{"loud": faq.Published, "wide": faq.Published, "draft": faq.Draft, "none": faq.Published} {
		if err := store.CreateEntry(t.Context(), faq.Entry{ID: id, Group: id, Status: status, QuestionEn: "About " + id}); err != nil {
			t.Fatal(err)
		}
	}
	library := faq.Library{Store: store, Now: clock, NewID: func() string { return "id" }}
	book := talk.Book{First: "faq", Free: "free", Flows: []talk.Flow{
		{Name: "faq", Title: "faq", Run: library.Browse},
		{Name: "free", Run: func(t *talk.Talk) { t.Say("free", talk.Args{"Text": t.Given()}) }},
	}}
	player := talktest.NewPlayer(t, talktest.Setup{Engine: talk.NewEngine(bare{}, book, nil, clock), Lang: "en"})
	player.Say("[start]")
	var listed []string
	for _, o := range player.Say("1")[0].Options {
		listed = append(listed, o.Label)
	}
	if want := []string{"About wide", "About loud", "About none"}; !slices.Equal(listed, want) {
		t.Errorf("listed %q, want %q", listed, want)
	}
	if got := player.Say("something else"); len(got) != 1 || got[0].Text != "freemap[Text:something else]" {
		t.Errorf("typed instead: %+v", got)
	}
}
