// Package pagetest gives tests of pages the texts people see and a ministry,
// without the room that reads them for the program.
package pagetest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/words"
)

// Texts are the catalogues of config/texts, rendered well enough to look at.
type Texts struct {
	zone  *time.Location
	texts map[string]map[string]any
}

// ReadTexts reads the catalogues.
func ReadTexts(t testing.TB) *Texts {
	t.Helper()
	texts := &Texts{zone: Ministry(t).Zone.Location(), texts: map[string]map[string]any{"ar": {}, "en": {}}}
	_, here, _, _ := runtime.Caller(0)
	dir := filepath.Join(filepath.Dir(here), "../../../../config/texts")
	for lang, all := range texts.texts {
		for _, name := range []string{lang + ".json", "desk." + lang + ".json"} {
			raw, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(raw, &all); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	return texts
}

// Text renders a text; an unknown key stands in brackets, as in the program.
func (x *Texts) Text(lang, key string, args map[string]any) string {
	switch text := x.texts[lang][key].(type) {
	case string:
		return x.render(lang, text, args)
	case map[string]any:
		if s, ok := text[form(lang, args["Count"])].(string); ok {
			return x.render(lang, s, args)
		}
		s, _ := text["other"].(string)
		return x.render(lang, s, args)
	}
	return "⟦" + key + "⟧"
}

// form is the plural form of a number (CLDR).
func form(lang string, count any) string {
	n, ok := count.(int)
	switch {
	case !ok:
		return "other"
	case n == 1:
		return "one"
	case lang == "en":
		return "other"
	case n == 0:
		return "zero"
	case n == 2:
		return "two"
	case n%100 >= 3 && n%100 <= 10:
		return "few"
	case n%100 >= 11:
		return "many"
	}
	return "other"
}

// Words lists the words of a key that holds a list.
func (x *Texts) Words(lang, key string) []string {
	s, _ := x.texts[lang][key].(string)
	return strings.Split(s, "|")
}

var placeholder = regexp.MustCompile(`{{(\w*) ?\.(\w+)}}`)

func (x *Texts) render(lang, text string, args map[string]any) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		m := placeholder.FindStringSubmatch(found)
		value, ok := args[m[2]]
		if !ok {
			return "⟦" + m[2] + "⟧"
		}
		written := fmt.Sprint(value)
		if at, ok := value.(time.Time); ok {
			written = x.moment(lang, m[1], at.In(x.zone))
		}
		if at, ok := value.(flows.Local); ok {
			written = x.moment(lang, m[1], at.Time)
		}
		if m[1] == "isolate" {
			return words.Isolate(written)
		}
		return written
	})
}

func (x *Texts) moment(lang, how string, at time.Time) string {
	if how == "clock" {
		return at.Format("15:04")
	}
	return x.Text(lang, "date.long", map[string]any{
		"Weekday": x.Words(lang, "date.weekdays")[at.Weekday()], "Day": at.Day(),
		"Month": x.Words(lang, "date.months")[at.Month()-1], "Year": at.Year(),
	})
}
