package terms

import (
	"strings"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// stem takes the endings off a folded word: Porter2 for Latin script, light
// affix stripping for Arabic.
//
// The Arabic steps are light10 (Larkey, Ballesteros and Connell 2002) after one
// round for what spoken Arabic adds: attached pronouns and ع/ه before the
// article. Heavier stemmers bring unrelated words together.
func stem(w string) string {
	if w == "" || w[0] < utf8.RuneSelf {
		return english.Stem(w, true)
	}
	w = cutPrefix(w, spokenPrefixes, 3)
	w = cutSuffix(w, pronouns, 3)
	if !strings.HasPrefix(w, "و") || utf8.RuneCountInString(w) >= 4 {
		w = cutPrefix(w, lightPrefixes, 2)
	}
	for _, s := range lightSuffixes {
		w = cutSuffix(w, []string{s}, 2)
	}
	return w
}

var (
	spokenPrefixes = []string{"وبال", "وال", "فال", "بال", "كال", "ولل", "عال", "هال"}
	pronouns       = []string{"تكم", "كم", "هم", "ني", "نا", "ها", "تي", "تك", "ته", "ك"}
	lightPrefixes  = []string{"ال", "وال", "بال", "كال", "فال", "لل", "و"}
	lightSuffixes  = []string{"ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"}
)

// cutPrefix takes the first of the prefixes off that leaves at least least
// letters.
func cutPrefix(w string, prefixes []string, least int) string {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) >= least {
			return rest
		}
	}
	return w
}

func cutSuffix(w string, suffixes []string, least int) string {
	for _, s := range suffixes {
		if rest, ok := strings.CutSuffix(w, s); ok && utf8.RuneCountInString(rest) >= least {
			return rest
		}
	}
	return w
}
