package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings text to the one spelling used for comparing and searching: what
// two people typed differently but meant alike folds to the same string. It
//   - decomposes compatibility forms (NFKD) and drops every combining mark, so
//     tashkeel, Quranic signs and Latin accents go; tatweel goes too;
//   - folds Arabic letter variants (أ إ آ ٱ to ا, ى to ي, ة to ه, ؤ to و, ئ to ي,
//     a bare ء to nothing) and Persian, Urdu and Gulf letters to their Arabic kin;
//   - turns all three digit sets into 0-9;
//   - drops control, bidi and zero-width characters, lower-cases, makes one space
//     of any white space and trims;
//   - shortens elongation (three or more of the same letter): to one letter in
//     Arabic (مرررره), to two in other scripts (freeee).
//
// Punctuation stays. Fold(Fold(s)) == Fold(s). It is for comparing, never for
// showing or storing in place of the original.
func Fold(s string) string {
	if needsDecomposing(s) {
		// norm leaves what follows a broken byte alone.
		s = norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD"))
	}
	f := folder{out: make([]byte, 0, len(s))}
	for _, r := range s {
		f.add(r)
	}
	return string(f.out)
}

// Digits turns Arabic-Indic (٣) and Persian (۳) digits into 0-9 and leaves the
// rest of s untouched.
func Digits(s string) string {
	return strings.Map(asciiDigit, s)
}

func asciiDigit(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	}
	return r
}

// needsDecomposing reports whether s has a character outside ASCII, the Arabic
// letters that the letter table knows and the zero-width controls. Most messages
// have none, and normalising costs more than all the rest of Fold.
func needsDecomposing(s string) bool {
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
		case r >= 0x0600 && r <= 0x06FF && (r < 0x0675 || r > 0x0678):
		case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2069:
		default:
			return true
		}
	}
	return false
}

// folder writes folded runes one at a time.
type folder struct {
	out  []byte
	last rune // last rune written
	run  int  // how often it came in a row, counting those left out
	gap  bool // white space is due before the next rune
}

func (f *folder) add(r rune) {
	if unicode.IsSpace(r) {
		f.gap = len(f.out) > 0
		return
	}
	if r = foldRune(r); r < 0 {
		return
	}
	if f.gap {
		f.out = append(f.out, ' ')
		f.gap, f.run, f.last = false, 0, ' '
	}
	if r != f.last {
		f.last, f.run = r, 0
	}
	f.run++
	if f.run > 2 && unicode.IsLetter(r) {
		if f.run == 3 && isArabic(r) {
			f.out = f.out[:len(f.out)-utf8.RuneLen(r)]
		}
		return
	}
	f.out = utf8.AppendRune(f.out, r)
}

// foldRune returns the folded form of one decomposed rune, or -1 when it is
// left out.
func foldRune(r rune) rune {
	switch {
	case r < 0x20 || r == 0x7F:
		return -1
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	case r >= 0x0600 && r <= 0x06FF:
		return arabicFold[r-0x0600]
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc):
		return -1
	}
	return unicode.ToLower(r)
}
