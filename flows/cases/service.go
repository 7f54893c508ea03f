package cases

import (
	"strings"
	"unicode"

	"majlis/flows/talk"
	"majlis/flows/words"
)

// noService is the option of a matter that belongs to none of the services.
const noService = "other"

// service asks which service a matter is about; "" when none fits.
func (d Deps) service(t *talk.Talk, text string) string {
	var options []talk.Option
	for _, s := range d.Desk.Ministry.Services {
		options = append(options, talk.Option{ID: s.ID, Label: s.Name.In(t.Lang())})
	}
	options = append(options, t.Option(noService, "service.other"))
	picked := t.Choose("service", text, options)
	if picked == noService {
		return ""
	}
	return picked
}

// serviceText names a service in the language spoken.
func (d Deps) serviceText(t *talk.Talk, id string) string {
	if s, ok := d.Desk.Ministry.Service(id); ok {
		return s.Name.In(t.Lang())
	}
	return t.Text("service.other")
}

// serviceIn is the one service whose name or synonym a text holds; "" when there
// is none or more than one: staff will tell.
func (d Deps) serviceIn(text string) string {
	folded := spaced(text)
	found := ""
	for _, s := range d.Desk.Ministry.Services {
		for _, name := range append([]string{s.Name.Ar, s.Name.En}, s.Synonyms...) {
			if name == "" || !strings.Contains(folded, spaced(name)) {
				continue
			}
			if found != "" && found != s.ID {
				return ""
			}
			found = s.ID
		}
	}
	return found
}

// spaced is a text as its folded words, each between spaces.
func spaced(text string) string { return " " + strings.Join(plainWords(text), " ") + " " }

// plainWords are the folded words of a text without punctuation.
func plainWords(text string) []string {
	return strings.FieldsFunc(words.Fold(text), notWord)
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
