package live

import (
	"strings"
	"unicode"

	"majlis/flows/words"
)

// MostSeveral is how many questions one message may be cut into.
const MostSeveral = 5

// several cuts a message into its questions: at question marks of either script
// and at line ends. What is too short to be one stays with the one before it; a
// message that holds one question is not cut.
func several(text string) []string {
	var parts []string
	var b strings.Builder
	flush := func() {
		part := strings.TrimSpace(b.String())
		b.Reset()
		switch {
		case part == "":
		case len(parts) > 0 && wordCount(part) < 3:
			parts[len(parts)-1] += " " + part
		default:
			parts = append(parts, part)
		}
	}
	for _, r := range text {
		if r == '\n' {
			flush()
			continue
		}
		b.WriteRune(r)
		if r == '?' || r == '؟' {
			flush()
		}
	}
	flush()
	asked := 0
	for _, p := range parts {
		if strings.ContainsAny(p, "?؟") {
			asked++
		}
	}
	if asked < 2 || len(parts) > MostSeveral {
		return []string{text}
	}
	return parts
}

func wordCount(s string) int { return len(strings.FieldsFunc(words.Fold(s), unicode.IsSpace)) }
