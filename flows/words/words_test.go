package words

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"hamza carriers", "أ إ آ ٱ مؤسسة رئيس", "ا ا ا ا موسسه رييس"},
		{"tashkeel", "أُجَدِّدُ الرُّخْصَةَ", "اجدد الرخصه"},
		{"tatweel", "مـــرحبا", "مرحبا"},
		{"bare hamza", "إجراء شيء", "اجرا شي"},
		{"alef maksura", "مستشفى", "مستشفي"},
		{"Persian keyboard", "کیف", "كيف"},
		{"Gulf letters", "چم پطاقه ڤيزا", "كم بطاقه فيزا"},
		{"digits", "٣ ۳ 3", "3 3 3"},
		{"ligature", "ﻻ ﷲ", "لا الله"},
		{"full width", "ＡＢＣ１", "abc1"},
		{"accents", "Café RÉSUMÉ", "cafe resume"},
		{"bidi and zero width", "a\u202Eb\u200Bc\u2068d\u2069\uFEFF", "abcd"},
		{"Arabic elongation", "مرررره سلاااام الله", "مره سلام الله"},
		{"English elongation", "pleeeease hello freeee", "pleease hello free"},
		{"digits are no elongation", "10000", "10000"},
		{"white space", "  a \n\t b\u00A0c ", "a b c"},
		{"punctuation stays", "وش الرسوم؟!", "وش الرسوم؟!"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Fold(tt.in)); diff != "" {
				t.Errorf("Fold(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestDigits(t *testing.T) {
	if got, want := Digits("رقم ٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ أ 7"), "رقم 0123456789 0123456789 أ 7"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"untouched", "أُريدُ  ٣ شهادات\n\tشكراً 👨‍👩‍👧", "أُريدُ  ٣ شهادات\n\tشكراً 👨‍👩‍👧"},
		{"controls", "a\x00b\x07c\x1b[31m", "abc[31m"},
		{"bidi override", "\u202Eevil\u202C ok\u200F\u061C", "evil ok"},
		{"zero width", "a\u200Bb\u2060c\uFEFF\u00ADd", "abcd"},
		{"joiner between letters", "ab\u200Dcd", "abcd"},
		{"non-joiner between letters", "می\u200Cخواهم", "می\u200Cخواهم"},
		{"non-joiner at an end", "می\u200C ", "می"},
		{"flag of England", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"},
		{"hidden tags", "hi\U000E0067\U000E0062", "hi"},
		{"line ends", "a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		{"broken UTF-8", "a\xffb", "a\uFFFDb"},
		{"only invisible", "\u200B\u202E\x00 ", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Clean(tt.in)); diff != "" {
				t.Errorf("Clean(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestLang(t *testing.T) {
	for in, want := range map[string]string{
		"كيف أجدد رخصتي؟":      "ar",
		"How do I renew it?":   "en",
		"abi ajaded el rokhsa": "en", // Arabizi is written in Latin letters
		"":                     "",
		"١٢٣ 456 👍":            "",
		"ابغى renew رخصة":      "ar",
		"شلون iPhone":          "en",
		"привет":               "",
	} {
		if got := Lang(in); got != want {
			t.Errorf("Lang(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		in   string
		n    int
		want string
	}{
		{"مرحبا", 3, "مرح"},
		{"👨‍👩‍👧👍🏽x", 2, "👨‍👩‍👧👍🏽"},
		{"abc", 3, "abc"},
		{"abc", 0, ""},
		{"", 5, ""},
	} {
		if got := Cut(tt.in, tt.n); got != tt.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
		}
	}
	if got := Shorten("تجديد الرخصة", 6); got != "تجديد…" {
		t.Errorf("Shorten: got %q", got)
	}
	if got := Shorten("short", 6); got != "short" {
		t.Errorf("Shorten: got %q", got)
	}
}

func TestOnlyEmoji(t *testing.T) {
	for in, want := range map[string]bool{
		"👍": true, "👍🏽 ❤️": true, "👨‍👩‍👧": true, "🇸🇦🇧🇭": true, "3️⃣": true,
		"": false, " ": false, "3": false, "ok 👍": false, "شكرا🌹": false, "#": false,
	} {
		if got := OnlyEmoji(in); got != want {
			t.Errorf("OnlyEmoji(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestIsolate(t *testing.T) {
	if got, want := Isolate("26-0042\u2069\u202E-1735"), "\u206826-0042-1735\u2069"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSplitPrefersNaturalEnds(t *testing.T) {
	for _, tt := range []struct {
		name  string
		in    string
		units int
		want  []string
	}{
		{"fits", "short", 10, []string{"short"}},
		{"empty", " \n ", 10, nil},
		{"paragraph", "one two.\n\nthree four five", 18, []string{"one two.", "three four five"}},
		{"sentence", "ما الرسوم؟ أين أدفع الآن", 16, []string{"ما الرسوم؟", "أين أدفع الآن"}},
		{"word", "aaa bbb ccc", 8, []string{"aaa bbb", "ccc"}},
		{"no end", "aaaaaaaa", 3, []string{"aaa", "aaa", "aa"}},
		{"emoji count two units", "😀😀😀", 4, []string{"😀😀", "😀"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Split(tt.in, tt.units)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
