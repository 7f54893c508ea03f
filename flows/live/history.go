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
	numbers   map[string]int
}

// arrival is how a question came to its group.
type arrival struct {
	group string
	at    time.Time
	kind  EventKind
}

func readHistory(b Broadcast, events []Event) (*history, error) {
	h := &history{broadcast: b, board: NewBoard(b.ID), came: map[string]arrival{}}
	for _, e := range events {
		if err := h.board.Apply(e); err != nil {
			return nil, err
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
// and for what was withdrawn. Who joins a group that was decided before waited
// until they stood in it.
func (h *history) wait(it *Item) (time.Duration, bool) {
	if f := h.board.Fate(it); f == FateWaiting || f == FateWithdrawn {
		return 0, false
	}
	decided := h.board.ClosedAt // of what stood in no group when all was closed
	if g := h.board.groups[it.Group]; g != nil {
		decided = g.DecidedAt
	}
	if came := h.came[it.ID].at; came.After(decided) {
		decided = came
	}
	return max(0, decided.Sub(it.At)), true
}

// atOnce reports whether a question had its answer when it was asked: its group
// had been answered before.
func (h *history) atOnce(it *Item) bool {
	came := h.came[it.ID]
	return h.board.Fate(it).Answered() && came.kind != EventMerged && came.kind != EventSplit && came.kind != EventUndone &&
		!came.at.Before(h.board.groups[it.Group].DecidedAt)
}

// Answered reports whether it was answered, on air or in writing.
func (f Fate) Answered() bool { return f == FateLive || f == FateWritten }
