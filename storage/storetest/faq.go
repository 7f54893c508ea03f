package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/talk"
)

const day = 24 * time.Hour

func questionsAndGroups(t *testing.T, w *world) {
	ask := func(id, asker string, ago time.Duration) {
		w.ok(w.AddQuestion(w.ctx(), faq.Question{ID: id, Text: "كيف أجدّد الرخصة؟", Lang: "ar", Asker: asker, Source: "chat", At: start.Add(-ago)}))
	}
	ask("q9", "p1", 2*day)
	ask("q1", "p1", day)    // the same person counts once
	ask("q2", "p2", 9*day)  // before
	ask("q3", "", 3*day)    // nobody known: counts as one
	ask("q4", "", 10*day)   // and so does this
	ask("q5", "p3", 40*day) // another group
	if err := w.AddQuestion(w.ctx(), faq.Question{ID: "q1"}); !errors.Is(err, flows.ErrExists) {
		t.Fatalf("a known question: %v", err)
	}
	var read []string
	w.ok(w.Questions(w.ctx(), start.Add(-30*day), func(q faq.Question) bool {
		read = append(read, q.ID)
		return len(read) < 4
	}))
	if diff := cmp.Diff([]string{"q9", "q1", "q2", "q3"}, read); diff != "" {
		t.Errorf("in order of arrival:\n%s", diff)
	}
	if left, err := w.Ungrouped(w.ctx(), 2); len(left) != 2 || left[0].ID != "q5" || err != nil {
		t.Errorf("ungrouped, oldest first: %+v, %v", left, err)
	}
	w.ok(w.Regroup(w.ctx(), append(move("G1", "q9", "q1", "q2", "q3", "q4"), move("G2", "q5")...),
		[]faq.Group{{ID: "G1", Canonical: "تجديد الرخصة", Lang: "ar"}, {ID: "G2", Canonical: "ساعات العمل", Lang: "ar"}, {ID: "G3", Canonical: "empty"}}))
	g, err := w.Group(w.ctx(), "G1")
	w.ok(err)
	want := faq.Group{ID: "G1", Canonical: "تجديد الرخصة", Lang: "ar", People: 4, Count: 5, Recent: 2, Before: 2, FirstAt: start.Add(-10 * day), LastAt: start.Add(-day)}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Error(diff)
	}
	members, err := w.GroupQuestions(w.ctx(), "G1", 2, 1)
	w.ok(err)
	if len(members) != 2 || members[0].ID != "q9" || members[0].Score != 1 {
		t.Errorf("members, newest first: %+v", members)
	}
	w.groups("all that stand", faq.GroupFilter{}, "G1 G2")
	w.groups("searched", faq.GroupFilter{Search: "رُخصه"}, "G1")
	w.groups("of several people", faq.GroupFilter{Min: 2}, "G1")
	w.groups("second", faq.GroupFilter{Order: "recent", Offset: 1, Limit: 1}, "G2")
	w.ok(w.Regroup(w.ctx(), move("G1", "q5"), nil))
	w.groups("one left empty", faq.GroupFilter{Order: "growth"}, "G1")
	g.Merged = "G2"
	w.ok(w.UpdateGroup(w.ctx(), g))
	w.groups("one merged", faq.GroupFilter{}, "")
	for name, err := range map[string]error{
		"group": w.UpdateGroup(w.ctx(), faq.Group{ID: "none"}), "question": w.Regroup(w.ctx(), move("G1", "none"), nil),
		"decision": w.UndoDecision(w.ctx(), "none", start),
	} {
		if !errors.Is(err, flows.ErrNotFound) {
			t.Errorf("no such %s: %v", name, err)
		}
	}
	d := faq.Decision{ID: "D1", Kind: "merge", Groups: []string{"G1", "G2"}, Items: []string{"q5"}, Actor: "u1", At: start}
	w.ok(w.AddDecision(w.ctx(), d))
	w.ok(w.UndoDecision(w.ctx(), "D1", start.Add(day)))
	d.Undone = start.Add(day)
	decisions, err := w.Decisions(w.ctx())
	w.ok(err)
	if diff := cmp.Diff([]faq.Decision{d}, decisions); diff != "" {
		t.Error(diff)
	}
}

// move puts questions into a group, the first with all its score.
func move(group string, questions ...string) []faq.Move {
	var moves []faq.Move
	for i, q := range questions {
		moves = append(moves, faq.Move{Question: q, Group: group, Score: 1 / float64(i+1)})
	}
	return moves
}

func (w *world) groups(name string, f faq.GroupFilter, want string) {
	w.t.Helper()
	f.Now = start
	list, total, err := w.Groups(w.ctx(), f)
	w.ok(err)
	var ids []string
	for _, g := range list {
		ids = append(ids, g.ID)
	}
	if got := strings.Join(ids, " "); got != want || total < len(list) {
		w.t.Errorf("%s: %q of %d, want %q", name, got, total, want)
	}
}

func newEntry(id, ar, en string) faq.Entry {
	return faq.Entry{
		ID: id, Status: faq.Published, QuestionAr: ar, QuestionEn: en, AnswerAr: "عبر المنصة", AnswerEn: "On the platform.",
		Variants: []string{"وين أجدد الاستمارة؟"}, Author: "u1", CreatedAt: start, UpdatedAt: start, Version: 1,
	}
}

func entriesKept(t *testing.T, w *world) {
	e := newEntry("N1", "كيف أجدد الرخصة؟", "How do I renew?")
	e.Status = faq.Draft
	w.ok(w.CreateEntry(w.ctx(), e))
	if err := w.CreateEntry(w.ctx(), e); !errors.Is(err, flows.ErrExists) {
		t.Errorf("a known entry: %v", err)
	}
	e.Status, e.Approver, e.PublishedAt, e.UpdatedAt = faq.Published, "u2", start.Add(day), start.Add(day)
	w.ok(w.UpdateEntry(w.ctx(), e))
	if err := w.UpdateEntry(w.ctx(), e); !errors.Is(err, flows.ErrStale) {
		t.Errorf("an old version: %v", err)
	}
	for range 3 {
		w.ok(w.Rate(w.ctx(), "N1", "p1", true, start))
	}
	w.ok(w.Rate(w.ctx(), "N1", "p2", false, start))
	if err := w.Rate(w.ctx(), "none", "p1", true, start); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("no such entry: %v", err)
	}
	e.Version, e.Useful, e.NotUseful = 2, 1, 1
	got, err := w.Entry(w.ctx(), "N1")
	w.ok(err)
	if diff := cmp.Diff(e, got); diff != "" {
		t.Error(diff)
	}
	w.ok(w.CreateEntry(w.ctx(), newEntry("N2", "سؤال", "older")))
	all, err := w.Entries(w.ctx(), "")
	w.ok(err)
	drafts, err := w.Entries(w.ctx(), faq.Draft)
	w.ok(err)
	if len(all) != 2 || all[0].ID != "N1" || len(drafts) != 0 {
		t.Errorf("newest change first: %+v; drafts: %+v", all, drafts)
	}
	if _, err := w.Entry(w.ctx(), "none"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("no such entry: %v", err)
	}
}

func searchingEntries(t *testing.T, w *world) {
	w.ok(w.CreateEntry(w.ctx(), newEntry("N1", "كيف أُجدّد رخصة القيادة؟", "How do I renew my driving licence?")))
	platform := newEntry("N2", "أين المنصة؟", "Where is the platform?")
	platform.Variants = nil
	w.ok(w.CreateEntry(w.ctx(), platform))
	draft := newEntry("N3", "رخصة القيادة", "licence")
	draft.Status = faq.Draft
	w.ok(w.CreateEntry(w.ctx(), draft))
	for query, want := range map[string]string{
		"الرخصة": "N1", "رُخْصَه": "N1", "driving LICENCE": "N1", "استماره": "N1", "المنصه": "N2 N1", "nothing": "", "": "", "؟": "",
	} {
		list, err := w.SearchEntries(w.ctx(), query, 10)
		w.ok(err)
		var ids []string
		for _, e := range list {
			ids = append(ids, e.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

func digestsKept(t *testing.T, w *world) {
	d := faq.Digest{ID: "D1", Number: 1, Status: faq.DigestDraft, Entries: []string{"N1", "N2"}, Author: "u1", CreatedAt: start, Version: 1}
	w.ok(w.CreateDigest(w.ctx(), d))
	d.Status, d.Approver, d.PublishedAt, d.Recipients = faq.DigestPublished, "u2", start, 3
	w.ok(w.UpdateDigest(w.ctx(), d))
	if err := w.UpdateDigest(w.ctx(), d); !errors.Is(err, flows.ErrStale) {
		t.Errorf("an old version: %v", err)
	}
	d.Version++
	published, err := w.Digests(w.ctx(), faq.DigestPublished)
	w.ok(err)
	if diff := cmp.Diff([]faq.Digest{d}, published); diff != "" {
		t.Error(diff)
	}
	reads, silent, gone := w.meet("yara"), w.meet("ziad"), w.meet("zina")
	w.ok(w.SetLang(w.ctx(), reads.Person, "en"))
	for _, who := range []talk.Who{reads, gone} {
		w.ok(w.SetNotify(w.ctx(), who.Person, true, start))
	}
	w.ok(w.Stop(w.ctx(), gone.Person, start))
	// The one they used last is where they are told.
	w.pass(time.Hour)
	later := w.from("yara", "from my phone")
	later.Channel = "phone-app"
	a := w.arrive(later)
	w.answer(a, 0, talk.End{State: talk.EndTalk})
	readers, err := w.Audience(w.ctx(), "", 10)
	w.ok(err)
	if diff := cmp.Diff([]faq.Reader{{Contact: a.Who.Contact, Channel: "phone-app", Lang: "en"}}, readers); diff != "" {
		t.Fatal(diff)
	}
	if rest, err := w.Audience(w.ctx(), readers[0].Contact, 10); len(rest) != 0 || err != nil {
		t.Errorf("after the last: %+v, %v", rest, err)
	}
	readers = append(readers, faq.Reader{Contact: silent.Contact}, faq.Reader{Contact: "deleted"})
	for _, want := range []int{2, 0} {
		n, err := w.Broadcast(w.ctx(), "digest:D1", readers, func(faq.Reader) talk.Message { return talk.Message{Text: "digest"} })
		w.ok(err)
		if n != want {
			t.Errorf("%d on their way, want %d", n, want)
		}
	}
	if at, err := w.LastRun(w.ctx(), "digest"); !at.IsZero() || err != nil {
		t.Errorf("never ran: %v, %v", at, err)
	}
	w.ok(w.SetLastRun(w.ctx(), "digest", start))
	w.ok(w.SetLastRun(w.ctx(), "digest", start.Add(day)))
	if at, err := w.LastRun(w.ctx(), "digest"); !at.Equal(start.Add(day)) || err != nil {
		t.Errorf("last run: %v, %v", at, err)
	}
}
