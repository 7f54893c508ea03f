package faq

import "slices"

// aligned is a text as its words, for comparing word by word.
type aligned struct {
	words  []*word
	weight []float32 // rarity of each; less for function words
	total  float32
}

func (l *Local) aligned(text string) aligned {
	a := aligned{words: l.seen.words(text)}
	for _, w := range a.words {
		weight := l.rare.weight(w.stem & (blockSize - 1))
		if w.stop {
			weight *= functionWord
		}
		a.weight = append(a.weight, weight)
		a.total += weight
	}
	return a
}

const (
	functionWord = .3 // a function word beside a content word of the same rarity
	sameConcept  = .8 // two words of one concept beside the same word twice
	leastSpelled = .5 // share of letters from which two words may be one, mistyped
)

// sharedWords says how much of two texts is said by both, 0 to 1: each word counts
// by its rarity and by the best it finds on the other side. It is the smaller of
// the two directions, so one rare word that the other text hasn't ("the capital
// of Ukraine") counts against them.
func sharedWords(a, b aligned) float32 {
	return min(covered(a, b), covered(b, a))
}

func covered(a, b aligned) float32 {
	if a.total == 0 {
		return 0
	}
	var sum float32
	for i, w := range a.words {
		var best float32
		for _, o := range b.words {
			best = max(best, w.alike(o))
		}
		sum += best * a.weight[i]
	}
	return sum / a.total
}

// alike says how far two words stand for the same.
func (w *word) alike(o *word) float32 {
	if w.stem == o.stem {
		return 1
	}
	for _, c := range w.concepts {
		if slices.Contains(o.concepts, c) {
			return sameConcept
		}
	}
	if share := w.spelled(o); share >= leastSpelled {
		return share
	}
	return 0
}

// spelled is the Dice coefficient of the words' runs of letters.
func (w *word) spelled(o *word) float32 {
	if w.arabic != o.arabic || len(w.letters) == 0 || len(o.letters) == 0 {
		return 0
	}
	both := 0
	for _, x := range w.letters {
		if slices.Contains(o.letters, x) {
			both++
		}
	}
	return 2 * float32(both) / float32(len(w.letters)+len(o.letters))
}
