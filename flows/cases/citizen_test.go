package cases_test

import (
	"errors"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/cases"
)

// own files a case of p1 and leaves it in a status.
func (r *room) own(t *testing.T, status cases.Status) cases.Case {
	t.Helper()
	c, err := r.File(t.Context(), filing())
	if err != nil {
		t.Fatal(err)
	}
	c.Status = status
	if err := r.store.UpdateCase(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	c.Version++
	return c
}

func TestCitizenAdds(t *testing.T) {
	for _, tt := range []struct{ was, want cases.Status }{
		{cases.Received, cases.Received},
		{cases.InReview, cases.InReview},
		{cases.Waiting, cases.InReview},
		{cases.Referred, cases.Referred},
		{cases.Closed, cases.Closed},
	} {
		r := newRoom(t)
		c := r.own(t, tt.was)
		said := cases.Words{Case: c.ID, Person: "p1", Text: "رقم المبنى 7", Files: []string{"photo2"}}
		after, err := r.Add(t.Context(), said)
		if err != nil || after.Status != tt.want {
			t.Errorf("a case %s became %s, want %s, %v", tt.was, after.Status, tt.want, err)
		}
		events, _ := r.store.Events(t.Context(), c.ID)
		last := events[len(events)-1]
		if last.Kind != cases.EventCitizen || last.Text != said.Text || len(last.Files) != 1 || last.Actor != "" {
			t.Errorf("history ends with %+v", last)
		}
	}
}

func TestCitizenSaysSolved(t *testing.T) {
	r := newRoom(t)
	c := r.own(t, cases.Answered)
	after, err := r.Solved(t.Context(), cases.Words{Case: c.ID, Person: "p1", Text: "شكرًا"})
	if err != nil || after.Status != cases.Closed || after.CloseReason != "solved" || !after.ClosedAt.Equal(r.now) {
		t.Errorf("%+v, %v", after, err)
	}
	again, err := r.Solved(t.Context(), cases.Words{Case: c.ID, Person: "p1", Text: "شكرًا"})
	if err != nil || again.Status != cases.Closed {
		t.Errorf("said again: %+v, %v", again, err)
	}
}

func TestCitizenSaysNotSolved(t *testing.T) {
	for _, was := range []cases.Status{cases.Answered, cases.Closed} {
		r := newRoom(t)
		c := r.own(t, was)
		r.now = r.now.Add(10 * 24 * time.Hour)
		after, err := r.Unsolved(t.Context(), cases.Words{Case: c.ID, Person: "p1", Text: "ما زال معطلًا"})
		if err != nil || after.Status != cases.Reopened || after.Reopened != 1 || !after.DueAt.After(c.DueAt) || after.CloseReason != "" {
			t.Errorf("%+v, %v", after, err)
		}
		if events, _ := r.store.Events(t.Context(), c.ID); events[len(events)-1].Kind != cases.EventReopened {
			t.Errorf("history %+v", events)
		}
		twice, err := r.Unsolved(t.Context(), cases.Words{Case: c.ID, Person: "p1", Text: "ما زال معطلًا"})
		if err != nil || twice.Reopened != 1 {
			t.Errorf("reopened twice: %+v, %v", twice, err)
		}
	}
}

func TestCitizenOfAnotherCase(t *testing.T) {
	r := newRoom(t)
	c := r.own(t, cases.Answered)
	for name, act := range map[string]func() error{
		"add": func() error {
			_, err := r.Add(t.Context(), cases.Words{Case: c.ID, Person: "p2", Text: "x"})
			return err
		},
		"solved": func() error {
			_, err := r.Solved(t.Context(), cases.Words{Case: c.ID, Person: "p2", Text: "x"})
			return err
		},
		"unsolved": func() error {
			_, err := r.Unsolved(t.Context(), cases.Words{Case: c.ID, Person: "", Text: "x"})
			return err
		},
	} {
		if err := act(); !errors.Is(err, flows.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.Add(t.Context(), cases.Words{Case: "none", Person: "p1", Text: "x"}); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("a case that isn't there: %v", err)
	}
	if events, _ := r.store.Events(t.Context(), c.ID); len(events) != 1 {
		t.Errorf("history %+v", events)
	}
}
