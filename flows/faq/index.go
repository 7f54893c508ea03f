package faq

import "slices"

// Bounds of the look-up that keep it quick on a long stream: a feature that so
// many items share says little, and so do the lightest features once thousands
// of entries were read; only the most promising items are compared exactly.
const (
	longestPosting = 4000
	entriesRead    = 12_000
	bestCandidates = 24
)

// index finds items that share features with a vector. It isn't safe for
// concurrent use.
type index struct {
	postings map[uint32][]int32 // feature → items
	weight   []float32          // by item, zero between searches
	found    []int32
	order    []Feature
}

func newIndex() *index { return &index{postings: map[uint32][]int32{}} }

// add lists item under a feature. Each item is listed once a feature at most.
func (x *index) add(item int, feature uint32) {
	for item >= len(x.weight) {
		x.weight = append(x.weight, make([]float32, len(x.weight)/2+1024)...)
	}
	if list := x.postings[feature]; len(list) <= longestPosting {
		x.postings[feature] = append(list, int32(item))
	}
}

func (x *index) addAll(item int, features []Feature) {
	for _, f := range features {
		x.add(item, f.ID)
	}
}

// candidates returns up to about n items that share the most weight with the
// features, by rising number. The result is valid until the next call.
func (x *index) candidates(features []Feature, n int) []int32 {
	x.collect(features)
	least := x.threshold(n)
	kept := x.found[:0]
	for _, item := range x.found {
		if x.weight[item] >= least {
			kept = append(kept, item)
		}
		x.weight[item] = 0
	}
	slices.Sort(kept)
	return kept
}

// collect adds up what each item shares, the weightiest features first.
func (x *index) collect(features []Feature) {
	x.found = x.found[:0]
	x.order = append(x.order[:0], features...)
	slices.SortFunc(x.order, func(a, b Feature) int {
		switch {
		case a.Weight > b.Weight:
			return -1
		case a.Weight < b.Weight:
			return 1
		}
		return int(a.ID) - int(b.ID)
	})
	read := 0
	for _, f := range x.order {
		list := x.postings[f.ID]
		if len(list) > longestPosting {
			continue
		}
		w := f.Weight * f.Weight
		for _, item := range list {
			if x.weight[item] == 0 {
				x.found = append(x.found, item)
			}
			x.weight[item] += w
		}
		if read += len(list); read > entriesRead {
			return
		}
	}
}

// threshold returns a weight that about n of the found items reach, by counting
// them into steps of 1/256: sorting thousands of items would cost more than it
// saves.
func (x *index) threshold(n int) float32 {
	const steps = 256
	if len(x.found) <= n {
		return 0
	}
	var count [steps]int
	for _, item := range x.found {
		count[min(int(x.weight[item]*steps), steps-1)]++
	}
	reached := 0
	for step := steps - 1; step > 0; step-- {
		if reached += count[step]; reached >= n {
			return float32(step) / steps
		}
	}
	return 0
}
