package storage

import (
	"strconv"
	"strings"

	"majlis/flows/words"
)

// searchWords bounds how many words of a search are looked for.
const searchWords = 8

// articles are what Arabic writes in one word with the noun: the article, alone
// and behind a conjunction or preposition, longest first. They are taken off the
// words sought, so that رخصة also finds الرخصة, and the other way round.
var articles = []string{"وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال"}

// sought splits a search into folded words, without articles, as they are
// compared with a folded column.
func sought(search string) []string {
	var list []string
	for w := range strings.FieldsSeq(words.Fold(search)) {
		w = withoutArticle(strings.Trim(w, ".,;:!?؟،؛\"'()[]«»"))
		if w != "" && len(list) < searchWords {
			list = append(list, w)
		}
	}
	return list
}

// withoutArticle keeps at least three letters: of two, the article may be part.
func withoutArticle(w string) string {
	for _, a := range articles {
		if rest, ok := strings.CutPrefix(w, a); ok && len([]rune(rest)) >= 3 {
			return rest
		}
	}
	return w
}

// conditions collects the WHERE of a search whose parts may be absent.
type conditions struct {
	parts []string
	args  []any
}

// add adds a condition; each ? in it is the next of args.
func (c *conditions) add(condition string, args ...any) {
	for _, arg := range args {
		condition = strings.Replace(condition, "?", c.arg(arg), 1)
	}
	c.parts = append(c.parts, condition)
}

// equal adds column = value unless value is empty.
func (c *conditions) equal(column, value string) {
	if value != "" {
		c.add(column+" = ?", value)
	}
}

// contains adds that a folded column has all words of a search.
func (c *conditions) contains(column, search string) {
	for _, w := range sought(search) {
		c.add(column+` LIKE ? ESCAPE '\'`, like(w))
	}
}

// arg adds an argument and returns its placeholder.
func (c *conditions) arg(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

// where is the whole condition, " WHERE …" or nothing.
func (c *conditions) where() string {
	if len(c.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.parts, " AND ")
}

// like is the pattern for a word anywhere in a text.
func like(word string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word) + "%"
}
