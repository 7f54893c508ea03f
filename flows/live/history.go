package live

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// history is a log that was read through: the board it adds up to, and when each
// question came to the group it stands in.
type history struct {
	broadcast Broadcast
	board     *Board
	items     []*Item // all, oldest first
	came      map[string]arrival
	settled   map[string]time.Time // by a published entry
	numbers   map[string]int
}

// arrival is how a question came to its group.
type arrival struct {
	group string
	at    time.Time
	kind  EventKind
}

func readHistory(b Broadcast, events []Event) (*history, error) {
	h := &history{broadcast: b, board: NewBoard(b.ID), came: map[string]arrival{}, settled: map[string]time.Time{}}
	for _, e := range events {
		if err := h.board.Apply(e); err != nil {
			return nil, err
		}
		if e.Kind == EventSettled {
			h.settled[e.Data.Question] = e.At
		}
		for _, id := range h.touched(e) {
			if group := h.board.items[id].Group; group != h.came[id].group {
				h.came[id] = arrival{group, e.At, e.Kind}
			}
		}
	}
	h.items = h.board.oldestFirst()
	h.numbers = h.board.numbers()
	return h, nil
}

// touched lists the questions that an event may have moved.
func (h *history) touched(e Event) (ids []string) {
	switch e.Kind {
	case EventAsked, EventSupported, EventGrouped, EventDisowned:
		return []string{e.Data.Question}
	case EventMerged:
		return h.board.groups[e.Data.Into].items
	case EventSplit:
		return e.Data.Items
	case EventUndone:
		for id := range h.board.past[e.Data.Undo].groups {
			if g := h.board.groups[id]; g != nil {
				ids = append(ids, g.items...)
			}
		}
	}
	return ids
}

// oldestFirst lists all questions and "me too"s.
func (b *Board) oldestFirst() []*Item {
	return slices.SortedFunc(maps.Values(b.items), func(x, y *Item) int { return cmp.Compare(x.Seq, y.Seq) })
}

// numbers numbers the groups that somebody stands behind from 1, in the order
// they were made.
func (b *Board) numbers() map[string]int {
	numbers := map[string]int{}
	for _, g := range b.Groups() {
		if g.Supporters > 0 {
			numbers[g.ID] = len(numbers) + 1
		}
	}
	return numbers
}

// wait is how long somebody waited for the decision; false while there is none,
// and for what was withdrawn.
func (h *history) wait(it *Item) (time.Duration, bool) {
	if f := h.board.Fate(it); f == FateWaiting || f == FateWithdrawn {
		return 0, false
	}
	return max(0, h.decided(it).Sub(it.At)), true
}

// decided is when a question got its fate. Who joins a group that was decided
// before has it once they stand in it.
func (h *history) decided(it *Item) time.Time {
	if it.Entry != "" {
		return h.settled[it.ID]
	}
	g := h.board.groups[it.Group]
	if g == nil { // it was asked while all was being closed
		return h.board.ClosedAt
	}
	if came := h.came[it.ID].at; came.After(g.DecidedAt) {
		return came
	}
	return g.DecidedAt
}

// atOnce reports whether a question had its answer when it was asked: a published
// entry had it, or its group had been answered before.
func (h *history) atOnce(it *Item) bool {
	fate, came := h.board.Fate(it), h.came[it.ID]
	switch {
	case fate == FateKnown:
		return true
	case !fate.Answered(), came.kind == EventMerged, came.kind == EventSplit, came.kind == EventUndone:
		return false
	}
	return !came.at.Before(h.board.groups[it.Group].DecidedAt)
}

// Answered reports whether it was answered, on air, in writing or before.
func (f Fate) Answered() bool { return f == FateLive || f == FateWritten || f == FateKnown }
