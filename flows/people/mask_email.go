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
