package people

import (
	_ "embed"
	"iter"
	"strings"
	"unicode"

	"majlis/flows/words"
)

//go:embed emergency.txt
var emergencyPhrases string

// maxGap is how many words may stand between two terms parted by a tilde.
const maxGap = 3

// Emergencies recognises threats, extortion and danger to life in what people
// write, in Arabic with its dialects and in English. It is safe for concurrent
// use.
type Emergencies struct {
	alarms index
	except index
}

// NewEmergencies adds a ministry's own phrases to those built in, and its own
// exceptions; both are written as in emergency.txt.
func NewEmergencies(phrases, except []string) *Emergencies {
	e := &Emergencies{alarms: index{}, except: index{}}
	for line := range strings.Lines(emergencyPhrases) {
		line = strings.TrimSpace(line)
		if ordinary, ok := strings.CutPrefix(line, "!"); ok {
			e.except.add(ordinary)
		} else if !strings.HasPrefix(line, ";") {
			e.alarms.add(line)
		}
	}
	for _, p := range phrases {
		e.alarms.add(p)
	}
	for _, p := range except {
		e.except.add(p)
	}
	return e
}

// In reports whether the text reveals an emergency.
func (e *Emergencies) In(text string) bool {
	tokens := tokenise(text)
	for i := range tokens {
		if end := e.except.match(tokens, i); end > 0 {
			clear(tokens[i:end]) // an empty token matches nothing
		}
	}
	for i := range tokens {
		if e.alarms.match(tokens, i) > 0 {
			return true
		}
	}
	return false
}

var apostrophes = strings.NewReplacer("'", "", "’", "", "`", "")

// tokenise folds the text and cuts it into words, without apostrophes.
func tokenise(text string) []string {
	text = apostrophes.Replace(words.Fold(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// term is one word of a phrase: any of its alternatives.
type term struct {
	words    map[string]bool
	prefixes []string
	gap      int // words that may stand before it
}

// index holds phrases by what their first term can begin with.
type index map[string][][]term

const firstLetters = 2 // runes; shorter words are their own key

// add parses a phrase; an empty one is left out.
func (x index) add(line string) {
	var phrase []term
	gap := 0
	for field := range strings.FieldsSeq(line) {
		if field == "~" {
			gap = maxGap
			continue
		}
		phrase = append(phrase, newTerm(field, gap))
		gap = 0
	}
	if len(phrase) == 0 {
		return
	}
	keys := map[string]bool{}
	for w := range phrase[0].words {
		keys[indexKey(w)] = true
	}
	for _, p := range phrase[0].prefixes {
		keys[indexKey(p)] = true
	}
	for k := range keys {
		x[k] = append(x[k], phrase)
	}
}

func newTerm(field string, gap int) term {
	t := term{words: map[string]bool{}, gap: gap}
	for alternative := range strings.SplitSeq(field, "|") {
		prefix, open := strings.CutSuffix(alternative, "*")
		folded := strings.Join(tokenise(prefix), "")
		switch {
		case folded == "":
		case open:
			t.prefixes = append(t.prefixes, folded)
		default:
			t.words[folded] = true
		}
	}
	return t
}

func indexKey(word string) string {
	n := 0
	for i := range word {
		if n == firstLetters {
			return word[:i]
		}
		n++
	}
	return word
}

// match returns the end of a phrase that begins at tokens[at], or 0.
func (x index) match(tokens []string, at int) int {
	for word := range forms(tokens[at]) {
		for _, phrase := range x[indexKey(word)] {
			if !phrase[0].is(word) {
				continue
			}
			if end := follow(tokens, at+1, phrase[1:]); end > 0 {
				return end
			}
		}
	}
	return 0
}

// follow matches the rest of a phrase and returns its end, or 0.
func follow(tokens []string, at int, rest []term) int {
	if len(rest) == 0 {
		return at
	}
	for i := at; i <= at+rest[0].gap && i < len(tokens); i++ {
		for word := range forms(tokens[i]) {
			if !rest[0].is(word) {
				continue
			}
			if end := follow(tokens, i+1, rest[1:]); end > 0 {
				return end
			}
		}
	}
	return 0
}

// forms yields the word, and the word without a leading "and".
func forms(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(word) {
			return
		}
		rest, ok := strings.CutPrefix(word, "و")
		if !ok {
			rest, ok = strings.CutPrefix(word, "ف")
		}
		if ok && len(rest) >= len("كلم") {
			yield(rest)
		}
	}
}

func (t term) is(word string) bool {
	if t.words[word] {
		return true
	}
	for _, p := range t.prefixes {
		if strings.HasPrefix(word, p) {
			return true
		}
	}
	return false
}
