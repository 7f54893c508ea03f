package faq

import (
	"testing"
)

// grouped adds our own questions, links them and returns where they are.
func grouped(t testing.TB) (*Grouper, []Question, map[string]string) {
	t.Helper()
	questions := readQuestions(t)
	g := newTestGrouper()
	if err := g.AddAll(t.Context(), questions); err != nil {
		t.Fatal(err)
	}
	refine(t, g)
	return g, questions, groupOf(g, questions)
}

func decide(t testing.TB, g *Grouper, d Decision) Changes {
	t.Helper()
	changes, err := g.Decide(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func members(groups map[string]string, group string) []string {
	var ids []string
	for id, g := range groups {
		if g == group {
			ids = append(ids, id)
		}
	}
	return ids
}

func TestMergeHolds(t *testing.T) {
	g, questions, before := grouped(t)
	tree, beach := before["q18"], before["q19"] // nothing alike
	d := Decision{ID: "d1", Kind: Merged, Groups: []string{tree, beach}, Items: []string{"q19"}}
	decide(t, g, d)
	refine(t, g)
	if after := groupOf(g, questions); after["q19"] != tree || after["q18"] != tree {
		t.Fatalf("merged apart again: %v", after)
	}
	if err := g.Undo(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	refine(t, g)
	if after := groupOf(g, questions); after["q19"] != beach || after["q18"] != tree {
		t.Errorf("undone: %s and %s, want %s and %s", after["q18"], after["q19"], tree, beach)
	}
}

func TestSplitHolds(t *testing.T) {
	g, questions, before := grouped(t)
	if before["q0"] != before["q2"] {
		t.Fatalf("q0 and q2 should start together: %v", before)
	}
	d := Decision{ID: "d1", Kind: Parted, Groups: []string{before["q0"], "part"}, Items: []string{"q2"}}
	decide(t, g, d)
	for range 2 {
		refine(t, g)
	}
	after := groupOf(g, questions)
	if after["q2"] != "part" || after["q0"] != before["q0"] {
		t.Fatalf("split came together again: %v", after)
	}
	add(t, g, Question{ID: "twin", Text: questions[2].Text})
	if at, _ := g.Find("twin"); at.Group != "part" {
		t.Errorf("the same words went to %s", at.Group)
	}
	if err := g.Undo(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if at, _ := g.Find("q2"); at.Group != before["q0"] {
		t.Errorf("undone, but in %s", at.Group)
	}
}

// One strand holds several questions; a split may take one of them out.
func TestSplitDividesTwins(t *testing.T) {
	g := newTestGrouper()
	same := "How do I renew my expired driving licence?"
	add(t, g, Question{ID: "1", Text: same}, Question{ID: "2", Text: same}, Question{ID: "3", Text: same})
	at, _ := g.Find("1")
	decide(t, g, Decision{ID: "d", Kind: Parted, Groups: []string{at.Group, "part"}, Items: []string{"2"}})
	refine(t, g)
	got := groupOf(g, []Question{{ID: "1"}, {ID: "2"}, {ID: "3"}})
	if got["1"] != at.Group || got["3"] != at.Group || got["2"] != "part" {
		t.Errorf("got %v", got)
	}
}

func TestDifferHolds(t *testing.T) {
	questions := readQuestions(t)
	g := newTestGrouper()
	if err := g.AddAll(t.Context(), questions); err != nil {
		t.Fatal(err)
	}
	before := groupOf(g, questions)
	decide(t, g, Decision{ID: "d", Kind: Differ, Groups: []string{before["q0"], before["q2"]}})
	refine(t, g)
	if after := groupOf(g, questions); after["q0"] == after["q2"] {
		t.Error("staff said they differ")
	}
	suggestions, err := g.Suggest(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range suggestions {
		if s.A == before["q0"] && s.B == before["q2"] || s.B == before["q0"] && s.A == before["q2"] {
			t.Error("suggested again")
		}
	}
}

func TestDecisionsOutliveARestart(t *testing.T) {
	g, questions, before := grouped(t)
	decisions := []Decision{
		{ID: "d1", Kind: Merged, Groups: []string{before["q18"], before["q19"]}, Items: []string{"q19"}},
		{ID: "d2", Kind: Parted, Groups: []string{before["q0"], "part"}, Items: []string{"q2"}},
	}
	for _, d := range decisions {
		decide(t, g, d)
	}
	want := groupOf(g, questions)
	for i := range questions {
		questions[i].Group = want[questions[i].ID]
	}
	restored := newTestGrouper()
	if _, err := restored.Restore(t.Context(), questions, nil, decisions); err != nil {
		t.Fatal(err)
	}
	refine(t, restored)
	got := groupOf(restored, questions)
	if got["q18"] != got["q19"] || got["q0"] == got["q2"] {
		t.Errorf("forgotten: %v", got)
	}
}

func TestLockedGroupsStay(t *testing.T) {
	questions := readQuestions(t)
	g := newTestGrouper()
	if err := g.AddAll(t.Context(), questions); err != nil {
		t.Fatal(err)
	}
	before := groupOf(g, questions)
	g.Lock(before["q0"], true)
	refine(t, g)
	after := groupOf(g, questions)
	if got := members(after, before["q0"]); len(got) != 1 {
		t.Errorf("a locked group took in %v", got)
	}
	if _, err := g.Suggest(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	add(t, g, Question{ID: "late", Text: questions[0].Text})
	if at, _ := g.Find("late"); at.Group != before["q0"] {
		t.Error("a late duplicate has to find the answered group")
	}
}

func TestSuggestionsAskStaff(t *testing.T) {
	questions := readQuestions(t)
	g := newTestGrouper()
	if err := g.AddAll(t.Context(), questions); err != nil {
		t.Fatal(err)
	}
	at := groupOf(g, questions)
	suggestions, err := g.Suggest(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	label := map[string]string{}
	for _, q := range questions {
		label[at[q.ID]] = q.Source
	}
	right := 0
	for _, s := range suggestions {
		if label[s.A] == label[s.B] {
			right++
		}
	}
	if right < 8 || right*3 < len(suggestions)*2 {
		t.Errorf("%d of %d suggestions are right", right, len(suggestions))
	}
}
