package main

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"majlis/flows/cases"
	"majlis/flows/live"
	"majlis/flows/people"
	"majlis/flows/ratings"
	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
	"majlis/flows/words"
)

// Whatever strangers send, no conversation fails, nothing is shown raw, the
// session stays small, and everything asked can be answered by a digit or in words.
func TestAnyLinesThroughTheWholeBook(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lang := rapid.SampledFrom([]string{"", "ar", "en"}).Draw(rt, "lang")
		s := newStage(t)
		s.met(lang)
		s.publish(t)
		ownCases(t, s, "en")
		setup := talktest.Setup{Who: citizen, Lang: lang, Engine: s.engine(), Guard: s.guard(), Invite: cases.Rate}
		if lang == "" {
			s.people.Add(people.Person{ID: citizen.Person})
		}
		player := talktest.NewPlayer(t, setup)
		for _, line := range rapid.SliceOfN(anyLine(), 1, 25).Draw(rt, "lines") {
			for _, m := range player.Say(line) {
				if text := m.Numbered(); strings.ContainsAny(text, "⟦⟧") || strings.TrimSpace(m.Text) == "" {
					rt.Fatalf("after %q: %q", line, text)
				}
			}
			if raw, err := player.Session().Encode(); err != nil || len(raw) > 8_000 {
				rt.Fatalf("after %q the session has %d bytes, %v", line, len(raw), err)
			}
		}
	})
}

func anyLine() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"1", "٢", "۳", "4", "5", "6", "7", "9"}),
		rapid.SampledFrom([]string{"0", "00", "90", "91", "92", "93", "94", "99", "menu", "رجوع", "إلغاء", "settings", "faq", "موظف", "English", "عربي"}),
		rapid.SampledFrom([]string{
			"How do I register a rental contract?", "المصعد معطل منذ شهر", "السلام عليكم", "thanks", "26-0042-174", "status 26-0042-175",
			"[photo]", "[voice 7]", "[place 24.7,46.6]", "[contact]", "[sticker]", "[start]", "[reply waiting] it is 7", "[reply answered] no",
			"[edit] something else", "[invite answered]", "[invite waiting]", "[tap yes]", "[tap inquiry]", "[timer remind]", "[timer expire]",
		}),
		rapid.StringN(0, 40, -1),
	)
}

// Labels of buttons that every channel shows fit WhatsApp's reply buttons, the
// narrowest: 20 characters.
func TestButtonsAreShort(t *testing.T) {
	s := newStage(t)
	pattern := regexp.MustCompile(`^(menu|confirm|settings|follow|rate\.step)\.|^(faq\.yes|faq\.no|inquiry\.none|free\.drop|track\.add|track\.leave|service\.other|kind\.(inquiry|suggestion|complaint))$`)
	sentences := regexp.MustCompile(`^menu\.pick$|_(ask|on|off|started|ended|button|out)$|^settings\.(which|zone_(which|more_which|kept|set|several|unknown|place|ministry))$|^follow\.(solved|added|closed|reopened)$`)
	n := 0
	for _, key := range s.texts.Keys() {
		if !pattern.MatchString(key) || sentences.MatchString(key) {
			continue
		}
		n++
		for _, lang := range []string{"ar", "en"} {
			if label := s.texts.Text(lang, key, nil); words.Graphemes(label) > 20 {
				t.Errorf("%s in %s is no label for a button: %q", key, lang, label)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d labels were looked at", n)
	}
}

// A word that works everywhere works in one flow only.
func TestWordsMeanOneThing(t *testing.T) {
	s := newStage(t)
	book := newBook(cases.Deps{}, people.Deps{}, ratings.Deps{}, live.Flows(live.Deps{}))
	meant := map[string]string{}
	for _, key := range wordKeys(book) {
		for _, lang := range []string{"ar", "en"} {
			for _, w := range s.texts.Words(lang, key) {
				w = words.Fold(w)
				if other := meant[w]; other != "" && other != key {
					t.Errorf("%q means %s and %s", w, other, key)
				}
				meant[w] = key
			}
		}
	}
}

func wordKeys(book talk.Book) []string {
	keys := []string{"words.menu", "words.back", "words.cancel", "words.change"}
	for _, f := range book.Flows {
		if f.Words != "" {
			keys = append(keys, f.Words)
		}
	}
	return keys
}

// In an emergency the person is told whom to call.
func TestFactsNameTheNumbersToCall(t *testing.T) {
	s := newStage(t)
	facts := newFacts(s.ministry)
	text := s.texts.Text("en", "guard.emergency", facts)
	for _, n := range s.ministry.Emergency.Numbers {
		if !strings.Contains(text, n.Name.En) || !strings.Contains(text, words.Isolate(n.Number)) {
			t.Errorf("%q does not name %s", text, n.Name.En)
		}
	}
}
