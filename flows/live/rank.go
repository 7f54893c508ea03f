package live

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Sort is an order of the groups that wait.
type Sort string

// The orders a host can choose.
const (
	SortMost    Sort = "most"    // most distinct people first
	SortNewest  Sort = "newest"  // newest group first
	SortLongest Sort = "longest" // longest waiting first
	SortBest    Sort = "best"    // surest to matter, for groups of any age
)

// Sorts lists the orders, as they are offered.
func Sorts() []Sort { return []Sort{SortMost, SortNewest, SortLongest, SortBest} }

// Rank puts groups in order: pinned ones first, then as told, then in the order
// they were made, so that the same board always reads the same. joined is how
// many people take part.
func Rank(groups []*Group, by Sort, joined int) {
	slices.SortFunc(groups, func(a, b *Group) int {
		if a.Pinned != b.Pinned {
			return cmp.Compare(order(b.Pinned), order(a.Pinned))
		}
		return cmp.Or(compare(a, b, by, joined), cmp.Compare(a.Seq, b.Seq))
	})
}

func order(first bool) int {
	if first {
		return 1
	}
	return 0
}

func compare(a, b *Group, by Sort, joined int) int {
	switch by {
	case SortNewest:
		return b.FirstAt.Compare(a.FirstAt)
	case SortLongest:
		return a.FirstAt.Compare(b.FirstAt)
	case SortBest:
		return cmp.Compare(wilson(b.Supporters, joined), wilson(a.Supporters, joined))
	}
	return cmp.Compare(b.Supporters, a.Supporters)
}

// z is the quantile of the normal distribution for 95 % certainty.
const z = 1.959964

// wilson is the lower bound of the share of people who stand behind a question
// (E. B. Wilson, Probable Inference, JASA 22, 1927): what can be said with 95 %
// certainty, however few were asked.
func wilson(yes, of int) float64 {
	if of < yes {
		of = yes
	}
	if of == 0 {
		return 0
	}
	n, p := float64(of), float64(yes)/float64(of)
	return (p + z*z/(2*n) - z*math.Sqrt((p*(1-p)+z*z/(4*n))/n)) / (1 + z*z/n)
}

// Waiting is for how long a group has waited at now.
func (g *Group) Waiting(now time.Time) time.Duration { return max(0, now.Sub(g.FirstAt)) }
