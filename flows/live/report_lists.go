package live

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// ledger counts what became of everything, each fate once, in the ledger's order.
func (h *history) ledger() []FateCount {
	counts := map[Fate]*Counts{}
	for _, f := range Fates() {
		counts[f] = &Counts{}
	}
	for _, it := range h.items {
		counts[h.board.Fate(it)].add(it)
	}
	var list []FateCount
	for _, f := range Fates() {
		list = append(list, FateCount{f, *counts[f]})
	}
	return list
}

// declined counts what was declined by its reason.
func (h *history) declined() []Reason {
	counts := map[string]*Counts{}
	for _, it := range h.items {
		if h.board.Fate(it) != FateDeclined {
			continue
		}
		code := h.board.groups[it.Group].Reason
		if counts[code] == nil {
			counts[code] = &Counts{}
		}
		counts[code].add(it)
	}
	list := []Reason{}
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, Reason{code, *counts[code]})
	}
	return list
}

// lines lists the groups of the public ledger.
func (h *history) lines() []LedgerLine {
	list := []LedgerLine{}
	for _, g := range h.board.Groups() {
		if g.Supporters == 0 {
			continue
		}
		line := LedgerLine{Number: h.numbers[g.ID], Text: g.Text, Reason: g.Reason, People: g.Supporters}
		for _, it := range h.board.Members(g) {
			if it.Counts() {
				line.Fate = h.board.Fate(it)
				line.add(it)
			}
		}
		list = append(list, line)
	}
	return list
}

// longest lists the groups in which somebody waited longest for the decision.
func (h *history) longest() []Wait {
	waits := map[string]time.Duration{}
	for _, it := range h.items {
		if d, decided := h.wait(it); decided && it.Counts() && h.numbers[it.Group] > 0 {
			waits[it.Group] = max(waits[it.Group], d)
		}
	}
	list := make([]Wait, 0, len(waits))
	for id, d := range waits {
		list = append(list, Wait{h.numbers[id], h.board.groups[id].Text, seconds(d)})
	}
	slices.SortFunc(list, func(a, b Wait) int {
		return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(a.Number, b.Number))
	})
	return list[:min(longestWaits, len(list))]
}
