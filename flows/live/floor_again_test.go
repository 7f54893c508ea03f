package live_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/live"
)

// What a person asked, or supports, is known when they ask it once more, grouped
// or not; what they took back, and what others asked, is not.
func TestAskedAlready(t *testing.T) {
	const other = "When does the new public pool open?"
	s := newStudio(t)
	asked := func(what, name, text string, want live.Again) {
		t.Helper()
		got, err := s.floor.Asked(t.Context(), "B", name, text)
		s.ok(err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	q := s.asks("a", pool)
	exact := live.Again{Question: pool, Fate: live.FateWaiting, Exact: true}
	asked("in the same words, before it is grouped", "a", "when will the new public POOL open", exact)
	s.work()
	asked("in the same words", "a", pool, exact)
	asked("in other words", "a", other, live.Again{Question: pool, Fate: live.FateWaiting})
	asked("another question", "a", bridge, live.Again{})
	asked("by somebody else", "b", pool, live.Again{})
	_, fresh, err := s.floor.Support(t.Context(), s.someone("b"), s.group(q))
	s.ok(err)
	_, again, err := s.floor.Support(t.Context(), s.someone("b"), s.group(q))
	s.ok(err)
	_, own, err := s.floor.Support(t.Context(), s.someone("a"), s.group(q))
	s.ok(err)
	if !fresh || again || own {
		t.Errorf("new: %v, the second time %v, by who asked %v", fresh, again, own)
	}
	asked("after a me too", "b", pool, live.Again{Question: pool, Fate: live.FateWaiting})
	for name, people := range map[string]int{"a": 1, "b": 1, "c": 2} {
		like, found, err := s.floor.Like(t.Context(), "B", name, other)
		s.ok(err)
		if !found || like.People != people {
			t.Errorf("%d others ask the same as %s, want %d", like.People, name, people)
		}
	}
	s.ok(s.floor.Withdraw(t.Context(), s.someone("a"), q))
	asked("after it was taken back", "a", pool, live.Again{})
	s.board(func(b *live.Board) {
		if g := b.Group(b.Item(q).Group); g.Supporters != 1 || b.Questions() != 1 {
			t.Errorf("%d people, %d questions", g.Supporters, b.Questions())
		}
	})
}
