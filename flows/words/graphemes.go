package words

import (
	"iter"
	"unicode"

	"github.com/rivo/uniseg"
)

// Graphemes counts what a reader calls characters: a family emoji or a letter
// with its tashkeel is one.
func Graphemes(s string) int { return uniseg.GraphemeClusterCount(s) }

// Cut returns the first n graphemes of s, all of it when it has no more.
func Cut(s string, n int) string {
	end := 0
	for cluster := range clusters(s) {
		if n <= 0 {
			return s[:end]
		}
		n--
		end += len(cluster)
	}
	return s
}

// Shorten returns s in at most n graphemes; when some had to go, the last one is
// "…".
func Shorten(s string, n int) string {
	if short := Cut(s, n); short == s {
		return s
	}
	return Cut(s, n-1) + "…"
}

// Units counts UTF-16 code units, the measure of the chat apps' limits.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// clusters yields the grapheme clusters of s in order.
func clusters(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		state := -1
		for s != "" {
			var cluster string
			cluster, s, _, state = uniseg.FirstGraphemeClusterInString(s, state)
			if !yield(cluster) {
				return
			}
		}
	}
}

func isSpaces(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}
