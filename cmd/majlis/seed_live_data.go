package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/goccy/go-yaml"

	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/words"
)

// liveData is seed/live.yaml.
type liveData struct {
	Crew struct {
		Moderator string `yaml:"moderator"`
		Host      string `yaml:"host"`
	} `yaml:"crew"`
	Over     airData `yaml:"over"`
	OnAir    airData `yaml:"on_air"`
	Tomorrow airData `yaml:"tomorrow"`
}

// airData is one broadcast of the demo: its plan, and what is asked in it.
type airData struct {
	Host       string          `yaml:"host"`
	Title      flows.Text      `yaml:"title"`
	About      flows.Text      `yaml:"about"`
	Keyword    flows.Text      `yaml:"keyword"`
	Link       string          `yaml:"link"`
	Service    string          `yaml:"service"`
	Minutes    int             `yaml:"minutes"`
	Pace       int             `yaml:"pace"`  // seconds between two people who write
	Delay      int             `yaml:"delay"` // seconds
	Moderation live.Moderation `yaml:"moderation"`
	Flagged    []string        `yaml:"flagged"`
	Questions  []*topic        `yaml:"questions"`
	Variations variations      `yaml:"variations"`
	Note       string          `yaml:"note"` // from backstage
}

// topic is one question in the words of several people, and what becomes of it.
type topic struct {
	Ar      []string `yaml:"ar"`
	En      []string `yaml:"en"`
	Label   string   `yaml:"label"`
	Weight  int      `yaml:"weight"`  // how many say "me too", against the others
	Written string   `yaml:"written"` // its answer in writing
	Decline string   `yaml:"decline"` // the reason for not taking it
	Later   bool     `yaml:"later"`   // it is left over
}

// variations are questions about a place each, for when all others were asked.
type variations struct {
	Ar     []string     `yaml:"ar"`
	En     []string     `yaml:"en"`
	Places []flows.Text `yaml:"places"`
}

func readLive() (d liveData, err error) {
	raw, err := seedFiles.ReadFile("seed/live.yaml")
	if err != nil {
		return d, err
	}
	return d, yaml.UnmarshalWithOptions(raw, &d, yaml.Strict())
}

// plan is what staff would have typed.
func (a airData) plan(host string, startsAt time.Time) live.Plan {
	return live.Plan{
		Title: a.Title, About: a.About, Keyword: a.Keyword, Link: a.Link, Service: a.Service, Host: host, StartsAt: startsAt,
		Length: time.Duration(a.Minutes) * time.Minute, Delay: time.Duration(a.Delay) * time.Second,
		Moderation: a.Moderation, Flagged: a.Flagged,
	}
}

// line is one thing somebody asks.
type line struct{ text, lang string }

// apart is how many topics lie between two wordings of one.
const apart = 4

// lines are all wordings in the order in which they are asked: those of one topic
// come some time after each other.
func (a airData) lines() []line {
	type placed struct {
		line
		at int
	}
	var list []placed
	for i, t := range a.Questions {
		for j, l := range t.lines(i%2 == 0) {
			list = append(list, placed{l, i + j*apart})
		}
	}
	slices.SortStableFunc(list, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	lines := make([]line, len(list))
	for i, p := range list {
		lines[i] = p.line
	}
	return lines
}

func (t *topic) lines(arabicFirst bool) []line {
	var ar, en []line
	for _, text := range t.Ar {
		ar = append(ar, line{text, flows.Arabic})
	}
	for _, text := range t.En {
		en = append(en, line{text, flows.English})
	}
	if arabicFirst {
		return slices.Concat(ar, en)
	}
	return slices.Concat(en, ar)
}

// lines are all variations, those of one place apart from each other.
func (v variations) lines() (list []line) {
	for i := range max(len(v.Ar), len(v.En)) {
		for _, place := range v.Places {
			if i < len(v.Ar) {
				list = append(list, line{fill(v.Ar[i], place.Ar), flows.Arabic})
			}
			if i < len(v.En) {
				list = append(list, line{fill(v.En[i], place.En), flows.English})
			}
		}
	}
	return list
}

// topics finds a topic by any of its wordings, folded.
func (a airData) topics() map[string]*topic {
	found := map[string]*topic{}
	for _, t := range a.Questions {
		for _, l := range t.lines(true) {
			found[words.Fold(l.text)] = t
		}
	}
	return found
}
