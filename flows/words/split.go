package words

import (
	"strings"
	"unicode/utf8"
)

// Split cuts s into pieces of at most units UTF-16 code units, the measure of
// the chat apps' limits. It cuts at the end of a paragraph, line, sentence or
// word, in this order of preference, as long as the piece is at least half
// full, and never inside a grapheme (but one that is longer than a whole piece).
// White space around a cut is left out; no piece is empty. Less than 2 units
// counts as 2, the size of one emoji.
func Split(s string, units int) []string {
	units = max(units, 2)
	atoms := atomsOf(s, units)
	var pieces []string
	for {
		atoms = skipSpace(atoms)
		if len(atoms) == 0 {
			return pieces
		}
		n := pieceLength(atoms, units)
		pieces = append(pieces, joinAtoms(trimSpace(atoms[:n])))
		atoms = atoms[n:]
	}
}

// atom is what Split never cuts.
type atom struct {
	text  string
	units int
	space bool
}

func atomsOf(s string, units int) []atom {
	var atoms []atom
	for cluster := range clusters(s) {
		if n := Units(cluster); n <= units {
			atoms = append(atoms, atom{cluster, n, isSpaces(cluster)})
			continue
		}
		for _, r := range cluster {
			atoms = append(atoms, atom{string(r), Units(string(r)), false})
		}
	}
	return atoms
}

// The places to cut at, best first.
const (
	paragraphEnd = iota
	lineEnd
	sentenceEnd
	wordEnd
	kindsOfEnd
)

// pieceLength returns how many atoms the next piece takes; at least one.
func pieceLength(atoms []atom, units int) int {
	var ends [kindsOfEnd]int
	size, full := 0, 0
	for full < len(atoms) && size+atoms[full].units <= units {
		size += atoms[full].units
		full++
		if kind, ok := endAfter(atoms, full); ok {
			ends[kind] = full
		}
	}
	if full == len(atoms) {
		return full
	}
	if atoms[full].space {
		return full
	}
	for _, end := range ends {
		if end*2 >= full {
			return end
		}
	}
	if ends[wordEnd] > 0 {
		return ends[wordEnd]
	}
	return full
}

// endAfter says what ends after the first n atoms, when the n-th is white space.
func endAfter(atoms []atom, n int) (kind int, ok bool) {
	if !atoms[n-1].space {
		return 0, false
	}
	if strings.Contains(atoms[n-1].text, "\n") {
		if n > 1 && strings.Contains(atoms[n-2].text, "\n") {
			return paragraphEnd, true
		}
		return lineEnd, true
	}
	if n > 1 && strings.Contains(".!?؟۔…", atoms[n-2].text) {
		return sentenceEnd, true
	}
	return wordEnd, true
}

func skipSpace(atoms []atom) []atom {
	for len(atoms) > 0 && atoms[0].space {
		atoms = atoms[1:]
	}
	return atoms
}

func trimSpace(atoms []atom) []atom {
	for len(atoms) > 0 && atoms[len(atoms)-1].space {
		atoms = atoms[:len(atoms)-1]
	}
	return atoms
}

func joinAtoms(atoms []atom) string {
	var b strings.Builder
	b.Grow(len(atoms) * utf8.UTFMax)
	for _, a := range atoms {
		b.WriteString(a.text)
	}
	return b.String()
}
