package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

func newCase(id, ref string, who talk.Who) cases.Case {
	return cases.Case{
		ID: id, Ref: ref, Kind: cases.Complaint, Status: cases.Received, Service: "lighting", Text: "الإنارة معطّلة", Lang: "ar",
		Person: who.Person, Contact: who.Contact, Channel: who.Channel, Files: []string{"f1", "f2"},
		Place: &talk.Place{Lat: 24.7, Lon: 46.7}, CreatedAt: start, DueAt: start.Add(14 * 24 * time.Hour), Counted: `{"days":10}`, Version: 1,
	}
}

func casesKept(t *testing.T, w *world) {
	who := w.meet("tariq")
	c := newCase("C1", "260042173", who)
	w.ok(w.CreateCase(w.ctx(), c))
	taken := newCase("C2", c.Ref, who)
	if err := w.CreateCase(w.ctx(), taken); !errors.Is(err, flows.ErrExists) {
		t.Fatalf("a reference that is taken: %v", err)
	}
	// A refused case leaves the transaction it is part of usable.
	w.ok(w.Write(w.ctx(), func(ctx context.Context) error {
		if err := w.CreateCase(ctx, taken); !errors.Is(err, flows.ErrExists) {
			t.Errorf("a reference that is taken: %v", err)
		}
		return w.CreateCase(ctx, newCase("C2", "260042181", who))
	}))
	for _, find := range []func() (cases.Case, error){
		func() (cases.Case, error) { return w.Case(w.ctx(), "C1") },
		func() (cases.Case, error) { return w.CaseByRef(w.ctx(), c.Ref) },
	} {
		got, err := find()
		w.ok(err)
		if diff := cmp.Diff(c, got); diff != "" {
			t.Error(diff)
		}
	}
	c.Status, c.Owner, c.RepliedAt, c.Place, c.Files = cases.Answered, "u1", start.Add(time.Hour), nil, nil
	w.ok(w.UpdateCase(w.ctx(), c))
	if err := w.UpdateCase(w.ctx(), c); !errors.Is(err, flows.ErrStale) {
		t.Errorf("an old version: %v", err)
	}
	c.Version++
	got, err := w.Case(w.ctx(), "C1")
	w.ok(err)
	if diff := cmp.Diff(c, got); diff != "" {
		t.Error(diff)
	}
	if err := w.UpdateCase(w.ctx(), cases.Case{ID: "none"}); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("no such case: %v", err)
	}
	if _, err := w.CaseByRef(w.ctx(), "none"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("no such case: %v", err)
	}
	mine, err := w.CasesOf(w.ctx(), who.Person, 10)
	w.ok(err)
	open, err := w.OpenCases(w.ctx())
	w.ok(err)
	if len(mine) != 2 || mine[0].ID != "C2" || len(open) != 1 || open[0].ID != "C2" {
		t.Errorf("theirs: %+v, open: %+v", mine, open)
	}
	events := []cases.Event{
		{ID: "E1", Case: "C1", At: start, Kind: cases.EventFiled, Text: "one", Files: []string{"f"}},
		{ID: "E2", Case: "C1", At: start, Kind: cases.EventReply, Actor: "u1", Text: "two"},
	}
	for _, e := range events {
		w.ok(w.AddEvent(w.ctx(), e))
	}
	history, err := w.Events(w.ctx(), "C1")
	w.ok(err)
	if diff := cmp.Diff(events, history); diff != "" {
		t.Error(diff)
	}
}

// refOf adds the check digit to eight digits.
func refOf(digits string) string {
	for check := '0'; check <= '9'; check++ {
		if ref, err := cases.ParseRef(digits + string(check)); err == nil {
			return string(ref)
		}
	}
	return ""
}

func findingCases(t *testing.T, w *world) {
	who := w.meet("wafa")
	for i, c := range []struct {
		ref, text string
		status    cases.Status
		due       time.Duration
	}{
		{refOf("26004217"), "تجديد رخصة القيادة", cases.Received, 3 * time.Hour},
		{refOf("26004218"), "أُجدّد الرُّخصة من أين؟", cases.InReview, -time.Hour}, // overdue
		{refOf("26004219"), "The bus is late at 50% of stops_here", cases.Answered, -2 * time.Hour},
		{refOf("26004220"), "renew my licence", cases.Closed, time.Hour},
	} {
		made := newCase("C"+string(rune('1'+i)), c.ref, who)
		made.Text, made.Status, made.DueAt = c.text, c.status, start.Add(c.due)
		w.ok(w.CreateCase(w.ctx(), made))
	}
	for name, q := range map[string]struct {
		f    cases.Filter
		want string
	}{
		"all, overdue first":        {cases.Filter{}, "C2 C1 C3 C4"},
		"open":                      {cases.Filter{Open: true}, "C2 C1"},
		"overdue":                   {cases.Filter{Overdue: true}, "C2"},
		"without an owner":          {cases.Filter{Owner: "none", Open: true}, "C2 C1"},
		"somebody's":                {cases.Filter{Owner: "u1"}, ""},
		"a status":                  {cases.Filter{Status: cases.Closed}, "C4"},
		"another kind":              {cases.Filter{Kind: cases.Inquiry}, ""},
		"another channel":           {cases.Filter{Channel: "web"}, ""},
		"a reference as written":    {cases.Filter{Search: cases.Ref(refOf("26004217")).String()}, "C1"},
		"part of a reference":       {cases.Filter{Search: "6004220"}, "C4"},
		"without the article":       {cases.Filter{Search: "رخصه"}, "C2 C1"},
		"with article and harakat":  {cases.Filter{Search: "الرُّخْصَة"}, "C2 C1"},
		"behind a preposition":      {cases.Filter{Search: "بالقيادة"}, "C1"},
		"hamza left out":            {cases.Filter{Search: "اجدد"}, "C2"},
		"all words, in any order":   {cases.Filter{Search: "قياده تجديد"}, "C1"},
		"one word missing":          {cases.Filter{Search: "رخصة الطيران"}, ""},
		"letter case":               {cases.Filter{Search: "BUS"}, "C3"},
		"what patterns are made of": {cases.Filter{Search: "50%"}, "C3"},
		"no pattern":                {cases.Filter{Search: "r_n_w"}, ""},
	} {
		q.f.Now = start
		list, total, err := w.FindCases(w.ctx(), q.f)
		w.ok(err)
		var ids []string
		for _, c := range list {
			ids = append(ids, c.ID)
		}
		if got := strings.Join(ids, " "); got != q.want || total != len(list) {
			t.Errorf("%s: %q of %d, want %q", name, got, total, q.want)
		}
	}
	page, total, err := w.FindCases(w.ctx(), cases.Filter{Limit: 2, Offset: 1, Now: start})
	w.ok(err)
	if len(page) != 2 || page[0].ID != "C1" || total != 4 {
		t.Errorf("second page: %+v of %d", page, total)
	}
}
