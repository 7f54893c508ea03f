package cases_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/cases/casestest"
	"majlis/flows/talk"
)

// keys renders a text as its key and arguments, so that a test sees which was told.
type keys struct{}

func (keys) Text(lang, key string, args map[string]any) string {
	s := lang + " " + key
	for _, k := range slices.Sorted(maps.Keys(args)) {
		s += fmt.Sprintf(" %s=%v", k, args[k])
	}
	return s
}
func (keys) Words(string, string) []string { return nil }

type room struct {
	cases.Desk
	store *casestest.Store
	now   time.Time
}

func newRoom(t testing.TB) *room {
	t.Helper()
	r := &room{store: &casestest.Store{}, now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	n := 0
	r.Desk = cases.Desk{
		Store: r.store, Texts: keys{},
		Ministry: flows.Ministry{Zone: zone(t, "Asia/Riyadh"), Destinations: []flows.Destination{
			{ID: "roads", Name: flows.Text{Ar: "الطرق", En: "Roads"}},
		}},
		Now:   func() time.Time { return r.now },
		NewID: func() string { n++; return fmt.Sprintf("id-%d", n) },
	}
	return r
}

// filed puts a case into the store as a citizen's flow would.
func (r *room) filed(t testing.TB) cases.Case {
	t.Helper()
	due, counted := cases.Due(r.Ministry, cases.Complaint, r.now)
	c := cases.Case{
		ID: "case-1", Ref: "260042174", Kind: cases.Complaint, Status: cases.Received, Text: "الإنارة معطلة", Lang: "ar",
		Contact: "contact-1", CreatedAt: r.now, DueAt: due, Counted: counted.JSON(),
	}
	if err := r.store.CreateCase(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return c
}

func deed(c cases.Case, actor string) cases.Deed {
	return cases.Deed{Case: c.ID, Version: c.Version, Actor: actor}
}

func TestDeeds(t *testing.T) {
	for _, tt := range []struct {
		name   string
		do     func(r *room, c cases.Case) (cases.Case, error)
		status cases.Status
		event  cases.EventKind
		told   string // part of what the citizen reads; "" nothing
	}{
		{"reply", func(r *room, c cases.Case) (cases.Case, error) {
			return r.Reply(t.Context(), deed(c, "sara"), "  أُصلحت  ")
		}, cases.Answered, cases.EventReply, "ar told.reply Kind=ar told.kind.complaint Ref=26-0042-174 Text=أُصلحت"},
		{"ask", func(r *room, c cases.Case) (cases.Case, error) {
			return r.AskInfo(t.Context(), deed(c, "sara"), "أي شارع؟")
		}, cases.Waiting, cases.EventAsked, "told.asked"},
		{"assign", func(r *room, c cases.Case) (cases.Case, error) {
			return r.Assign(t.Context(), deed(c, "sara"), "omar")
		}, cases.InReview, cases.EventAssigned, ""},
		{"refer", func(r *room, c cases.Case) (cases.Case, error) {
			return r.Refer(t.Context(), deed(c, "sara"), "roads", "")
		}, cases.Referred, cases.EventReferred, "Destination=الطرق"},
		{"close", func(r *room, c cases.Case) (cases.Case, error) {
			return r.Close(t.Context(), deed(c, "sara"), "solved", "")
		}, cases.Closed, cases.EventClosed, "Reason=ar told.close.solved"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(t)
			after, err := tt.do(r, r.filed(t))
			if err != nil {
				t.Fatal(err)
			}
			stored, _ := r.store.Case(t.Context(), "case-1")
			if diff := cmp.Diff(stored, after); diff != "" || stored.Status != tt.status || stored.Version != 1 {
				t.Errorf("status %s, version %d, returned differs: %s", stored.Status, stored.Version, diff)
			}
			events, _ := r.store.Events(t.Context(), "case-1")
			if len(events) != 1 || events[0].Kind != tt.event || events[0].Actor != "sara" {
				t.Errorf("events %+v", events)
			}
			told(t, r.store.Posts, tt.told)
		})
	}
}

func told(t *testing.T, posts []cases.Post, want string) {
	t.Helper()
	if want == "" {
		if len(posts) > 0 {
			t.Errorf("told %+v", posts)
		}
		return
	}
	if len(posts) != 1 {
		t.Fatalf("%d messages, want one", len(posts))
	}
	p := posts[0]
	if p.Contact != "contact-1" || p.Lane != talk.LaneReply || p.Message.About != "case-1" || p.Dedupe == "" ||
		!strings.Contains(p.Message.Text, want) {
		t.Errorf("told %+v, want %q", p, want)
	}
}

func TestStaleDeedWritesAndTellsNothing(t *testing.T) {
	r := newRoom(t)
	c := r.filed(t)
	if _, err := r.Assign(t.Context(), deed(c, "omar"), "omar"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Reply(t.Context(), deed(c, "sara"), "on its way"); !errors.Is(err, flows.ErrStale) {
		t.Fatalf("err %v, want ErrStale", err)
	}
	told(t, r.store.Posts, "")
	events, _ := r.store.Events(t.Context(), c.ID)
	if len(events) != 1 {
		t.Errorf("%d events", len(events))
	}
}

func TestButtonPressedTwiceDoesItOnce(t *testing.T) {
	r := newRoom(t)
	c := r.filed(t)
	for range 2 {
		if _, err := r.Close(t.Context(), deed(c, "sara"), "solved", ""); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := r.Note(t.Context(), c.ID, "sara", "seen"); err != nil {
			t.Fatal(err)
		}
	}
	events, _ := r.store.Events(t.Context(), c.ID)
	if len(events) != 2 || events[0].Kind != cases.EventClosed || events[1].Kind != cases.EventNote {
		t.Errorf("events %+v, want closed and a note", events)
	}
	if len(r.store.Posts) != 1 {
		t.Errorf("%d messages, want one", len(r.store.Posts))
	}
}

func TestDeedsRefuse(t *testing.T) {
	r := newRoom(t)
	c := r.filed(t)
	for want, do := range map[string]func() error{
		"text: empty":                func() error { _, err := r.Reply(t.Context(), deed(c, "s"), " \u200b\n"); return err },
		"text: long":                 func() error { _, err := r.AskInfo(t.Context(), deed(c, "s"), strings.Repeat("س", 4001)); return err },
		"destination: unknown":       func() error { _, err := r.Refer(t.Context(), deed(c, "s"), "moon", ""); return err },
		"reason: unknown":            func() error { _, err := r.Close(t.Context(), deed(c, "s"), "bored", ""); return err },
		"text: reason_empty":         func() error { _, err := r.Close(t.Context(), deed(c, "s"), "other", " "); return err },
		"case: open":                 func() error { _, err := r.Reopen(t.Context(), deed(c, "s"), "why not"); return err },
		flows.ErrNotFound.Error():    func() error { _, err := r.Reply(t.Context(), cases.Deed{Case: "none"}, "x"); return err },
		"case none: note: not found": func() error { return r.Note(t.Context(), "none", "s", "x") },
	} {
		if err := do(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("err %v, want %s", err, want)
		}
	}
	if after, _ := r.store.Case(t.Context(), c.ID); after.Version != 0 {
		t.Errorf("a refused deed was written: %+v", after)
	}
}

func TestReopenCountsAnew(t *testing.T) {
	r := newRoom(t)
	c, err := r.Close(t.Context(), deed(r.filed(t), "sara"), "solved", "")
	if err != nil {
		t.Fatal(err)
	}
	r.now = r.now.AddDate(0, 0, 28)
	c, err = r.Reopen(t.Context(), deed(c, "sara"), "غير محلولة")
	if err != nil {
		t.Fatal(err)
	}
	counted, _ := cases.ParseCounted(c.Counted)
	if c.Status != cases.Reopened || c.Reopened != 1 || !c.ClosedAt.IsZero() || counted.Due.String() != "2027-01-03" {
		t.Errorf("%+v", c)
	}
}

func TestRecountTellsOnceWhoseDateMoved(t *testing.T) {
	r := newRoom(t)
	c := r.filed(t)
	if n, err := r.Recount(t.Context()); n != 0 || err != nil {
		t.Fatalf("nothing changed: %d, %v", n, err)
	}
	r.Ministry.Calendar.Holidays = []flows.Holiday{{From: day(t, "2026-12-01"), Name: flows.Text{Ar: "عطلة"}}}
	for range 2 {
		if _, err := r.Recount(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	after, _ := r.store.Case(t.Context(), c.ID)
	if got := after.DueAt.In(r.Ministry.Zone.Location()).Format(time.DateOnly); got != "2026-12-07" {
		t.Errorf("due %s", got)
	}
	if len(r.store.Posts) != 1 || r.store.Posts[0].Lane != talk.LaneNotice || !strings.Contains(r.store.Posts[0].Message.Text, "told.due Due=2026-12-07") {
		t.Errorf("told %+v", r.store.Posts)
	}
}
