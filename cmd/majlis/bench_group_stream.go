package main

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"
)

// benchWords are the parts that bench group makes its questions of: a line a
// part, "language part: one | another".
//
//go:embed seed/bench_words.txt
var benchWords string

// questionMaker makes an endless stream of questions in both languages, in which
// the same things are asked again and again in other words, some far more often
// than others, and hardly any two texts are equal.
type questionMaker struct {
	random *rand.Rand
	zipf   *rand.Zipf
	parts  map[string][]string
	rare   [2][]string // words that few questions have: places, names
}

func newQuestionMaker(seed uint64) *questionMaker {
	m := &questionMaker{random: rand.New(rand.NewPCG(seed, 1)), parts: map[string][]string{}}
	for line := range strings.Lines(benchWords) {
		part, words, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(part, "#") {
			continue
		}
		for w := range strings.SplitSeq(words, "|") {
			m.parts[part] = append(m.parts[part], strings.TrimSpace(w))
		}
	}
	const rareWords = 6000
	m.zipf = rand.NewZipf(m.random, 1.1, 8, rareWords-1)
	for i := range m.rare {
		for range rareWords {
			m.rare[i] = append(m.rare[i], m.name([]string{"ar", "en"}[i]))
		}
	}
	return m
}

// name makes a word of two to four syllables.
func (m *questionMaker) name(lang string) string {
	var b strings.Builder
	for range 2 + m.random.IntN(3) {
		b.WriteString(m.pick(lang + " syllable"))
	}
	return b.String()
}

func (m *questionMaker) pick(part string) string {
	list := m.parts[part]
	return list[m.random.IntN(len(list))]
}

// next returns one more question.
func (m *questionMaker) next() string {
	lang, rare := "ar", m.rare[0]
	if m.random.IntN(2) == 0 {
		lang, rare = "en", m.rare[1]
	}
	things := m.parts[lang+" thing"]
	thing := things[min(int(m.zipf.Uint64()), len(things)-1)]
	words := []string{m.pick(lang + " ask"), m.pick(lang + " act"), thing, m.pick(lang + " for")}
	for range 1 + m.random.IntN(3) {
		words = append(words, rare[m.zipf.Uint64()])
	}
	if m.random.IntN(3) == 0 {
		words = append([]string{m.pick(lang + " greeting")}, words...)
	}
	if m.random.IntN(4) == 0 {
		words = append(words, fmt.Sprint(m.random.IntN(400)))
	}
	return strings.Join(words, " ")
}
