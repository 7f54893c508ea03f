package words

import (
	"strings"
	"unicode"
)

// Clean makes what a person wrote safe to store and show: it leaves out control
// characters (but newline and tab), bidi controls, with which a text can be made
// to read as another, and invisible characters that carry no meaning; a joiner
// stays where it holds an emoji together or separates two letters. Line ends
// become "\n", broken UTF-8 becomes U+FFFD, the ends are trimmed. Everything
// else is left as it was typed. Clean(Clean(s)) == Clean(s).
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = lineEnds.Replace(s)
	in := []rune(strings.Map(visible, s))
	out := make([]rune, 0, len(in))
	for i, r := range in {
		if (isJoiner(r) || isTag(r)) && !joins(r, out, in[i+1:]) {
			continue
		}
		out = append(out, r)
	}
	return strings.TrimSpace(string(out))
}

const (
	zwnj = '\u200C'
	zwj  = '\u200D'
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n")

// visible drops what is never meant: strings.Map leaves out a negative rune.
func visible(r rune) rune {
	switch {
	case r == '\n', r == '\t', isJoiner(r), isTag(r):
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf), r == '\u034F', r >= '\uFFF9' && r <= '\uFFFB':
		return -1
	}
	return r
}

func isJoiner(r rune) bool { return r == zwj || r == zwnj }

// isTag reports the invisible tag characters that spell a flag's region.
func isTag(r rune) bool { return r >= 0xE0020 && r <= 0xE007F }

// joins reports whether the joiner or tag r has something to hold together.
func joins(r rune, before, after []rune) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	if isTag(r) {
		return last == '🏴' || isTag(last)
	}
	if len(after) == 0 {
		return false
	}
	if r == zwnj {
		return unicode.IsLetter(last) && unicode.IsLetter(after[0])
	}
	return isEmojiPart(last) && isEmoji(after[0])
}

// Isolate wraps s in U+2068…U+2069 so that a reference, name or number keeps its
// own direction inside a sentence of the other one. Bidi controls inside s are
// left out: one could close the isolate early.
func Isolate(s string) string {
	return "\u2068" + strings.Map(dropBidi, s) + "\u2069"
}

func dropBidi(r rune) rune {
	if unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}
