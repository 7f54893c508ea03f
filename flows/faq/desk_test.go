package faq_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/faq/faqtest"
	"majlis/flows/staff"
)

// plain renders a text as its key and what it holds.
type plain struct{}

func (plain) Text(lang, key string, args map[string]any) string {
	s := lang + " " + key
	for _, k := range []string{"Number", "Question", "Answer"} {
		if v, ok := args[k]; ok {
			s += fmt.Sprint(" ", v)
		}
	}
	return s
}
func (plain) Words(string, string) []string { return nil }

var (
	editor   = staff.User{ID: "editor", Role: staff.Editor}
	approver = staff.User{ID: "approver", Role: staff.Approver}
)

func newDesk(t testing.TB) (faq.Desk, *faqtest.Store) {
	t.Helper()
	store, n := faqtest.New(), 0
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	return faq.Desk{
		Store: store, Texts: plain{},
		Now:   func() time.Time { now = now.Add(time.Second); return now },
		NewID: func() string { n++; return fmt.Sprintf("id-%02d", n) },
	}, store
}

// grouped adds questions to a group of that name; the first names it.
func grouped(t testing.TB, store *faqtest.Store, group string, texts ...string) {
	t.Helper()
	create := []faq.Group{{ID: group, Canonical: texts[0], Lang: "ar"}}
	var moves []faq.Move
	for i, text := range texts {
		id := fmt.Sprintf("%s-%d", group, i)
		q := faq.Question{ID: id, Text: text, Lang: "ar", At: time.Date(2026, 11, 20, i, 0, 0, 0, time.UTC)}
		if err := store.AddQuestion(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		moves = append(moves, faq.Move{Question: id, Group: group, Score: 0.8})
	}
	if err := store.Regroup(t.Context(), moves, create); err != nil {
		t.Fatal(err)
	}
}

func members(t testing.TB, store *faqtest.Store, group string) (ids []string) {
	t.Helper()
	list, err := store.GroupQuestions(t.Context(), group, 100, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range list {
		ids = append(ids, q.ID)
	}
	return ids
}

func TestMergeAndUndo(t *testing.T) {
	d, store := newDesk(t)
	grouped(t, store, "a", "متى موعد الدفعة؟", "متى تنزل الدفعة")
	grouped(t, store, "b", "موعد صرف الدعم", "متى يصرف الدعم")
	decision, err := d.Merge(t.Context(), "sara", "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	if got := len(members(t, store, "a")); got != 4 {
		t.Errorf("%d members after the merge", got)
	}
	if _, err := d.Merge(t.Context(), "sara", "a", "b"); mistake(err) != "merged" {
		t.Errorf("merging twice: %v", err)
	}
	for range 2 { // pressed twice
		if _, err := d.Undo(t.Context(), decision.ID); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"b-1", "b-0"}, members(t, store, "b")); diff != "" {
		t.Error(diff)
	}
	if b, _ := store.Group(t.Context(), "b"); b.Merged != "" {
		t.Errorf("b still merged into %s", b.Merged)
	}
}

func TestSplitAndUndo(t *testing.T) {
	d, store := newDesk(t)
	grouped(t, store, "a", "one", "two", "three")
	for _, items := range [][]string{nil, {"a-0", "a-1", "a-2"}} {
		if _, err := d.Split(t.Context(), "sara", "a", items); mistake(err) != "split_some" {
			t.Errorf("splitting %v: %v", items, err)
		}
	}
	if _, err := d.Split(t.Context(), "sara", "a", []string{"elsewhere"}); !errors.Is(err, flows.ErrStale) {
		t.Errorf("splitting what moved away: %v", err)
	}
	decision, err := d.Split(t.Context(), "sara", "a", []string{"a-1"})
	if err != nil {
		t.Fatal(err)
	}
	part, err := store.Group(t.Context(), decision.Groups[1])
	if err != nil || part.Canonical != "two" || part.Count != 1 {
		t.Fatalf("part %+v, %v", part, err)
	}
	if _, err := d.Undo(t.Context(), decision.ID); err != nil {
		t.Fatal(err)
	}
	if got := len(members(t, store, "a")); got != 3 {
		t.Errorf("%d members after undo", got)
	}
}

func TestUndoLeavesWhatMovedOn(t *testing.T) {
	d, store := newDesk(t)
	grouped(t, store, "a", "one")
	grouped(t, store, "b", "two", "three")
	merged, err := d.Merge(t.Context(), "sara", "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	split, err := d.Split(t.Context(), "omar", "a", []string{"b-0"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(t.Context(), merged.ID); err != nil {
		t.Fatal(err)
	}
	if got := members(t, store, split.Groups[1]); len(got) != 1 || got[0] != "b-0" {
		t.Errorf("the later split was lost: %v", got)
	}
	if got := members(t, store, "b"); len(got) != 1 || got[0] != "b-1" {
		t.Errorf("b has %v", got)
	}
}

func TestDraftFromGroup(t *testing.T) {
	d, store := newDesk(t)
	grouped(t, store, "a", "كيف أجدد الرخصة؟", "كَيْفَ أُجَدِّدُ الرُّخْصَةَ؟", "تجديد رخصتي", "تجديد رخصتي")
	e, err := d.DraftFromGroup(t.Context(), "a", "editor")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"تجديد رخصتي"}, e.Variants); diff != "" || e.QuestionAr != "كيف أجدد الرخصة؟" || e.Group != "a" {
		t.Errorf("%+v %s", e, diff)
	}
	again, err := d.DraftFromGroup(t.Context(), "a", "other")
	if err != nil || again.ID != e.ID {
		t.Errorf("a second draft %s, %v", again.ID, err)
	}
	if g, _ := store.Group(t.Context(), "a"); !g.Pinned || g.Entry != e.ID {
		t.Errorf("group %+v", g)
	}
}

func answered(question, answer string) faq.Words {
	return faq.Words{QuestionAr: question, AnswerAr: answer}
}

// published walks an entry through all hands.
func published(t testing.TB, d faq.Desk, w faq.Words) faq.Entry {
	t.Helper()
	e, err := d.Save(t.Context(), "", 0, editor.ID, w)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Submit(t.Context(), e.ID, e.Version); err != nil {
		t.Fatal(err)
	}
	e, err = d.Approve(t.Context(), e.ID, e.Version+1, approver)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestApprovalTakesASecondPerson(t *testing.T) {
	d, _ := newDesk(t)
	own, err := d.Save(t.Context(), "", 0, approver.ID, answered("س", "ج"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Approve(t.Context(), own.ID, 0, approver); mistake(err) != "not_submitted" {
		t.Errorf("a draft: %v", err)
	}
	if err := d.Submit(t.Context(), own.ID, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Approve(t.Context(), own.ID, 1, approver); mistake(err) != "own_work" {
		t.Errorf("own work: %v", err)
	}
	if _, err := d.Approve(t.Context(), own.ID, 1, editor); !errors.Is(err, flows.ErrForbidden) {
		t.Errorf("an editor: %v", err)
	}
	boss := staff.User{ID: "boss", Role: staff.Admin}
	if _, err := d.Approve(t.Context(), own.ID, 0, boss); !errors.Is(err, flows.ErrStale) {
		t.Errorf("an old version: %v", err)
	}
	e, err := d.Approve(t.Context(), own.ID, 1, boss)
	if err != nil || e.Status != faq.Published || e.Approver != "boss" || e.PublishedAt.IsZero() {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestRewritingAPublishedEntryKeepsItStandingUntilApproved(t *testing.T) {
	d, store := newDesk(t)
	old := published(t, d, answered("س", "قديم"))
	draft, err := d.Save(t.Context(), old.ID, old.Version, editor.ID, answered("س", "جديد"))
	if err != nil || draft.Replaces != old.ID {
		t.Fatalf("%+v, %v", draft, err)
	}
	if stands, _ := store.Entry(t.Context(), old.ID); stands.AnswerAr != "قديم" || stands.Status != faq.Published {
		t.Errorf("the old answer fell: %+v", stands)
	}
	if _, err := d.Save(t.Context(), old.ID, old.Version, "another", answered("س", "ثالث")); mistake(err) != "has_revision" {
		t.Errorf("a second draft beside the first: %v", err)
	}
	if rev, ok, err := d.Revision(t.Context(), old.ID); err != nil || !ok || rev.ID != draft.ID {
		t.Errorf("Revision = %v, %v, %v", rev.ID, ok, err)
	}
	if err := d.Submit(t.Context(), draft.ID, 0); err != nil {
		t.Fatal(err)
	}
	after, err := d.Approve(t.Context(), draft.ID, 1, approver)
	if err != nil || after.ID != old.ID || after.AnswerAr != "جديد" || !after.PublishedAt.Equal(old.PublishedAt) {
		t.Errorf("%+v, %v", after, err)
	}
	if gone, _ := store.Entry(t.Context(), draft.ID); gone.Status != faq.Withdrawn {
		t.Errorf("the draft is %s", gone.Status)
	}
}

func TestSubmitRefuses(t *testing.T) {
	d, _ := newDesk(t)
	for want, w := range map[string]faq.Words{
		"entry_empty": {}, "empty": {QuestionAr: "س"}, "long": answered("س", strings.Repeat("ج", 3501)),
		"link_http": answered("س", "راجع http://moh.gov.sa الآن"), "link_short": answered("س", "اضغط bit.ly/3xY،"),
		"link_user": answered("س", "https://moh.gov.sa@evil.example/"), "link_number": answered("س", "https://10.0.0.1/x"),
	} {
		e, err := d.Save(t.Context(), "", 0, "editor", w)
		if err != nil {
			t.Fatalf("%s: a draft may be anything: %v", want, err)
		}
		if err := d.Submit(t.Context(), e.ID, 0); mistake(err) != want {
			t.Errorf("Submit: %v, want %s", err, want)
		}
	}
}

func TestCheckLinks(t *testing.T) {
	for text, want := range map[string]string{
		"no link at all, e.g. this.":                    "",
		"(https://www.moh.gov.sa/a?b=c).":               "",
		"www.moh.gov.sa":                                "",
		"Orbit.ly/x is not a shortener's name":          "",
		"HTTPS://BIT.LY/x":                              "link_short",
		"https://www.bit.ly./x":                         "link_short",
		"ftp://moh.gov.sa/x":                            "link_http",
		"javascript://moh.gov.sa/%0aalert(1)":           "link_http",
		"انظر «http://moh.gov.sa»":                      "link_http",
		"first https://moh.gov.sa then http://x.gov.sa": "link_http",
		"https://[::1]/":                                "link_number",
	} {
		if got := mistake(faq.CheckLinks("answer_ar", text)); got != want {
			t.Errorf("CheckLinks(%q) = %q, want %q", text, got, want)
		}
	}
}

func mistake(err error) string {
	if m, ok := errors.AsType[*flows.Mistake](err); ok {
		return m.Code
	}
	return ""
}
