package desk

import (
	"slices"
	"strings"
)

// piece of a comparison of two texts.
type piece struct {
	Kind string // "same", "gone", "new"
	Text string
}

// maxDiffWords bounds the table of the comparison; longer texts are shown whole,
// the old as gone and the new as new.
const maxDiffWords = 1500

// diff compares two texts word by word and returns what stayed, went and came,
// in reading order. Joining all but the gone pieces gives the new text back.
func diff(old, fresh string) []piece {
	a, b := tokens(old), tokens(fresh)
	if len(a) > maxDiffWords || len(b) > maxDiffWords {
		return joinPieces([]piece{{"gone", old}, {"new", fresh}})
	}
	common := lengths(a, b)
	var out []piece
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, piece{"same", a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			out = append(out, piece{"gone", a[i]})
			i++
		default:
			out = append(out, piece{"new", b[j]})
			j++
		}
	}
	return joinPieces(out)
}

// lengths[i][j] is the length of the longest common run of words of a[i:] and b[j:].
func lengths(a, b []string) [][]int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i, old := range slices.Backward(a) {
		for j, fresh := range slices.Backward(b) {
			if old == fresh {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}

// joinPieces puts neighbours of one kind together and leaves out empty ones.
func joinPieces(list []piece) []piece {
	var out []piece
	for _, p := range list {
		switch last := len(out) - 1; {
		case p.Text == "":
		case last >= 0 && out[last].Kind == p.Kind:
			out[last].Text += p.Text
		default:
			out = append(out, p)
		}
	}
	return out
}

// tokens cuts a text into words with the white space that follows each.
func tokens(s string) []string {
	var out []string
	for s != "" {
		n := strings.IndexAny(s, " \n\t")
		if n < 0 {
			return append(out, s)
		}
		for n < len(s) && strings.ContainsRune(" \n\t", rune(s[n])) {
			n++
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}
