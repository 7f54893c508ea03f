package faq

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/faq/agreement"
)

// readQuestions reads our own labelled questions; the label is kept in Source.
func readQuestions(t testing.TB) []Question {
	t.Helper()
	f, err := os.Open("testdata/questions.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []Question
	for i, row := range rows[1:] {
		list = append(list, Question{ID: fmt.Sprintf("q%d", i), Source: row[0], Asker: row[1], Text: row[2]})
	}
	return list
}

func newTestGrouper() *Grouper {
	n := 0
	return NewGrouper(NewLocal(), func() string { n++; return fmt.Sprintf("g%d", n) })
}

func add(t testing.TB, g *Grouper, questions ...Question) {
	t.Helper()
	for _, q := range questions {
		if _, _, err := g.Add(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
}

func refine(t testing.TB, g *Grouper) Changes {
	t.Helper()
	changes, err := g.Refine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// groupOf returns the group of each question by id, as the grouper has it.
func groupOf(g *Grouper, questions []Question) map[string]string {
	m := map[string]string{}
	for _, q := range questions {
		at, _ := g.Find(q.ID)
		m[q.ID] = at.Group
	}
	return m
}

func agree(questions []Question, groups map[string]string) agreement.Score {
	var labels, got []string
	for _, q := range questions {
		labels, got = append(labels, q.Source), append(got, groups[q.ID])
	}
	return agreement.Of(labels, got)
}

func TestOnlineAndAtOnceGroupAlike(t *testing.T) {
	questions := readQuestions(t)
	online := newTestGrouper()
	add(t, online, questions...)
	refine(t, online)
	atOnce := newTestGrouper()
	if err := atOnce.AddAll(t.Context(), questions); err != nil {
		t.Fatal(err)
	}
	refine(t, atOnce)
	for name, g := range map[string]*Grouper{"online": online, "at once": atOnce} {
		s := agree(questions, groupOf(g, questions))
		if s.BCubed.Precision < .99 || s.BCubed.F1 < .7 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestSameWordsAreOneGroupHoweverShort(t *testing.T) {
	g := newTestGrouper()
	add(t, g,
		Question{ID: "1", Text: "كم الرسوم؟"}, Question{ID: "2", Text: "كَم  الرُّسوم"},
		Question{ID: "3", Text: "كم رسوم"}, Question{ID: "4", Text: "👍"}, Question{ID: "5", Text: "👍"}, Question{ID: "6", Text: "🙏"},
	)
	refine(t, g)
	got := groupOf(g, []Question{{ID: "1"}, {ID: "2"}, {ID: "3"}, {ID: "4"}, {ID: "5"}, {ID: "6"}})
	if got["1"] != got["2"] || got["4"] != got["5"] {
		t.Errorf("equal after folding, but apart: %v", got)
	}
	if got["1"] == got["3"] || got["4"] == got["6"] {
		t.Errorf("too short to guess, but together: %v", got)
	}
}

func TestOnePersonCountsOnce(t *testing.T) {
	g := newTestGrouper()
	for i, asker := range []string{"a", "a", "a", "b", "", ""} {
		add(t, g, Question{ID: fmt.Sprint(i), Asker: asker, Text: "How do I renew my expired driving licence?"})
	}
	at, _ := g.Find("0")
	gist, err := g.Gist(t.Context(), at.Group, 3)
	if err != nil {
		t.Fatal(err)
	}
	if gist.People != 4 || gist.Questions != 6 || g.People(at.Group) != 4 {
		t.Errorf("got %+v, want 4 people (two without a name) and 6 questions", gist)
	}
}

func TestAddingTwiceChangesNothing(t *testing.T) {
	g := newTestGrouper()
	q := Question{ID: "1", Text: "How do I renew my licence?"}
	first, created, err := g.Add(t.Context(), q)
	if err != nil || !created {
		t.Fatal(created, err)
	}
	again, created, err := g.Add(t.Context(), q)
	if err != nil || created || again != first {
		t.Errorf("got %v (new: %v, %v), want %v", again, created, err, first)
	}
	if n := g.Counts().Questions; n != 1 {
		t.Errorf("%d questions", n)
	}
}

// What Refine says moved is all that moved, and a second time nothing does.
func TestRefineTellsWhatMoved(t *testing.T) {
	questions := readQuestions(t)
	g := newTestGrouper()
	if err := g.AddAll(t.Context(), questions); err != nil {
		t.Fatal(err)
	}
	want := groupOf(g, questions)
	changes := refine(t, g)
	for _, m := range changes.Moves {
		want[m.Question] = m.Group
	}
	if diff := cmp.Diff(want, groupOf(g, questions)); diff != "" {
		t.Errorf("the store would have (-) but the grouper has (+):\n%s", diff)
	}
	if len(changes.Moves) == 0 {
		t.Error("nothing came together")
	}
	if again := refine(t, g); len(again.Moves)+len(again.Create) != 0 {
		t.Errorf("moved again: %+v", again)
	}
}

func TestBiggerGroupKeepsItsID(t *testing.T) {
	g := newTestGrouper()
	questions := readQuestions(t)
	add(t, g, questions...)
	refine(t, g)
	before := groupOf(g, questions)
	add(t, g, Question{ID: "late", Text: "ممكن طريقة اجدد رخصة القيادة المنتهية كيف"})
	refine(t, g)
	if diff := cmp.Diff(before, groupOf(g, questions)); diff != "" {
		t.Errorf("ids changed (-before +after):\n%s", diff)
	}
}

func TestRestoredIsTheSame(t *testing.T) {
	questions := readQuestions(t)
	g := newTestGrouper()
	add(t, g, questions...)
	refine(t, g)
	want := groupOf(g, questions)
	stored := slices.Clone(questions)
	for i := range stored {
		stored[i].Group = want[stored[i].ID]
	}
	stored = append(stored, Question{ID: "new", Text: "شلون اجدد رخصة القيادة المنتهيه"})
	restored := newTestGrouper()
	changes, err := restored.Restore(t.Context(), stored, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, groupOf(restored, questions)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(changes.Moves) != 1 || changes.Moves[0].Question != "new" || changes.Moves[0].Group != want["q1"] {
		t.Errorf("the question without a group: %+v, want group %s", changes, want["q1"])
	}
}

func TestManyAtOnce(t *testing.T) {
	questions := readQuestions(t)
	g := newTestGrouper()
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for _, q := range questions {
				q.ID = fmt.Sprintf("%s-%d", q.ID, i)
				add(t, g, q)
			}
		})
	}
	wg.Go(func() {
		for range 5 {
			refine(t, g)
			if _, err := g.Suggest(t.Context(), 10); err != nil {
				t.Error(err)
			}
			if _, err := g.Themes(t.Context(), 1); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
	if c := g.Counts(); c.Questions != 4*len(questions) || c.Wordings != len(questions) {
		t.Errorf("%+v", c)
	}
	for _, q := range questions {
		groups := map[string]bool{}
		for i := range 4 {
			at, _ := g.Find(fmt.Sprintf("%s-%d", q.ID, i))
			groups[at.Group] = true
		}
		if len(groups) != 1 {
			t.Errorf("%q is in groups %v", q.Text, slices.Collect(maps.Keys(groups)))
		}
	}
}

func TestThemesHoldEachGroupOnce(t *testing.T) {
	questions := readQuestions(t)
	g := newTestGrouper()
	if err := g.AddAll(t.Context(), questions); err != nil {
		t.Fatal(err)
	}
	themes, err := g.Themes(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, theme := range themes {
		ids = append(ids, theme.Groups...)
	}
	want := g.Groups()
	slices.Sort(ids)
	slices.Sort(want)
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(themes) >= len(want) {
		t.Errorf("%d themes of %d groups: nothing came together", len(themes), len(want))
	}
}

// Over the limit of the exact tree the graph of neighbours must say nearly the
// same.
func TestGraphAgreesWithAllPairs(t *testing.T) {
	questions := readQuestions(t)
	l := NewLocal()
	if err := l.Take(t.Context(), textsOf(questions)); err != nil {
		t.Fatal(err)
	}
	var nodes []node
	for _, v := range embedAll(t, l, textsOf(questions)...) {
		nodes = append(nodes, node{v.Features, 1})
	}
	exact := treeWithin(len(nodes), nodes, nil, .2).Cut(.2)
	near := treeWithin(0, nodes, nil, .2).Cut(.2)
	if s := agreement.Of(exact, near); s.BCubed.F1 < .95 {
		t.Errorf("exact %v, graph %v", exact, near)
	}
}

func TestLevelsArePercentiles(t *testing.T) {
	g := newTestGrouper()
	if got := g.Levels(); got != builtinLevels {
		t.Errorf("a new room has %+v", got)
	}
	var questions []Question
	for i := range fewestForLevels + 1 {
		questions = append(questions, Question{ID: fmt.Sprint(i), Text: fmt.Sprintf("how is case alpha%d beta%d handled in town gamma%d", i, i%17, i%5)})
	}
	if err := g.AddAll(t.Context(), questions); err != nil {
		t.Fatal(err)
	}
	refine(t, g)
	l := g.Levels()
	if l == builtinLevels || l.Theme > l.Suggest || l.Suggest > l.Join || l.Theme < lowestLevel {
		t.Errorf("measured %+v", l)
	}
}
