package live_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/live"
)

const (
	pool   = "When will the new public pool open?"
	water  = "Is there a discount on water for large families?"
	bridge = "Why is the bridge over the valley closed at night?"
)

func mistake(code string, err error) bool {
	m, is := errors.AsType[*flows.Mistake](err)
	return is && m.Code == code
}

// A broadcast is not closed while a question is in no group, nor while its group
// is owed something.
func TestNotClosedOverWhatWaits(t *testing.T) {
	s := newStudio(t)
	s.to(live.OnAir)
	s.asks("a", pool)
	if _, err := s.desk.Advance(t.Context(), studioDeed, live.Closed); !mistake("grouping", err) {
		t.Errorf("while it is being grouped: %v", err)
	}
	s.work()
	if _, err := s.desk.Advance(t.Context(), studioDeed, live.Closed); !mistake("owed", err) {
		t.Errorf("while it is owed an answer: %v", err)
	}
	s.did(s.desk.PostponeRest(t.Context(), studioDeed))
	s.to(live.Closed)
}

// lastMinute lets people ask between the check of a close and the close, as a turn
// does that is written just then.
type lastMinute struct {
	live.Store
	ask func()
}

func (s lastMinute) Write(ctx context.Context, fn func(ctx context.Context) error) error {
	s.ask()
	return s.Store.Write(ctx, fn)
}

// What was asked at the very moment of closing is grouped afterwards: into an
// answered group, into one that nobody stood behind any more, or into none. Each
// has its answer or its inquiry.
func TestAskedWhileClosing(t *testing.T) {
	s := newStudio(t)
	first, gone := s.asks("a", pool), s.asks("b", bridge)
	s.work()
	s.ok(s.floor.Withdraw(t.Context(), s.someone("b"), gone))
	s.to(live.OnAir)
	s.did(s.desk.Answer(t.Context(), studioDeed, s.group(first), "In May."))
	s.now = s.now.Add(live.Grace)

	s.desk.Store = lastMinute{s.store, func() {
		s.asks("c", pool)
		s.asks("d", bridge)
		s.asks("e", water)
	}}
	s.to(live.Closed)
	s.desk.Store = s.store
	if _, err := s.desk.Advance(t.Context(), studioDeed, live.Reported); !mistake("grouping", err) {
		t.Errorf("reported while it is being grouped: %v", err)
	}
	s.work()
	s.work()
	want := map[string][]string{
		"a": {"en live.told.written"}, "b": nil, "c": {"en live.told.written"}, "d": {"en live.told.later"}, "e": {"en live.told.later"},
	}
	for name, texts := range want {
		if diff := cmp.Diff(texts, s.told(name)); diff != "" {
			t.Errorf("%s was told: %s", name, diff)
		}
	}
	if diff := cmp.Diff([]string{bridge}, s.inquiries("d")); diff != "" {
		t.Error(diff)
	}
	s.board(func(b *live.Board) {
		if l := b.Ledger(); l[live.FateWaiting] != 0 || l[live.FateLater] != 2 || l[live.FateWritten] != 2 || l[live.FateWithdrawn] != 1 {
			t.Errorf("ledger %v", l)
		}
	})
	s.to(live.Reported)
}

// Of a broadcast that is cancelled while it collects, every open question becomes
// an inquiry, grouped or not, looked at by a moderator or not; who asked is told
// once, also by a program that was not running at the time.
func TestCancelledWhileCollecting(t *testing.T) {
	s := newStudio(t)
	first, postponed := s.asks("a", pool), s.asks("d", "May shops stay open after midnight in Ramadan?")
	declined, taken := s.asks("b", bridge), s.asks("c", "Why are the buses of line nine late every morning?")
	s.work()
	s.did(s.desk.Decline(t.Context(), studioDeed, s.group(declined), "off_topic"))
	s.ok(s.floor.Withdraw(t.Context(), s.someone("c"), taken))
	s.did(s.desk.Postpone(t.Context(), studioDeed, s.group(postponed)))
	s.asks("a", water) // not grouped yet
	supported, _, err := s.floor.Support(t.Context(), s.someone("e"), s.group(first))
	s.ok(err)
	s.to(live.Cancelled)
	s.now = s.now.Add(48 * time.Hour) // before anybody looks
	s.audited(false)
	s.work()
	s.audited(true)
	s.work()

	for name, texts := range map[string][]string{
		"a": {"en live.told.cancelled", "en live.told.cancelled"}, "b": {"en live.told.declined"}, "c": nil,
		"d": {"en live.told.cancelled"}, "e": {"en live.told.cancelled"},
	} {
		if diff := cmp.Diff(texts, s.told(name)); diff != "" {
			t.Errorf("%s was told: %s", name, diff)
		}
	}
	if diff := cmp.Diff([]string{water, pool}, s.inquiries("a")); diff != "" {
		t.Error(diff)
	}
	if got := s.fate(supported); got != live.FateLater {
		t.Errorf("a \"me too\" is %s", got)
	}
	s.board(func(b *live.Board) {
		if l := b.Ledger(); l[live.FateWaiting] != 0 || len(b.Owed()) != 0 {
			t.Errorf("ledger %v", l)
		}
	})
}

// audited fails the test unless the books are balanced, or are not.
func (s *studio) audited(want bool) {
	s.Helper()
	books, err := s.desk.Audit(s.Context())
	s.ok(err)
	if books.Balanced() != want || books.Closed != 1 {
		s.Errorf("the books are %+v", books)
	}
}

// What was decided in the end is not taken back: people are being told.
func TestNothingIsUndoneAfterTheEnd(t *testing.T) {
	s := newStudio(t)
	q := s.asks("a", pool)
	s.work()
	s.to(live.OnAir)
	deed, err := s.desk.Answer(t.Context(), studioDeed, s.group(q), "In May.")
	s.ok(err)
	s.to(live.Closed)
	if _, err := s.desk.Undo(t.Context(), studioDeed, deed); err == nil {
		t.Error("an answer was taken back")
	}
	if got := s.fate(q); got != live.FateWritten {
		t.Errorf("it is %s", got)
	}
}
