package live_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/live"
)

// What is near enough to be suggested and too far to be grouped.
const (
	askedPay    = "متى يُصرف الدعم السكني لهذا الشهر"
	askedPaid   = "موعد صرف الدعم السكني القادم"
	askedAbroad = "How do I renew my passport from abroad"
)

// similar are the pairs that moderators are offered.
func (s *studio) similar(to live.Audience) (pairs []live.Pair) {
	s.Helper()
	s.ok(s.sorter.Compare(s.Context()))
	s.board(func(b *live.Board) { pairs = s.boards.Similar(b, to) })
	return pairs
}

// alike has two groups that may ask the same, the first with more people.
func alike(t *testing.T) (s *studio, many, few string) {
	s = newStudio(t)
	var first, second string
	for _, name := range []string{"a", "b", "c"} {
		first = s.asks(name, askedPay)
	}
	second = s.asks("d", askedPaid)
	s.asks("e", askedAbroad)
	s.work()
	many, few = s.group(first), s.group(second)
	if many == few {
		t.Fatal("the two were grouped at once")
	}
	return s, many, few
}

func TestSimilarGroupsAreOffered(t *testing.T) {
	s, many, few := alike(t)
	want := []live.Pair{{Stays: many, Goes: few}}
	if diff := cmp.Diff(want, s.similar(live.ForModerator)); diff != "" {
		t.Fatal(diff)
	}
	if got := s.similar(live.ForPublic); len(got) > 0 {
		t.Errorf("the public is asked about %v", got)
	}
	// Which is further on stays, however few ask it.
	s.did(s.desk.Queue(t.Context(), studioDeed, few, 0))
	if diff := cmp.Diff([]live.Pair{{Stays: few, Goes: many}}, s.similar(live.ForModerator)); diff != "" {
		t.Error(diff)
	}
	// What was decided is left alone.
	s.did(s.desk.Postpone(t.Context(), studioDeed, few))
	if got := s.similar(live.ForModerator); len(got) > 0 {
		t.Errorf("offered: %v", got)
	}
	seq, err := s.desk.Approve(t.Context(), studioDeed, few)
	s.did(seq, err)
	if diff := cmp.Diff(want, s.similar(live.ForHost)); diff != "" {
		t.Error(diff)
	}
	// Whoever has merged them is not asked again, and is once that was taken back.
	seq, err = s.desk.Merge(t.Context(), studioDeed, few, many)
	s.did(seq, err)
	if got := s.similar(live.ForModerator); len(got) > 0 {
		t.Errorf("offered: %v", got)
	}
	s.work()
	s.did(s.desk.Undo(t.Context(), studioDeed, seq))
	s.work()
	if diff := cmp.Diff(want, s.similar(live.ForModerator)); diff != "" {
		t.Error(diff)
	}
	if late := s.asks("f", askedPaid); s.sorter.Sort(t.Context()) != nil || s.group(late) != few {
		t.Errorf("who asks it after that stands in %s, want %s", s.group(late), few)
	}
}

// A running sorter compares by itself, after a rest, and wakes who watches.
func TestSorterCompares(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, many, few := alike(t)
		ctx, stop := context.WithCancel(t.Context())
		changed, leave := s.boards.Watch("B")
		defer leave()
		done := make(chan struct{})
		go func() { defer close(done); s.sorter.Run(ctx) }()
		offered := func() (pairs []live.Pair) {
			s.board(func(b *live.Board) { pairs = s.boards.Similar(b, live.ForModerator) })
			return pairs
		}
		time.Sleep(time.Second)
		if got := offered(); len(got) > 0 {
			t.Errorf("it has not rested: %v", got)
		}
		<-changed
		if diff := cmp.Diff([]live.Pair{{Stays: many, Goes: few}}, offered()); diff != "" {
			t.Error(diff)
		}
		time.Sleep(time.Minute) // in which nothing happens
		select {
		case <-changed:
			t.Error("viewers are woken for nothing")
		default:
		}
		stop()
		<-done
	})
}

func TestDifferentStaysDifferent(t *testing.T) {
	s, many, few := alike(t)
	seq, err := s.desk.Differ(t.Context(), studioDeed, few, many)
	s.did(seq, err)
	none := func(when string) {
		t.Helper()
		if got := s.similar(live.ForModerator); len(got) > 0 {
			t.Errorf("%s: offered %v", when, got)
		}
	}
	none("at once")
	s.asks("f", askedPaid)
	s.work()
	none("after more was asked")
	s.restart()
	s.work()
	none("after a restart")
	if again, err := s.desk.Differ(t.Context(), studioDeed, many, few); again != 0 || err != nil {
		t.Errorf("said twice: %d, %v", again, err)
	}
	s.did(s.desk.Undo(t.Context(), studioDeed, seq))
	s.work()
	if diff := cmp.Diff([]live.Pair{{Stays: many, Goes: few}}, s.similar(live.ForModerator)); diff != "" {
		t.Error(diff)
	}
}

// Groups that were split, or differ, are not brought together by a restart, and
// what was decided before it can still be taken back.
func TestDecisionsOutliveARestart(t *testing.T) {
	s, many, few := alike(t)
	seq, err := s.desk.Merge(t.Context(), studioDeed, few, many)
	s.did(seq, err)
	s.work()
	s.restart()
	s.work()
	s.did(s.desk.Undo(t.Context(), studioDeed, seq))
	late := s.asks("f", askedPaid)
	s.work()
	if s.group(late) != few {
		t.Errorf("who asks it after that stands in %s, want %s", s.group(late), few)
	}
	items := []string{}
	s.board(func(b *live.Board) { items = b.Group(many).Items() })
	s.did(s.desk.Split(t.Context(), studioDeed, many, items[:1]))
	s.work()
	s.restart()
	s.work()
	want := []live.Pair{{Stays: many, Goes: few}}
	for _, p := range s.similar(live.ForModerator) {
		if p.Stays == many && p != want[0] {
			t.Errorf("offered %v, which was split", p)
		}
	}
}

func TestDifferNamesTwoGroups(t *testing.T) {
	s, many, few := alike(t)
	code := func(err error) string {
		m, _ := errors.AsType[*flows.Mistake](err)
		if m == nil {
			return ""
		}
		return m.Field + "." + m.Code
	}
	if _, err := s.desk.Differ(t.Context(), studioDeed, many, many); code(err) != "into.same" {
		t.Errorf("with itself: %v", err)
	}
	if _, err := s.desk.Differ(t.Context(), studioDeed, many, "none"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("with none: %v", err)
	}
	s.did(s.desk.Merge(t.Context(), studioDeed, few, many))
	if _, err := s.desk.Differ(t.Context(), studioDeed, many, few); code(err) != "into.merged" {
		t.Errorf("with what is part of it: %v", err)
	}
	if _, err := s.desk.Differ(t.Context(), studioDeed, few, many); code(err) != "group.merged" {
		t.Errorf("of what is part of it: %v", err)
	}
}
