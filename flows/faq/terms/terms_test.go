package terms

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/words"
)

func TestWords(t *testing.T) {
	for in, want := range map[string][]string{
		"كيف أُجدّد الرخصة؟":       {"كيف", "اجدد", "الرخصه"},
		"I don't know, it's Ali’s": {"i", "dont", "know", "it", "ali"},
		"ص.ب 1234-٥٦":              {"ص", "ب", "1234", "56"},
		"👍 ...":                    nil,
	} {
		if diff := cmp.Diff(want, slices.Collect(Words(in))); diff != "" {
			t.Errorf("Words(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func TestSpokenAndFormalWordsShareAStem(t *testing.T) {
	for _, pair := range [][2]string{
		{"وش", "ماذا"},
		{"شلون", "كيف"},
		{"وين", "اين"},
		{"ليش", "لماذا"},
		{"موتري", "سياره"},
		{"اجدد", "تجديد"},
		{"والرخصه", "رخصتي"},
		{"بالمدرسه", "المدارس"},
		{"renewing", "renew"},
	} {
		a, b := Of(words.Fold(pair[0])), Of(words.Fold(pair[1]))
		if pair[0] == "بالمدرسه" { // a broken plural is beyond stems: the glossary holds it
			if !shareConcept(a, b) {
				t.Errorf("%q and %q share no concept: %v, %v", pair[0], pair[1], a.Concepts, b.Concepts)
			}
			continue
		}
		if a.Stem != b.Stem {
			t.Errorf("%q → %q but %q → %q", pair[0], a.Stem, pair[1], b.Stem)
		}
	}
}

func TestLanguagesShareConcepts(t *testing.T) {
	for _, triple := range [][3]string{
		{"تجديد", "renewal", "tajdeed"},
		{"مخالفة", "fines", "mukhalafa"},
		{"الرخصة", "license", "ro5sa"},
		{"وين", "where", "wain"},
	} {
		ar, en, latin := Of(words.Fold(triple[0])), Of(triple[1]), Of(triple[2])
		if !shareConcept(ar, en) || !shareConcept(ar, latin) {
			t.Errorf("%v: concepts %v, %v, %v", triple, ar.Concepts, en.Concepts, latin.Concepts)
		}
	}
}

func shareConcept(a, b Term) bool {
	return slices.ContainsFunc(a.Concepts, func(c string) bool { return slices.Contains(b.Concepts, c) })
}

func TestFunctionWordsAndNumbers(t *testing.T) {
	for _, w := range []string{"في", "ابغى", "اللي", "please", "dont"} {
		if !Of(words.Fold(w)).Stop {
			t.Errorf("%q should be a function word", w)
		}
	}
	for _, w := range []string{"كم", "how", "when", "متى", "رخصة"} {
		if Of(words.Fold(w)).Stop {
			t.Errorf("%q tells questions apart", w)
		}
	}
	if got := Of("10472"); got.Stem != "<number>" {
		t.Errorf("a long number is %q", got.Stem)
	}
	if got := Of("18"); got.Stem != "18" {
		t.Errorf("a short number is %q", got.Stem)
	}
}

// A spoken form that stands for two formal words would be read by chance.
func TestLexiconsHaveNoContradictions(t *testing.T) {
	formal, concepts := map[string]string{}, map[string]bool{}
	check := func(file string, line func(string)) {
		t.Helper()
		if err := eachLine(file, func(s string) error { line(s); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	check("gulf.txt", func(line string) {
		to, spoken, _ := strings.Cut(line, ":")
		for w := range strings.FieldsSeq(words.Fold(spoken)) {
			if have, ok := formal[w]; ok && have != to {
				t.Errorf("gulf.txt: %q is both %q and %q", w, have, to)
			}
			formal[w] = to
		}
	})
	check("glossary.txt", func(line string) {
		name, _, _ := strings.Cut(line, "|")
		if concepts[name] {
			t.Errorf("glossary.txt: %q stands twice", name)
		}
		concepts[name] = true
	})
	if len(concepts) < 100 {
		t.Errorf("only %d concepts were read", len(concepts))
	}
}

func TestFaultyLinesAreNamed(t *testing.T) {
	l := &lexicon{}
	if err := l.addConcept("renew | تجديد"); err == nil || !strings.Contains(err.Error(), "2 columns") {
		t.Errorf("got %v", err)
	}
	if err := l.addSpoken("no colon here"); err == nil {
		t.Error("a line without a colon was taken")
	}
}

func FuzzOf(f *testing.F) {
	for _, seed := range []string{"والله", "اااا", "don't", "ك", "وو", "ﷺ", "7ajz"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for w := range Words(s) {
			if term := Of(w); term.Stem == "" || term.Word != w {
				t.Fatalf("Of(%q) = %+v", w, term)
			}
		}
	})
}
