package live

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"majlis/flows/words"
)

// Again is what a person asked before that a text asks once more.
type Again struct {
	Question string `json:"q"` // in words; "" they did not
	Fate     Fate   `json:"f"`
	Exact    bool   `json:"e,omitempty"` // in the very same words
}

// Asked finds what a person asked already, or added themselves to, in the words of
// a text or in words that would be grouped with it.
func (f Floor) Asked(ctx context.Context, broadcast, person, text string) (a Again, err error) {
	said := bare(text)
	near, found := f.Sorter.Near(ctx, broadcast, text)
	err = f.Boards.Read(ctx, broadcast, func(b *Board) error {
		group := b.groups[b.Standing(near)]
		for _, it := range b.Of(person) {
			switch {
			case !it.Counts():
			case it.Text != "" && !it.Spoken && slices.Equal(bare(it.Text), said):
				a = Again{it.Text, b.Fate(it), true}
				return nil
			case found && group != nil && it.Group == group.ID:
				a = Again{Question: group.Text, Fate: b.Fate(it)}
			}
		}
		return nil
	})
	return a, err
}

// bare are the words of a text alone, however it is spelled and pointed.
func bare(text string) []string {
	return strings.FieldsFunc(words.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
