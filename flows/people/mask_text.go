package people

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// findEmails finds addresses around each at sign: a name before it, a domain
// with a dot after it. An account name (@ministry) is none.
func findEmails(text string) []find {
	var finds []find
	from := 0 // nothing before this belongs to the next address
	for {
		at := strings.IndexByte(text[from:], '@')
		if at < 0 {
			return finds
		}
		at += from
		start := from + len(strings.TrimRightFunc(text[from:at], isLocalPart))
		end := at + 1 + domainLength(text[at+1:])
		from = at + 1
		if start < at && end > at+1 {
			finds = append(finds, find{start, end, MaskedEmail})
			from = end
		}
	}
}

// isLocalPart reports whether r can stand before the at sign (RFC 5321 and, for
// letters of other scripts, RFC 6531; the rarer signs are left out).
func isLocalPart(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.M) || strings.ContainsRune("._%+-", r)
}

// domainLength returns the bytes of the domain that s begins with: labels with
// dots between them, the last of two letters or more. 0: there is none.
func domainLength(s string) int {
	end, label, letters, dotted := 0, 0, 0, false
	for i, r := range s {
		switch {
		case unicode.IsLetter(r):
			label, letters = label+1, letters+1
		case unicode.IsDigit(r) || r == '-' || unicode.IsMark(r):
			label, letters = label+1, 0
		case r == '.' && label > 0:
			dotted, label, letters = true, 0, 0
		default:
			return end
		}
		if dotted && label >= 2 && letters == label {
			end = i + utf8.RuneLen(r)
		}
	}
	return end
}

// Lengths of an IBAN, country and check digits included (ISO 13616 registry).
const (
	ibanShortest = 15
	ibanLongest  = 34
)

// ibanLengths are those of the countries people here have accounts in; for all
// others every length is tried.
var ibanLengths = map[string]int{"SA": 24, "BH": 22, "AE": 23, "KW": 30, "QA": 29, "OM": 23, "JO": 30, "EG": 29}

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
	chars, end := make([]byte, 0, ibanLongest), 0
	for i, r := range s {
		c, ok := ibanChar(r)
		if !ok {
			if len(chars) < 2 || !strings.ContainsRune(" \u00a0-‐‑–", r) {
				break
			}
			continue
		}
		if chars = append(chars, c); len(chars) > ibanLongest || !ibanShape(chars) {
			break
		}
		next := i + utf8.RuneLen(r)
		if known, ok := ibanLengths[string(chars[:min(2, len(chars))])]; ok && len(chars) != known {
			continue
		}
		if len(chars) >= ibanShortest && !joined(s[next:]) && ibanValid(string(chars)) {
			end = next
		}
	}
	return end
}

// ibanShape reports whether chars can begin an IBAN: two letters, two digits.
func ibanShape(chars []byte) bool {
	for i, c := range chars[:min(4, len(chars))] {
		if isLatin(rune(c)) != (i < 2) {
			return false
		}
	}
	return true
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
