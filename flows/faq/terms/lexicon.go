package terms

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"majlis/flows/words"
)

//go:embed lexicons/*.txt
var lexicons embed.FS

// lexicon is what is known about words before anybody has asked anything. All
// keys are folded.
type lexicon struct {
	stop     map[string]bool
	formal   map[string]string   // spoken form → formal word
	concepts map[string][]string // stem or Latin spelling → concepts
}

// known is read once: the files are part of the program, so a fault in them is a
// fault of the build.
var known = mustLoad()

func mustLoad() *lexicon {
	l := &lexicon{stop: map[string]bool{}, formal: map[string]string{}, concepts: map[string][]string{}}
	for _, load := range []struct {
		file string
		line func(string) error
	}{
		{"stop_ar.txt", l.addStop},
		{"stop_en.txt", l.addStop},
		{"gulf.txt", l.addSpoken},
		{"glossary.txt", l.addConcept},
	} {
		if err := eachLine(load.file, load.line); err != nil {
			panic(err)
		}
	}
	return l
}

// eachLine calls do with every line of a lexicon that holds an entry.
func eachLine(file string, do func(string) error) error {
	text, err := lexicons.ReadFile("lexicons/" + file)
	if err != nil {
		return err
	}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := do(line); err != nil {
			return fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
	}
	return nil
}

func (l *lexicon) addStop(line string) error {
	for w := range strings.FieldsSeq(words.Fold(line)) {
		l.stop[w] = true
	}
	return nil
}

func (l *lexicon) addSpoken(line string) error {
	formal, spoken, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("no colon in %q", line)
	}
	formal = words.Fold(formal)
	for w := range strings.FieldsSeq(words.Fold(spoken)) {
		if formal == "-" {
			l.stop[w] = true
			continue
		}
		l.formal[w] = formal
	}
	return nil
}

func (l *lexicon) addConcept(line string) error {
	columns := strings.Split(line, "|")
	if len(columns) != 4 {
		return fmt.Errorf("%d columns in %q, want 4", len(columns), line)
	}
	name := strings.TrimSpace(columns[0])
	for _, column := range columns[1:3] {
		for w := range strings.FieldsSeq(words.Fold(column)) {
			l.link(l.stem(w), name)
		}
	}
	for w := range strings.FieldsSeq(words.Fold(columns[3])) {
		l.link(w, name)
	}
	return nil
}

func (l *lexicon) link(form, concept string) {
	if !slices.Contains(l.concepts[form], concept) {
		l.concepts[form] = append(l.concepts[form], concept)
	}
}

// stem returns the form words are compared by, through the formal word of a
// spoken one.
func (l *lexicon) stem(w string) string {
	if formal, ok := l.formal[w]; ok {
		w = formal
	}
	return stem(w)
}
