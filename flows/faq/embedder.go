// Package faq holds what people keep asking: questions and their groups, the
// entries that answer them, and the digests that tell everyone.
package faq

import (
	"context"
	"slices"
)

// Embedder turns texts into unit vectors whose dot product is near 1 for texts
// that say the same and near 0 for texts that have nothing to do with each
// other. It is safe for concurrent use.
type Embedder interface {
	// Embed returns one vector a text, in the same order.
	Embed(ctx context.Context, texts []string) ([]Vec, error)
	// ID names kind, model and version. Vectors of two ids are never compared.
	ID() string
}

// learner is an Embedder that gets to know the room's own stream: which words
// are common here and which tell questions apart.
type learner interface {
	// Take counts texts in.
	Take(ctx context.Context, texts []string) error
	// Learn counts one text in and embeds it, in one reading.
	Learn(ctx context.Context, text string) (Vec, error)
}

// Vec is a unit vector, kept as its features that aren't zero.
type Vec struct {
	Features []Feature // by rising ID
	Words    int       // words that carry meaning; under three, nothing is grouped on a guess
}

// Feature is one coordinate of a vector.
type Feature struct {
	ID     uint32
	Weight float32
}

// Dot returns the cosine of two unit vectors, 0 to 1.
func (v Vec) Dot(o Vec) float32 { return dot(v.Features, o.Features) }

// dot multiplies two lists of features. When one is far longer (a group against
// a question) the shorter one looks its features up.
func dot(a, b []Feature) float32 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) > 8*len(a) {
		return lookupDot(a, b)
	}
	var sum float32
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		x, y := a[i], b[j]
		if x.ID == y.ID {
			sum += x.Weight * y.Weight
			i++
			j++
			continue
		}
		if x.ID < y.ID {
			i++
		} else {
			j++
		}
	}
	return sum
}

func lookupDot(short, long []Feature) float32 {
	var sum float32
	for _, f := range short {
		lo, hi := 0, len(long)
		for lo < hi {
			mid := int(uint(lo+hi) >> 1)
			if long[mid].ID < f.ID {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		if lo == len(long) {
			break
		}
		if long[lo].ID == f.ID {
			sum += f.Weight * long[lo].Weight
		}
		long = long[lo:]
	}
	return sum
}

// merged returns a + b in memory of its own.
func merged(a, b []Feature) []Feature {
	sum := make([]Feature, len(a), len(a)+missing(a, b))
	copy(sum, a)
	return addFeatures(sum, b)
}

// missing counts the features of b that a hasn't.
func missing(a, b []Feature) int {
	n, i := 0, 0
	for _, f := range b {
		for i < len(a) && a[i].ID < f.ID {
			i++
		}
		if i == len(a) || a[i].ID != f.ID {
			n++
		}
	}
	return n
}

// has reports whether a feature is among a.
func has(a []Feature, id uint32) bool {
	_, found := slices.BinarySearchFunc(a, id, func(f Feature, id uint32) int { return int(f.ID) - int(id) })
	return found
}

// addFeatures returns a + b in a's array, or a longer one when it is full. It
// fills from the end, so nothing is overwritten before it was read.
func addFeatures(a, b []Feature) []Feature {
	i, j := len(a)-1, len(b)-1
	more := missing(a, b)
	a = slices.Grow(a, more)[:len(a)+more]
	for k := len(a) - 1; j >= 0; k-- {
		switch {
		case i >= 0 && a[i].ID > b[j].ID:
			a[k] = a[i]
			i--
		case i >= 0 && a[i].ID == b[j].ID:
			a[k] = Feature{a[i].ID, a[i].Weight + b[j].Weight}
			i--
			j--
		default:
			a[k] = b[j]
			j--
		}
	}
	return a
}
