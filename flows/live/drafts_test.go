package live_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/faq/faqtest"
	"majlis/flows/live"
)

// shelf is a store that holds one broadcast and its log.
type shelf struct {
	live.Store
	broadcast live.Broadcast
	events    []live.Event
}

func (s shelf) Broadcast(context.Context, string) (live.Broadcast, error) { return s.broadcast, nil }

func (s shelf) Events(_ context.Context, _ string, after int64, yield func(live.Event) bool) error {
	for _, e := range s.events[after:] {
		if !yield(e) {
			break
		}
	}
	return nil
}

// said renders a text as its key and what it holds.
type said struct{ keys }

func (said) Text(lang, key string, args map[string]any) string {
	s := lang + " " + key
	for _, k := range []string{"Title", "Clip", "Link"} {
		if v, ok := args[k]; ok {
			s += fmt.Sprint(" ", v)
		}
	}
	return s
}

func draftingDesks(l *log, b live.Broadcast) (*live.Desk, faq.Desk) {
	store, n := shelf{broadcast: b, events: l.events}, 0
	return &live.Desk{Store: store, Boards: live.NewBoards(store), Texts: said{}},
		faq.Desk{
			Store: faqtest.New(), Texts: said{}, Now: func() time.Time { return noon },
			NewID: func() string { n++; return fmt.Sprintf("e%d", n) },
		}
}

func answeredLog(t testing.TB) *log {
	l := newLog()
	l.at(t, 0, live.EventStatus, live.Data{Status: live.OnAir})
	ask := func(id, person, group, text string) {
		l.at(t, 1, live.EventAsked, live.Data{Question: id, Person: person, Channel: "web", Lang: "ar", Text: text})
		l.at(t, 1, live.EventGrouped, live.Data{Question: id, Group: group, Text: text, State: live.Approved})
	}
	ask("q1", "ana", "written", "كم رسوم الرخصة؟")
	ask("q2", "bob", "aired", "When is the payment?")
	ask("q3", "cat", "aired", "when is  the PAYMENT?")
	ask("q4", "dan", "aired", "What day do we get paid?")
	ask("q5", "eve", "waits", "Where?")
	ask("q6", "eve", "gone", "Taken back?")
	l.at(t, 2, live.EventState, live.Data{Group: "aired", State: live.Now})
	l.at(t, 5, live.EventState, live.Data{Group: "aired", State: live.Answered})
	l.at(t, 6, live.EventState, live.Data{Group: "written", State: live.Answered, Answer: "الرسوم مئة ريال."})
	l.at(t, 7, live.EventState, live.Data{Group: "gone", State: live.Answered})
	l.at(t, 8, live.EventWithdrawn, live.Data{Question: "q6"})
	return l
}

func TestDraftFAQ(t *testing.T) {
	b := live.Broadcast{
		ID: "b1", Title: flows.Text{En: "Payments"}, Link: "https://youtu.be/abc", Service: "housing", Delay: 20 * time.Second,
	}
	desk, entries := draftingDesks(answeredLog(t), b)
	deed := live.Deed{Broadcast: "b1", Actor: "sara"}
	got, err := desk.DraftFAQ(t.Context(), entries, deed, nil)
	if err != nil {
		t.Fatal(err)
	}
	draft := faq.Entry{Status: faq.Draft, Service: "housing", Author: "sara", CreatedAt: noon, UpdatedAt: noon}
	aired, written := draft, draft
	aired.ID, aired.QuestionEn, aired.Variants = "e1", "When is the payment?", []string{"What day do we get paid?"}
	aired.AnswerEn = "en live.draft.on_air Payments\nen live.draft.clip 2:20\nen live.draft.watch https://youtu.be/abc?t=140s"
	written.ID, written.QuestionAr, written.AnswerAr = "e2", "كم رسوم الرخصة؟", "الرسوم مئة ريال."
	want := []live.Draft{{Group: "aired", People: 3, Entry: aired}, {Group: "written", People: 1, Entry: written}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	for _, d := range got {
		if err := entries.Submit(t.Context(), d.Entry.ID, d.Entry.Version); err != nil {
			t.Errorf("%s can't be offered for approval: %v", d.Group, err)
		}
	}
	if again, err := desk.DraftFAQ(t.Context(), entries, deed, nil); err != nil || len(again) != 0 {
		t.Errorf("drafted again: %v, %v", again, err)
	}
}

func TestDraftFAQOfChosenGroups(t *testing.T) {
	desk, entries := draftingDesks(answeredLog(t), live.Broadcast{ID: "b1"})
	got, err := desk.DraftFAQ(t.Context(), entries, live.Deed{Broadcast: "b1", Actor: "sara"}, []string{"aired", "waits", "gone"})
	if err != nil || len(got) != 1 || got[0].Entry.AnswerEn != "en live.draft.on_air \nen live.draft.clip 2:00" {
		t.Errorf("%v, %v", got, err)
	}
}

// full is a store of entries in which there is room for one.
type full struct {
	faq.Store
	has int
}

var errFull = errors.New("full")

func (f *full) CreateEntry(ctx context.Context, e faq.Entry) error {
	if f.has++; f.has > 1 {
		return errFull
	}
	return f.Store.CreateEntry(ctx, e)
}

// A draft that can't be saved leaves none behind.
func TestDraftFAQAllOrNothing(t *testing.T) {
	desk, entries := draftingDesks(answeredLog(t), live.Broadcast{ID: "b1"})
	entries.Store = &full{Store: entries.Store}
	if _, err := desk.DraftFAQ(t.Context(), entries, live.Deed{Broadcast: "b1"}, nil); !errors.Is(err, errFull) {
		t.Errorf("no room for the second: %v", err)
	}
	if list, _ := entries.Store.Entries(t.Context(), ""); len(list) != 0 {
		t.Errorf("%d entries stayed", len(list))
	}
}
