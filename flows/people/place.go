package people

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"majlis/flows"
)

//go:embed places.json
var placesFile []byte

// place is a time zone by the places where people say they are. Its first name in
// each language is the one it is shown by; the others are understood too.
type place struct {
	Zone string   `json:"zone"` // IANA
	Page int      `json:"page"` // of the settings' list on which it is offered; 0: only understood
	Ar   []string `json:"ar"`
	En   []string `json:"en"`
}

// atlas is what is known of places.
type atlas struct {
	places []place
	zones  map[string][]string // zones by name, several for a name of several places
	most   int                 // words of the longest name
}

var theAtlas = sync.OnceValue(func() *atlas {
	a := &atlas{zones: map[string][]string{}}
	if err := json.Unmarshal(placesFile, &a.places); err != nil {
		panic("places.json: " + err.Error()) // it is part of the program
	}
	for _, p := range a.places {
		for _, name := range append(slices.Clone(p.Ar), p.En...) {
			a.add(placeWords(name), p.Zone)
		}
	}
	return a
})

func (a *atlas) add(name []string, zone string) {
	key := strings.Join(name, " ")
	if !slices.Contains(a.zones[key], zone) {
		a.zones[key] = append(a.zones[key], zone)
	}
	a.most = max(a.most, len(name))
}

// offered lists the places of a page of the settings, in their order.
func (a *atlas) offered(page int) (list []place) {
	for _, p := range a.places {
		if p.Page == page {
			list = append(list, p)
		}
	}
	return list
}

// name is what the place of a zone is called; "" when only the zone's offset is known.
func (a *atlas) name(zone, lang string) string {
	for _, p := range a.places {
		if p.Zone == zone && !strings.HasPrefix(zone, fixedZones) {
			return p.name(lang)
		}
	}
	return ""
}

func (p place) name(lang string) string {
	if lang == flows.English {
		return p.En[0]
	}
	return p.Ar[0]
}

// placeWords cuts a name into words as they are compared: folded, and without the
// Arabic article, which some write and some don't.
func placeWords(name string) []string {
	list := tokenise(name)
	for i, word := range list {
		list[i] = withoutArticle(word)
	}
	return list
}

// leastStem is how many letters stand behind an article: fewer are a word of their own.
const leastStem = 2

func withoutArticle(word string) string {
	for _, article := range []string{"بال", "ال"} {
		if stem, ok := strings.CutPrefix(word, article); ok && utf8.RuneCountInString(stem) >= leastStem {
			return stem
		}
	}
	return word
}
