package config

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"majlis/flows"
	"majlis/flows/words"
)

// The catalogues. A text is added by one line in ar.json and one in en.json (for
// staff pages desk.ar.json and desk.en.json), among those of its room:
//
//	"inquiry.filed": "تم استلام استفسارك. الرقم المرجعي: {{isolate .Ref}}.",
//
// {{.Name}} puts an argument in; {{isolate .Name}} also keeps its own direction
// (references, phone numbers, addresses, names of the other script);
// {{clock .Name}} writes a moment as a time of day, in the ministry's zone unless
// it is a flows.Local. Numbers are written in the ministry's digits, dates in words. Ministry, Hotline, Emergency (the numbers to
// call) and Privacy (the notice) are known to every text. A text that depends on a number named Count
// is an object of plural forms: zero, one, two, few, many and other in Arabic, one
// and other in English. A list of words is one text with bars: "menu|main menu".
// A key that is in one language only, that no code uses, or that code uses and no
// file has, fails the tests.
//
//go:embed texts/*.json
var catalogues embed.FS

// Texts renders what people are told. It is safe for concurrent use.
type Texts struct {
	texts map[string]map[string]*text // language, key
	words map[string]map[string][]string
	look  map[string]look
}

// NewTexts reads the catalogues and puts the ministry's own texts over them. It
// fails for a text that can't be rendered, naming it.
func NewTexts(m flows.Ministry) (*Texts, error) { return newTexts(catalogues, m) }

func newTexts(files fs.FS, m flows.Ministry) (*Texts, error) {
	t := &Texts{texts: map[string]map[string]*text{}, words: map[string]map[string][]string{}, look: map[string]look{}}
	for _, lang := range []string{flows.Arabic, flows.English} {
		messages, err := readMessages(files, lang)
		if err != nil {
			return nil, err
		}
		t.texts[lang], t.words[lang] = map[string]*text{}, map[string][]string{}
		for key, message := range messages {
			if override := exactly(m.Texts[key], lang); override != "" {
				message = &i18n.Message{ID: key, Other: override}
			}
			parsed, err := parseMessage(message)
			if err != nil {
				return nil, fmt.Errorf("text %s in %s: %w", key, lang, err)
			}
			t.texts[lang][key] = parsed
			t.words[lang][key] = splitWords(message.Other)
		}
		if t.look[lang], err = t.newLook(lang, m); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// exactly is a text in one language, without falling back to the other.
func exactly(t flows.Text, lang string) string {
	if lang == flows.English {
		return t.En
	}
	return t.Ar
}

// readMessages reads the citizens' and the staff's catalogue of a language.
func readMessages(files fs.FS, lang string) (map[string]*i18n.Message, error) {
	all := map[string]*i18n.Message{}
	for _, name := range []string{"texts/" + lang + ".json", "texts/desk." + lang + ".json"} {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		file, err := i18n.ParseMessageFileBytes(raw, name, map[string]i18n.UnmarshalFunc{"json": json.Unmarshal})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, message := range file.Messages {
			if all[message.ID] != nil {
				return nil, fmt.Errorf("%s: %s is in the other file too", name, message.ID)
			}
			all[message.ID] = message
		}
	}
	return all, nil
}

// Text renders a text in a language with its arguments. Numbers, dates and times
// are written as the ministry wants them. A key that is unknown, or an argument
// that is missing, shows its name in brackets: wrong, but seen.
func (t *Texts) Text(lang, key string, args map[string]any) string {
	lang = spoken(lang)
	found, ok := t.texts[lang][key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	look := t.look[lang]
	return found.render(args, &look)
}

// Words lists the words of a key that holds a list.
func (t *Texts) Words(lang, key string) []string { return t.words[spoken(lang)][key] }

// Has reports whether there is a text of this key.
func (t *Texts) Has(key string) bool { return t.texts[flows.Arabic][key] != nil }

// Keys lists all keys in order.
func (t *Texts) Keys() []string { return slices.Sorted(maps.Keys(t.texts[flows.Arabic])) }

// Placeholders lists the arguments a text has in a language, sorted.
func (t *Texts) Placeholders(lang, key string) []string {
	found := t.texts[spoken(lang)][key]
	if found == nil {
		return nil
	}
	return found.placeholders()
}

func spoken(lang string) string {
	if lang == flows.English {
		return lang
	}
	return flows.Arabic
}

func splitWords(list string) []string {
	parts := strings.Split(list, "|")
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	return parts
}

// newLook reads how a language writes dates and numbers.
func (t *Texts) newLook(lang string, m flows.Ministry) (look, error) {
	l := look{
		lang: lang, zone: m.Zone.Location(), arab: lang == flows.Arabic && m.Digits == "arab",
		facts: facts(m, lang), weekdays: t.words[lang]["date.weekdays"], months: t.words[lang]["date.months"], date: t.texts[lang]["date.long"],
		forms: pluralForms(lang),
	}
	if len(l.weekdays) != 7 || len(l.months) != 12 || l.date == nil {
		return look{}, fmt.Errorf("texts in %s: date.weekdays, date.months or date.long is missing or incomplete", lang)
	}
	return l, nil
}

// look is how a language writes numbers and dates.
type look struct {
	lang             string
	zone             *time.Location
	arab             bool           // Arabic-Indic digits
	facts            map[string]any // arguments every text may use
	weekdays, months []string
	date             *text
	forms            []string // plural form by number, see pluralForms
}

// facts are what the ministry says of itself in every text.
func facts(m flows.Ministry, lang string) map[string]any {
	var numbers []string
	for _, n := range m.Emergency.Numbers {
		numbers = append(numbers, words.Isolate(n.Number)+" "+n.Name.In(lang))
	}
	return map[string]any{
		"Ministry": m.Name.In(lang), "Hotline": m.Hotline,
		"Emergency": strings.Join(numbers, "\n"), "Privacy": m.Privacy.Text.In(lang),
	}
}

// pluralPeriod: from 100 on, the plural form of a whole number in Arabic and in
// English depends on its last two digits only.
const pluralPeriod = 100

// pluralForms asks go-i18n, which knows the rules of CLDR, for the form of each
// number below twice the period: looking it up for each text would cost more than
// the text.
func pluralForms(lang string) []string {
	tag := language.Make(lang)
	bundle := i18n.NewBundle(tag)
	names := i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}
	bundle.MustAddMessages(tag, &names)
	localizer := i18n.NewLocalizer(bundle, lang)
	forms := make([]string, 2*pluralPeriod)
	for n := range forms {
		forms[n] = localizer.MustLocalize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n})
	}
	return forms
}

// form returns the plural form of n.
func (l *look) form(n int) string {
	if n < 0 {
		n = -n
	}
	if n >= len(l.forms) {
		n = n%pluralPeriod + pluralPeriod
	}
	return l.forms[n]
}
