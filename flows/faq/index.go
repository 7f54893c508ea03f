package faq

import "slices"

// Bounds of the look-up that keep it quick on a long stream: a feature that so
// many items share says little, and so do the lightest features once thousands
// of entries were read; only the most promising items are compared exactly.
const (
	longestPosting = 4000
	entriesRead    = 12_000
	featuresListed = 64
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

// addAll lists item under the weightiest of the features: what two texts have in
// common shows in those, and the rest would cost as much memory again.
func (x *index) addAll(item int, features []Feature) {
	for _, f := range x.byWeight(features, featuresListed) {
		x.add(item, f.ID)
	}
}

// byWeight returns up to n features, the weightiest first. The result is valid
// until the next call.
func (x *index) byWeight(features []Feature, n int) []Feature {
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
	return x.order[:min(n, len(x.order))]
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
	read := 0
	for _, f := range x.byWeight(features, len(features)) {
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
// them into 256 steps up to the greatest: sorting thousands of items would cost
// more than it saves.
func (x *index) threshold(n int) float32 {
	const steps = 256
	if len(x.found) <= n {
		return 0
	}
	var greatest float32
	for _, item := range x.found {
		greatest = max(greatest, x.weight[item])
	}
	scale := (steps - 1) / greatest
	var count [steps]int
	for _, item := range x.found {
		count[int(x.weight[item]*scale)]++
	}
	reached := 0
	for step := steps - 1; step > 0; step-- {
		if reached += count[step]; reached >= n {
			return float32(step) / scale
		}
	}
	return 0
}
