package words

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// typed draws text as people and attackers send it.
var typed = rapid.StringOf(rapid.OneOf(
	rapid.SampledFrom([]rune("ابتةىأإؤئءکگ َُِّـ٣۳۷.!؟ \n\tabcXYZ…😀👍🏽\u200d\u200c\u200b\u202e\u0301\ufe0f🇸🇦")),
	rapid.Rune(),
))

func TestFoldIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(typed.Draw(t, "text"))
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q", once, twice)
		}
	})
}

func TestCleanIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Clean(typed.Draw(t, "text"))
		if twice := Clean(once); twice != once {
			t.Fatalf("Clean(%q) = %q", once, twice)
		}
	})
}

func TestSplitKeepsEverythingWithinTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := typed.Draw(t, "text")
		units := rapid.IntRange(2, 40).Draw(t, "units")
		pieces := Split(s, units)
		for _, p := range pieces {
			if n := Units(p); n == 0 || n > units {
				t.Fatalf("piece %q has %d units, limit %d", p, n, units)
			}
		}
		if got, want := withoutSpace(strings.Join(pieces, "")), withoutSpace(s); got != want {
			t.Fatalf("words lost: got %q, want %q", got, want)
		}
	})
}

func TestSplitNeverCutsAGrapheme(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := typed.Draw(t, "text")
		units := rapid.IntRange(2, 40).Draw(t, "units")
		whole := 0
		for cluster := range clusters(s) {
			if Units(cluster) > units {
				t.Skip("one grapheme is longer than a piece")
			}
			if !isSpaces(cluster) {
				whole++
			}
		}
		got := 0
		for _, p := range Split(s, units) {
			for cluster := range clusters(p) {
				if !isSpaces(cluster) {
					got++
				}
			}
		}
		if got != whole {
			t.Fatalf("%d graphemes became %d", whole, got)
		}
	})
}

func withoutSpace(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"أُجَدِّد", "ﻻ ﷺ", "e\u200d\u0301", "J\u030C", "ｱ", "\xff\xfe", "ٵٶ", "İI", "ϓ", "مرررره"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
	})
}

func FuzzClean(f *testing.F) {
	f.Add("👨‍👩‍👧 a\u200c\u200cb\x00")
	f.Fuzz(func(t *testing.T, s string) {
		once := Clean(s)
		if twice := Clean(once); twice != once {
			t.Fatalf("Clean(%q) = %q, cleaned again %q", s, once, twice)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for _, bb := range []struct{ name, text string }{
		{"arabic", "السلام عليكم، كيف أُجدّد رخصة القيادة وكم الرسوم المطلوبة لذلك؟"},
		{"english", "Hello, how do I renew my driving licence and how much are the fees?"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(bb.text)
			}
		})
	}
}
