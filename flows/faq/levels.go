package faq

import (
	"math/rand/v2"
	"slices"
)

// Levels are the similarities from which questions are taken for the same. They
// are percentiles of the similarity of random pairs: the best cosine differs up
// to fivefold between embedders and rooms, its percentile hardly at all.
type Levels struct {
	Join    float32 `json:"join"`    // the same question
	Suggest float32 `json:"suggest"` // perhaps the same: staff are asked
	Theme   float32 `json:"theme"`   // about the same subject
}

// builtinLevels hold until enough questions were asked to measure.
var builtinLevels = Levels{Join: .35, Suggest: .20, Theme: .12}

// What the levels are measured on.
const (
	fewestForLevels = 300   // distinct wordings; below, the built-in levels hold
	recentForLevels = 5_000 // only the last so many count
	sampleForLevels = 400   // drawn from them: some 80,000 pairs
)

const (
	joinPercentile    = .996
	suggestPercentile = .98
	themePercentile   = .96
)

// levelsOf measures the levels on the pairs of a sample of vectors.
func levelsOf(sample []Vec) Levels {
	sims := make([]float32, 0, len(sample)*len(sample)/2)
	for i, v := range sample {
		for _, o := range sample[:i] {
			sims = append(sims, v.Dot(o))
		}
	}
	slices.Sort(sims)
	at := func(p float64) float32 { return max(sims[int(p*float64(len(sims)-1))], lowestLevel) }
	l := Levels{Join: at(joinPercentile), Suggest: at(suggestPercentile), Theme: at(themePercentile)}
	l.Suggest = min(l.Suggest, l.Join)
	l.Theme = min(l.Theme, l.Suggest)
	return l
}

// lowestLevel keeps texts that share nothing apart in a room where most random
// pairs share nothing either.
const lowestLevel = .04

// sampled draws n of list, the same ones for the same list length, so that a
// file is grouped alike each time.
func sampled[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	r := rand.New(rand.NewPCG(uint64(len(list)), 1))
	picked := make([]T, n)
	for i, at := range r.Perm(len(list))[:n] {
		picked[i] = list[at]
	}
	return picked
}
