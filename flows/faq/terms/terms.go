// Package terms holds what the words of a question stand for: its stems, which
// of them only hold the sentence together, and the concepts of public services
// they name in Arabic, English or Arabic written in Latin letters.
package terms

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"majlis/flows/words"
)

// Term is one word of a question.
type Term struct {
	Word     string   // folded, as it was written
	Stem     string   // what it is compared by; "<number>" for long numbers
	Stop     bool     // a function word: it counts for less
	Arabic   bool     // written in Arabic script
	Concepts []string // entries of the glossary it names
}

// Words yields the folded words of s: runs of letters and digits, with the
// apostrophe of an English short form left out (don't → dont).
func Words(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range strings.FieldsFuncSeq(words.Fold(s), notInWord) {
			if strings.ContainsAny(w, "'’") {
				w = plain(w)
			}
			if w != "" && !yield(w) {
				return
			}
		}
	}
}

func notInWord(r rune) bool {
	if r < utf8.RuneSelf {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '\''
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '’'
}

// plain takes apostrophes out of a word, and the English possessive with them.
func plain(w string) string {
	w = strings.Trim(strings.ReplaceAll(w, "’", "'"), "'")
	return strings.ReplaceAll(strings.TrimSuffix(w, "'s"), "'", "")
}

// Of returns what a folded word stands for.
func Of(w string) Term {
	t := Term{Word: w, Stem: w, Arabic: w[0] >= utf8.RuneSelf}
	if isNumber(w) {
		// Reference numbers, phones and masked ids differ from person to person;
		// short numbers (a year of age, 3 days) are part of the question.
		if len(w) >= 4 {
			t.Stem = "<number>"
		}
		return t
	}
	t.Stop = known.stop[w]
	t.Stem = known.stem(w)
	t.Concepts = known.concepts[t.Stem]
	if more := known.concepts[w]; w != t.Stem && len(more) > 0 {
		t.Concepts = append(slices.Clip(t.Concepts), more...)
	}
	return t
}

func isNumber(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return true
}
