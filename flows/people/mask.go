package people

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The kinds of personal data the guard masks, as they are kept with a message.
const (
	MaskedID    = "id"    // Saudi national ID or residence permit (iqama)
	MaskedCPR   = "cpr"   // Bahraini personal number
	MaskedIBAN  = "iban"  // bank account
	MaskedCard  = "card"  // payment card
	MaskedPhone = "phone" // phone number
	MaskedEmail = "email" // e-mail address
	MaskedCode  = "code"  // one-time code of six digits
)

// Mark stands in a text where something was masked. It has no digits and no
// letters, so that it is never masked again and matches no word.
const Mark = "•••"

// Masker takes personal data out of what people write, in Latin, Arabic-Indic,
// Persian and full-width digits, with or without separators. What stands around
// it is kept. The time is linear in the length of the text. The zero Masker is
// ready for a Saudi ministry.
type Masker struct {
	Country string // BH: numbers of eight digits are read as Bahraini phones
	Codes   bool   // mask six digits that stand alone: a one-time code
}

// Mask returns the text with a Mark in place of each find, and the kinds found,
// sorted, each once. Masking twice changes nothing more.
func (m Masker) Mask(text string) (masked string, kinds []string) {
	if !strings.Contains(text, "@") && !hasDigit(text) {
		return text, nil
	}
	for _, find := range []func(string) []find{findEmails, findIBANs, m.findNumbers} {
		finds := find(text)
		text = replace(text, finds)
		for _, f := range finds {
			kinds = append(kinds, f.kind)
		}
	}
	slices.Sort(kinds)
	return text, slices.Compact(kinds)
}

// find is a stretch of a text, in bytes, that is to be masked.
type find struct {
	start, end int
	kind       string
}

// replace puts a Mark in place of each find. Finds are in order and don't overlap.
func replace(text string, finds []find) string {
	if len(finds) == 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	at := 0
	for _, f := range finds {
		b.WriteString(text[at:f.start])
		b.WriteString(Mark)
		at = f.end
	}
	b.WriteString(text[at:])
	return b.String()
}

// hasDigit reports whether the text has a digit of any set.
func hasDigit(text string) bool {
	for _, r := range text {
		if _, ok := digitOf(r); ok {
			return true
		}
	}
	return false
}

// digitOf returns a digit of any of the sets people type here as '0' to '9'.
func digitOf(r rune) (byte, bool) {
	if r < utf8.RuneSelf {
		return byte(r), r >= '0' && r <= '9'
	}
	for _, zero := range [...]rune{'٠', '۰', '０'} {
		if r >= zero && r <= zero+9 {
			return '0' + byte(r-zero), true
		}
	}
	return 0, false
}

// luhn reports whether digits end in their check digit (ISO/IEC 7812-1 annex B).
func luhn(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
