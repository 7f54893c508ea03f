package faq

import (
	"math"
	"sync/atomic"
)

// Features are hashed into one space of blocks of blockSize.
const (
	blockBits = 20
	blockSize = 1 << blockBits
	blocks    = 3
)

// rarity counts in how many texts each feature came, over the room's own stream:
// a warm start from texts of another dialect made grouping worse.
type rarity struct {
	texts atomic.Int64
	count []atomic.Uint32 // by feature id
}

func newRarity() *rarity { return &rarity{count: make([]atomic.Uint32, blocks*blockSize)} }

// add counts one text's features, each once.
func (r *rarity) add(ids []uint32) {
	r.texts.Add(1)
	for _, id := range ids {
		r.count[id].Add(1)
	}
}

// weight is the smoothed inverse document frequency: log 2 for a feature of
// every text, more for rarer ones.
func (r *rarity) weight(id uint32) float32 {
	n := float64(r.texts.Load())
	return float32(math.Log(1 + (n+1)/(float64(r.count[id].Load())+0.5)))
}
