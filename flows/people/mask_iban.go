package people

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	ibanLongest = 33 // characters, country and check digits included
	ibanDigits  = 10 // no IBAN in use has fewer; ordinary words have
)

// ibanLengths are the characters of an IBAN by country (ISO 13616 registry).
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28,
	"CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
	"FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
	"IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20,
	"LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18,
	"NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31,
	"SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29,
	"VA": 22, "VG": 24, "XK": 20, "YE": 30,
}

// findIBANs finds account numbers: two letters, two digits, then letters and
// digits, in groups or not, whose check digits are right.
func findIBANs(text string) []find {
	var finds []find
	wordStart := true
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if wordStart && isLatin(r) {
			if end := ibanEnd(text[i:]); end > 0 {
				finds = append(finds, find{i, i + end, MaskedIBAN})
				i += end
				wordStart = false
				continue
			}
		}
		wordStart = !joined(text[i:])
		i += size
	}
	return finds
}

// ibanEnd returns the bytes of the IBAN that s begins with, 0 when it is none.
func ibanEnd(s string) int {
	chars, digits := make([]byte, 0, ibanLongest), 0
	for i, r := range s {
		c, ok := ibanChar(r)
		if !ok {
			if len(chars) < 2 || !strings.ContainsRune(" \u00a0-‐‑–", r) {
				return 0
			}
			continue
		}
		if chars = append(chars, c); !ibanShape(chars) {
			return 0
		}
		if !isLatin(r) {
			digits++
		}
		if len(chars) < 2 || len(chars) < ibanLengths[string(chars[:2])] {
			continue
		}
		end := i + utf8.RuneLen(r)
		if digits < ibanDigits || joined(s[end:]) || !ibanValid(string(chars)) {
			return 0
		}
		return end
	}
	return 0
}

// ibanShape reports whether chars can begin an IBAN: two letters of a country
// that has them, two digits.
func ibanShape(chars []byte) bool {
	for i, c := range chars[:min(4, len(chars))] {
		if isLatin(rune(c)) != (i < 2) {
			return false
		}
	}
	return len(chars) < 2 || ibanLengths[string(chars[:2])] > 0
}

// joined reports whether the text goes on without a break. A Mark is no break:
// it stands for what was none, and masking twice must change nothing more.
func joined(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	_, ok := ibanChar(r)
	return rest != "" && ok || strings.HasPrefix(rest, "•")
}

// ibanChar returns a character of an IBAN in capitals and ASCII digits.
func ibanChar(r rune) (byte, bool) {
	if isLatin(r) {
		return byte(unicode.ToUpper(r)), true
	}
	return digitOf(r)
}

func isLatin(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// ibanValid checks the two digits after the country (ISO 7064 mod 97-10).
func ibanValid(iban string) bool {
	rest := 0
	for _, c := range iban[4:] + iban[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}
