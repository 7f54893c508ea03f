package faq

import (
	"math"
	"sync"
)

// bag holds the counted features of one text while it is read.
type bag struct {
	words   []*word
	arabic  int // words in Arabic script
	content int // words that aren't function words
	mix     mix
	blocks  [blocks][]Feature
	scratch []uint32
}

// bags are reused: a busy broadcast reads thousands of texts a second.
var bags = sync.Pool{New: func() any { return new(bag) }}

func (b *bag) reset() {
	b.words, b.arabic, b.content = b.words[:0], 0, 0
	for i := range b.blocks {
		b.blocks[i] = b.blocks[i][:0]
	}
}

func (b *bag) add(block int, hash uint32, weight float32) {
	id := uint32(block)<<blockBits | hash&(blockSize-1)
	b.blocks[block] = append(b.blocks[block], Feature{id, weight})
}

// ids lists the features once each.
func (b *bag) ids() []uint32 {
	b.scratch = b.scratch[:0]
	for _, block := range b.blocks {
		for _, f := range block {
			b.scratch = append(b.scratch, f.ID)
		}
	}
	return b.scratch
}

// damped keeps a word said three times from counting three times.
func damped(count float32) float32 {
	if count <= 1 {
		return count
	}
	return 1 + float32(math.Log(float64(count)))
}

func sqrt32(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// hashText is FNV-1a with its bits mixed once more, as only the low ones are kept.
func hashText(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return mixBits(h)
}

func pairID(a, b uint32) uint32 { return mixBits(a*0x9e3779b1 ^ b) }

func mixBits(h uint32) uint32 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	return h ^ h>>12
}
