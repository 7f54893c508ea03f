package live_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"majlis/flows/live"
)

// records are what should be known of people: whose record is part of whose.
type records map[string]string

func (r records) now(person string) string {
	for r[person] != "" {
		person = r[person]
	}
	return person
}

// unite lets two records of those who may ask turn out to be one person's; false
// when they are already.
func (l *log) unite(t *rapid.T, r records) (live.Data, bool) {
	gone := r.now(fmt.Sprintf("p%d", rapid.IntRange(0, 7).Draw(t, "gone")))
	stays := r.now(fmt.Sprintf("p%d", rapid.IntRange(0, 7).Draw(t, "stays")))
	if gone == stays {
		return live.Data{}, false
	}
	r[gone] = stays
	d := live.Data{Person: gone, Into: stays}
	l.add(t, live.EventOnePerson, d)
	return d, true
}

// voices are the distinct people behind each group, counted from the log alone.
func (l *log) voices(r records) (groups map[string][]string, people []string) {
	persons, all := map[string]string{}, map[string]bool{}
	for _, e := range l.events {
		if e.Kind == live.EventAsked || e.Kind == live.EventSupported {
			persons[e.Data.Question] = r.now(e.Data.Person)
			all[r.now(e.Data.Person)] = true
		}
	}
	groups = map[string][]string{}
	for _, g := range l.board.Groups() {
		behind := map[string]bool{}
		for _, id := range g.Items() {
			if l.board.Item(id).Counts() {
				behind[persons[id]] = true
			}
		}
		groups[g.ID] = slices.Sorted(maps.Keys(behind))
	}
	return groups, slices.Sorted(maps.Keys(all))
}

// Whoever turns out to be whom, in the middle of whatever a host does, a board
// counts people, not records: in its groups, over all, and in what each asked.
func TestVotesAreDistinctPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, r := newLog(), records{}
		l.stock(t)
		var deeds []int64
		for i := range rapid.IntRange(1, 25).Draw(t, "happens") {
			switch rapid.IntRange(0, 4).Draw(t, "thing") {
			case 0, 1:
				l.unite(t, r)
			case 2:
				l.happen(t, i)
			case 3:
				if seq := l.decide(t); seq > 0 {
					deeds = append(deeds, seq)
				}
			default:
				if len(deeds) == 0 {
					continue
				}
				if seq := rapid.SampledFrom(deeds).Draw(t, "undo"); l.board.CanUndo(seq) == nil {
					l.add(t, live.EventUndone, live.Data{Undo: seq})
				}
			}
			l.countsPeople(t, r)
		}
		l.replayed(t)
		report := mustReport(t, live.Broadcast{ID: "b1"}, l.events)
		if _, people := l.voices(r); report.Participants != len(people) {
			t.Fatalf("the report counts %d people of %d", report.Participants, len(people))
		}
	})
}

func (l *log) countsPeople(t *rapid.T, r records) {
	groups, people := l.voices(r)
	for _, g := range l.board.Groups() {
		behind := slices.Sorted(slices.Values(l.board.People(g)))
		if diff := cmp.Diff(groups[g.ID], behind); diff != "" || g.Supporters != len(behind) {
			t.Fatalf("group %s counts %d: %s", g.ID, g.Supporters, diff)
		}
	}
	if l.board.Participants() != len(people) {
		t.Fatalf("%d people take part, want %d", l.board.Participants(), len(people))
	}
	items := 0
	for _, person := range people {
		var last int64
		for _, it := range l.board.Of(person) {
			if it.Person != person || it.Seq <= last {
				t.Fatalf("of %s: %+v after event %d", person, it, last)
			}
			last = it.Seq
			items++
		}
	}
	total := 0
	for _, n := range l.board.Ledger() {
		total += n
	}
	if items != total {
		t.Fatalf("%d items belong to somebody, of %d in the ledger", items, total)
	}
}

// Undoing merges and splits of groups backwards restores the board, whatever two
// records became one person's before, between and after them.
func TestUndoAroundOnePerson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, r := newLog(), records{}
		l.stock(t)
		plain := newLog() // the same without what a host did
		for _, e := range l.events {
			plain.add(t, e.Kind, e.Data)
		}
		var deeds []int64
		for range rapid.IntRange(1, 15).Draw(t, "happens") {
			if rapid.Bool().Draw(t, "unites") {
				if d, done := l.unite(t, r); done {
					plain.add(t, live.EventOnePerson, d)
				}
			} else if seq := l.decide(t); seq > 0 {
				deeds = append(deeds, seq)
			}
		}
		for _, seq := range slices.Backward(deeds) {
			if rapid.IntRange(0, 3).Draw(t, "unites meanwhile") == 0 {
				if d, done := l.unite(t, r); done {
					plain.add(t, live.EventOnePerson, d)
				}
			}
			if err := l.board.CanUndo(seq); err != nil {
				t.Fatalf("%d: %v", seq, err)
			}
			l.add(t, live.EventUndone, live.Data{Undo: seq})
		}
		if diff := cmp.Diff(draw(plain.board), draw(l.board), unseen); diff != "" {
			t.Fatal(diff)
		}
	})
}

// What was on its way when a record ended still counts for its person.
func TestAskedUnderARecordThatEnded(t *testing.T) {
	l := newLog()
	ask := func(question, person string) {
		l.add(t, live.EventAsked, live.Data{Question: question, Person: person, Text: question})
		l.add(t, live.EventGrouped, live.Data{Question: question, Group: "g", Text: question, State: live.Approved})
	}
	ask("q1", "old")
	l.add(t, live.EventOnePerson, live.Data{Person: "old", Into: "now"})
	ask("q2", "old")
	ask("q3", "now")
	g := l.board.Group("g")
	if g.Supporters != 1 || l.board.Participants() != 1 || len(l.board.Of("now")) != 3 || len(l.board.Of("old")) != 3 {
		t.Errorf("%d supporters, %d people, %d questions", g.Supporters, l.board.Participants(), len(l.board.Of("now")))
	}
	for _, d := range []live.Data{{Person: "now", Into: "old"}, {Person: "now", Into: "now"}, {Person: "old", Into: "other"}, {Into: "now"}, {Person: "now"}} {
		e := live.Event{Broadcast: "b1", Seq: l.board.Seq + 1, Kind: live.EventOnePerson, Data: d}
		if err := l.board.Apply(e); err == nil {
			t.Errorf("%+v was applied", d)
		}
	}
}
