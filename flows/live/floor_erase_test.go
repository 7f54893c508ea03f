package live_test

import (
	"errors"
	"strings"
	"testing"

	"majlis/flows"
	"majlis/flows/live"
)

// wording is that of the group a question stands in.
func (s *studio) wording(question string) (text string) {
	s.Helper()
	s.board(func(b *live.Board) {
		if g := b.Group(b.Item(question).Group); g != nil {
			text = g.Text
		}
	})
	return text
}

// erases lets a person delete the message of a question.
func (s *studio) erases(name, question string, wantWithdrawn bool) {
	s.Helper()
	withdrawn, err := s.floor.Erase(s.Context(), s.someone(name), question)
	s.ok(err)
	if withdrawn != wantWithdrawn {
		s.Errorf("withdrawn: %v", withdrawn)
	}
}

// nowhere fails the test when words are left on the board or in its log.
func (s *studio) nowhere(text string) {
	s.Helper()
	s.ok(s.store.Events(s.Context(), "B", 0, func(e live.Event) bool {
		if strings.Contains(e.Data.Text, text) {
			s.Errorf("event %d, %s, says %q", e.Seq, e.Kind, e.Data.Text)
		}
		return true
	}))
	s.board(func(b *live.Board) {
		for _, g := range b.Groups() {
			if strings.Contains(g.Text, text) {
				s.Errorf("group %s says it", g.ID)
			}
		}
	})
}

// same fails the test unless the board and its report are those that the log adds
// up to.
func (s *studio) same() {
	s.Helper()
	var events []live.Event
	s.ok(s.store.Events(s.Context(), "B", 0, func(e live.Event) bool { events = append(events, e); return true }))
	again := live.NewBoard("B")
	for _, e := range events {
		s.ok(again.Apply(e))
	}
	s.board(func(b *live.Board) {
		if b.View(live.ForModerator).Hash() != again.View(live.ForModerator).Hash() {
			s.Error("the board is not the one of its log")
		}
	})
	bc, err := s.store.Broadcast(s.Context(), "B")
	s.ok(err)
	one, err := mustReport(s, bc, events).Digest()
	s.ok(err)
	two, err := mustReport(s, bc, events).Digest()
	if err != nil || one != two {
		s.Errorf("two reports of one log differ: %v", err)
	}
}

// A question that waits is withdrawn with its words, before and after it is grouped.
func TestErasedWhileItWaits(t *testing.T) {
	s := newStudio(t)
	q, loose := s.asks("a", pool), ""
	s.work()
	loose = s.asks("b", bridge)
	s.erases("b", loose, true)
	s.work()
	s.erases("a", q, true)
	s.nowhere(pool)
	s.nowhere(bridge)
	s.board(func(b *live.Board) {
		if v := b.View(live.ForModerator); len(v.Cards) != 0 || v.Strip.Ungrouped != 0 || v.Strip.Questions != 2 || b.Ledger()[live.FateWithdrawn] != 2 {
			t.Errorf("the board shows %+v", v)
		}
	})
	if _, err := s.floor.Erase(t.Context(), s.someone("a"), q); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("erased twice: %v", err)
	}
	if _, err := s.floor.Erase(t.Context(), s.someone("c"), s.asks("d", water)); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("somebody else's was erased: %v", err)
	}
	again := s.asks("e", pool) // like what is gone
	s.work()
	if got := s.wording(again); got != pool {
		t.Errorf("it is worded %q", got)
	}
	s.same()
}

// Others who ask the same go on under their own words, those who only support a
// question under the ones they saw.
func TestErasedAmongOthers(t *testing.T) {
	const longer = "When will the new public pool in our district open?"
	s := newStudio(t)
	q, other := s.asks("a", pool), s.asks("b", longer)
	alone := s.asks("c", bridge)
	s.work()
	if s.group(q) != s.group(other) {
		t.Fatal("the grouper keeps them apart")
	}
	_, _, err := s.floor.Support(t.Context(), s.someone("d"), s.group(alone))
	s.ok(err)
	s.erases("a", q, true)
	s.erases("c", alone, true)
	if got := s.wording(other); got != longer {
		t.Errorf("b's group is worded %q", got)
	}
	if got := s.wording(alone); got != bridge {
		t.Errorf("d's group is worded %q", got)
	}
	s.board(func(b *live.Board) {
		if v := b.View(live.ForModerator); len(v.Cards) != 2 || v.Cards[0].People != 1 || v.Cards[1].People != 1 || v.Cards[1].Wordings != 0 {
			t.Errorf("the board shows %+v", v.Cards)
		}
	})
	s.same()
}

// What was answered is the record of the broadcast: the person's line goes, the
// group and its answer stay. What was put off is no inquiry yet, and is withdrawn.
func TestErasedAfterItsEnd(t *testing.T) {
	s := newStudio(t)
	answered, declined, later := s.asks("a", pool), s.asks("b", bridge), s.asks("c", water)
	s.work()
	s.to(live.OnAir)
	s.did(s.desk.Answer(t.Context(), studioDeed, s.group(answered), "In May."))
	s.did(s.desk.Decline(t.Context(), studioDeed, s.group(declined), "off_topic"))
	s.did(s.desk.Postpone(t.Context(), studioDeed, s.group(later)))
	s.erases("a", answered, false)
	s.erases("b", declined, false)
	s.erases("c", later, true)
	s.nowhere(water)
	if s.wording(answered) != pool || s.wording(declined) != bridge {
		t.Errorf("worded %q and %q", s.wording(answered), s.wording(declined))
	}
	s.board(func(b *live.Board) {
		if b.Item(answered).Text != "" || b.Item(declined).Text != "" {
			t.Error("the lines of who asked still say it")
		}
	})
	s.to(live.Closed)
	s.now = s.now.Add(live.Grace)
	s.work()
	for name, want := range map[string]int{"a": 1, "b": 1, "c": 0} {
		if got := s.told(name); len(got) != want {
			t.Errorf("%s was told %v", name, got)
		}
	}
	for q, want := range map[string]live.Fate{answered: live.FateWritten, declined: live.FateDeclined, later: live.FateWithdrawn} {
		if got := s.fate(q); got != want {
			t.Errorf("%s is %s, want %s", q, got, want)
		}
	}
	s.same()
}
