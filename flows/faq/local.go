package faq

import (
	"context"
	"slices"

	"majlis/flows/words"
)

// Local is the embedder that needs no network: three blocks of hashed features
// (words with their concepts, pairs of neighbours, and runs of three to five
// letters), each weighted by rarity, brought to length one and mixed. It learns
// rarity from the texts it is given; a new one knows nothing of the room yet.
type Local struct {
	rare *rarity
	seen *vocabulary
}

// NewLocal returns an embedder that hasn't seen any text.
func NewLocal() *Local {
	return &Local{rare: newRarity(), seen: newVocabulary()}
}

// ID names the features' version: it changes whenever a vector would.
func (l *Local) ID() string { return "local/sparse/1" }

// longest is how much of a text counts, in graphemes: the question comes early
// in a long message.
const longest = 500

// mix is how much each block counts, and a function word beside other words.
// Arabic words change shape more, so their letters say more. Measured on public
// sets in both languages.
type mix struct {
	blocks [blocks]float32
	stop   float32
}

var (
	mixArabic  = mix{[blocks]float32{.35, .15, .5}, .5}
	mixEnglish = mix{[blocks]float32{.5, .15, .35}, .7}
)

// conceptWeight is how much a concept counts beside the word that names it: it
// brings languages together, but it is broader than the word.
const conceptWeight = .7

// Embed returns the vectors of texts with the rarity known so far.
func (l *Local) Embed(ctx context.Context, texts []string) ([]Vec, error) {
	vecs := make([]Vec, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b := bags.Get().(*bag)
		l.read(text, b)
		vecs[i] = l.weigh(b)
		bags.Put(b)
	}
	return vecs, nil
}

// Learn counts a text's features and returns its vector.
func (l *Local) Learn(ctx context.Context, text string) (Vec, error) {
	b := bags.Get().(*bag)
	defer bags.Put(b)
	l.read(text, b)
	l.rare.add(b.ids())
	return l.weigh(b), ctx.Err()
}

// Take counts the features of texts.
func (l *Local) Take(ctx context.Context, texts []string) error {
	b := bags.Get().(*bag)
	defer bags.Put(b)
	for _, text := range texts {
		if err := ctx.Err(); err != nil {
			return err
		}
		l.read(text, b)
		l.rare.add(b.ids())
	}
	return nil
}

// read counts a text's features into b.
func (l *Local) read(text string, b *bag) {
	if len(text) > longest {
		text = words.Cut(text, longest)
	}
	b.reset()
	for _, w := range l.seen.words(text) {
		b.words = append(b.words, w)
		if w.arabic {
			b.arabic++
		}
	}
	m := mixEnglish
	if b.arabic*2 > len(b.words) {
		m = mixArabic
	}
	b.mix = m
	last, lastWeight := uint32(0), float32(0)
	for i, w := range b.words {
		weight := float32(1)
		if w.stop {
			weight = m.stop
		} else {
			b.content++
		}
		b.add(0, w.stem, weight)
		for _, c := range w.concepts {
			b.add(0, c, weight*conceptWeight)
		}
		if i > 0 {
			b.add(1, pairID(last, w.stem), (lastWeight+weight)/2)
		}
		for _, c := range w.letters {
			b.add(2, c, weight)
		}
		last, lastWeight = w.stem, weight
	}
	for i := range b.blocks {
		b.blocks[i] = summed(b.blocks[i])
	}
}

// weigh turns counted features into a unit vector.
func (l *Local) weigh(b *bag) Vec {
	var total float32
	n := 0
	for i, block := range b.blocks {
		if len(block) > 0 {
			total += b.mix.blocks[i]
			n += len(block)
		}
	}
	features := make([]Feature, 0, n)
	for i, block := range b.blocks {
		start := len(features)
		var squares float32
		for _, f := range block {
			w := l.rare.weight(f.ID) * damped(f.Weight)
			squares += w * w
			features = append(features, Feature{f.ID, w})
		}
		scale := sqrt32(b.mix.blocks[i]/total) / sqrt32(squares)
		for j := start; j < len(features); j++ {
			features[j].Weight *= scale
		}
	}
	return Vec{Features: features, Words: b.content}
}

// summed sorts features by id and adds up those that came more than once.
func summed(fs []Feature) []Feature {
	slices.SortFunc(fs, func(a, b Feature) int { return int(a.ID) - int(b.ID) })
	out := fs[:0]
	for _, f := range fs {
		if n := len(out); n > 0 && out[n-1].ID == f.ID {
			out[n-1].Weight += f.Weight
			continue
		}
		out = append(out, f)
	}
	return out
}
