package config

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
)

func modelTexts(t testing.TB) *Texts {
	t.Helper()
	m, err := LoadMinistry("")
	if err != nil {
		t.Fatal(err)
	}
	texts, err := NewTexts(m)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// A text that is in one language only, is empty or has other arguments in the
// other language is named.
func TestBothLanguagesHaveTheSameTexts(t *testing.T) {
	for _, file := range []string{"", "desk."} {
		ar, en := readRaw(t, file+"ar.json"), readRaw(t, file+"en.json")
		for key := range maps.Keys(ar) {
			if _, ok := en[key]; !ok {
				t.Errorf("%s is missing in texts/%sen.json", key, file)
			}
		}
		for key := range maps.Keys(en) {
			if _, ok := ar[key]; !ok {
				t.Errorf("%s is missing in texts/%sar.json", key, file)
			}
		}
	}
	texts := modelTexts(t)
	for _, key := range texts.Keys() {
		if diff := cmp.Diff(texts.Placeholders("ar", key), texts.Placeholders("en", key)); diff != "" {
			t.Errorf("%s has other arguments in ar (-) than in en (+):\n%s", key, diff)
		}
		for _, lang := range []string{"ar", "en"} {
			if strings.TrimSpace(texts.Text(lang, key, nil)) == "" || slices.Contains(texts.Words(lang, key), "") && !hasForms(texts, lang, key) {
				t.Errorf("%s is empty in %s", key, lang)
			}
		}
	}
}

func hasForms(texts *Texts, lang, key string) bool { return len(texts.texts[lang][key].forms) > 1 }

// A text with plural forms has all its language asks for.
func TestPluralsHaveAllTheirForms(t *testing.T) {
	texts := modelTexts(t)
	want := map[string][]string{"ar": {"few", "many", "one", "other", "two", "zero"}, "en": {"one", "other"}}
	for _, key := range texts.Keys() {
		for lang, forms := range want {
			if !hasForms(texts, "ar", key) && !hasForms(texts, "en", key) {
				continue
			}
			if diff := cmp.Diff(forms, slices.Sorted(maps.Keys(texts.texts[lang][key].forms))); diff != "" {
				t.Errorf("%s in %s (-want +got):\n%s", key, lang, diff)
			}
		}
	}
}

// readRaw reads a catalogue; a key that is written twice is named.
func readRaw(t *testing.T, name string) map[string]any {
	t.Helper()
	raw, err := catalogues.ReadFile("texts/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(name, err)
	}
	for key := range all {
		if n := strings.Count(string(raw), "\n  \""+key+"\":"); n != 1 {
			t.Errorf("%s: %s is written %d times on a line of its own, want once", name, key, n)
		}
	}
	return all
}

// smallFiles is a catalogue of its own, for what the real one may not hold.
func smallFiles(ar, en string) fstest.MapFS {
	const dates = `"date.long":"{{.Weekday}} {{.Day}} {{.Month}} {{.Year}}","date.weekdays":"0|1|2|3|4|5|6","date.months":"a|b|c|d|e|f|g|h|i|j|k|l"`
	return fstest.MapFS{
		"texts/ar.json": {Data: []byte("{" + ar + dates + "}")}, "texts/en.json": {Data: []byte("{" + en + dates + "}")},
		"texts/desk.ar.json": {Data: []byte("{}")}, "texts/desk.en.json": {Data: []byte("{}")},
	}
}

const votes = `"x.votes":{"zero":"لا أصوات","one":"صوت واحد","two":"صوتان","few":"{{.Count}} أصوات","many":"{{.Count}} صوتًا","other":"{{.Count}} صوت"},`

func TestSixPluralForms(t *testing.T) {
	texts, err := newTexts(smallFiles(votes, `"x.votes":{"one":"{{.Count}} vote","other":"{{.Count}} votes"},`), flows.Ministry{})
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int][2]string{
		0: {"لا أصوات", "0 votes"}, 1: {"صوت واحد", "1 vote"}, 2: {"صوتان", "2 votes"}, 3: {"3 أصوات", "3 votes"},
		10: {"10 أصوات", "10 votes"}, 11: {"11 صوتًا", "11 votes"}, 99: {"99 صوتًا", "99 votes"}, 100: {"100 صوت", "100 votes"},
		101: {"101 صوت", "101 votes"}, 103: {"103 أصوات", "103 votes"}, 1000: {"1000 صوت", "1000 votes"}, 2011: {"2011 صوتًا", "2011 votes"},
	} {
		args := map[string]any{"Count": n}
		if got := [2]string{texts.Text("ar", "x.votes", args), texts.Text("en", "x.votes", args)}; got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestArguments(t *testing.T) {
	m := flows.Ministry{Digits: "arab", Zone: riyadhZone(t), Hotline: "199000"}
	const text = `"x.all":"{{.N}} {{isolate .Ref}} {{.At}} {{clock .At}} {{.Day}} {{.Gone}} {{.Hotline}}",`
	texts, err := newTexts(smallFiles(text, text), m)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 21, 22, 5, 0, 0, time.UTC) // Sunday the 22nd, 01:05 in Riyadh
	args := map[string]any{"N": 12, "Ref": "26-0042", "At": at, "Day": flows.Date{Year: 2027, Month: 1, Day: 1}}
	if got, want := texts.Text("ar", "x.all", args), "١٢ \u206826-0042\u2069 0 ٢٢ k ٢٠٢٦ ٠١:٠٥ 5 ١ a ٢٠٢٧ ⟦Gone⟧ 199000"; got != want {
		t.Errorf("ar: %q, want %q", got, want)
	}
	if got, want := texts.Text("en", "x.all", args), "12 \u206826-0042\u2069 0 22 k 2026 01:05 5 1 a 2027 ⟦Gone⟧ 199000"; got != want {
		t.Errorf("en: %q, want %q", got, want)
	}
	if got := texts.Text("ar", "x.none", nil); got != "⟦x.none⟧" {
		t.Errorf("unknown key: %q", got)
	}
}

// A moment on somebody's own clock is written as that clock shows it, though the
// ministry's shows another day.
func TestOwnClock(t *testing.T) {
	m := flows.Ministry{Zone: riyadhZone(t)}
	const text = `"x.at":"{{.At}} {{clock .At}}",`
	texts, err := newTexts(smallFiles(text, text), m)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC) // Saturday in Riyadh, Sunday in Dhaka
	for zone, want := range map[string]string{
		"": "6 21 k 2026 23:00", "Asia/Dhaka": "0 22 k 2026 02:00", "Etc/GMT+3": "6 21 k 2026 17:00", "No/Where": "6 21 k 2026 23:00",
	} {
		if got := texts.Text("en", "x.at", map[string]any{"At": m.Local(zone, at)}); got != want {
			t.Errorf("%q: %q, want %q", zone, got, want)
		}
	}
}

func riyadhZone(t *testing.T) (z flows.Zone) {
	t.Helper()
	if err := z.UnmarshalText([]byte("Asia/Riyadh")); err != nil {
		t.Fatal(err)
	}
	return z
}

func TestDatesInWords(t *testing.T) {
	texts := modelTexts(t)
	day := flows.Date{Year: 2026, Month: 12, Day: 6}
	for lang, want := range map[string]string{"ar": "الأحد 6 ديسمبر 2026", "en": "Sunday 6 December 2026"} {
		look := texts.look[lang]
		if got := look.day(day); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestMinistrysOwnTexts(t *testing.T) {
	own := map[string]flows.Text{"x.a": {Ar: "لنا {{.N}}"}}
	texts, err := newTexts(smallFiles(`"x.a":"لهم",`, `"x.a":"theirs",`), flows.Ministry{Texts: own})
	if err != nil {
		t.Fatal(err)
	}
	if got := texts.Text("ar", "x.a", map[string]any{"N": 3}); got != "لنا 3" {
		t.Errorf("ar: %q", got)
	}
	if got := texts.Text("en", "x.a", nil); got != "theirs" {
		t.Errorf("a text replaced in Arabic only: %q in English", got)
	}
}

func TestBrokenCataloguesAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		`"x.a":"{{.A",`: "x.a in ar", `"x.a":"{{if .A}}",`: "{{if .A}}", `"x.a":"{{upper .A}}",`: "{{upper .A}}", `"x.a":{"one":"1"},`: "x.a in ar: it is empty",
	} {
		if _, err := newTexts(smallFiles(text, text), flows.Ministry{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Run with -race.
func TestTextsAreSafeForConcurrentUse(t *testing.T) {
	texts := modelTexts(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, key := range texts.Keys() {
				for _, lang := range []string{"ar", "en"} {
					texts.Text(lang, key, map[string]any{"Count": 3, "Ref": "26"})
					texts.Words(lang, key)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkText(b *testing.B) {
	texts, err := newTexts(smallFiles(votes+`"x.two":"{{isolate .Ref}}: {{.Due}}","x.plain":"a",`, votes+`"x.two":"","x.plain":"a",`), flows.Ministry{})
	if err == nil {
		b.Fatal("an empty text is no error")
	}
	texts, err = newTexts(smallFiles(votes+`"x.two":"الرقم {{isolate .Ref}} الموعد {{.Due}}","x.plain":"a",`, votes+`"x.two":"b","x.plain":"a",`), flows.Ministry{})
	if err != nil {
		b.Fatal(err)
	}
	for name, args := range map[string]map[string]any{
		"x.plain": nil, "x.votes": {"Count": 12}, "x.two": {"Ref": "26-0042-174", "Due": flows.Date{Year: 2026, Month: 12, Day: 6}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				texts.Text("ar", name, args)
			}
		})
	}
}
