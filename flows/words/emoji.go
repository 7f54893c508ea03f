package words

import "unicode"

// pictographs are the blocks that hold the emoji people send. Some of their
// characters are symbols without an emoji form, which are no words either.
var pictographs = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x00A9, 0x00AE, 5},
		{0x203C, 0x2049, 13},
		{0x2122, 0x2139, 23},
		{0x2190, 0x21FF, 1},
		{0x2300, 0x23FF, 1},
		{0x25A0, 0x27BF, 1},
		{0x2900, 0x297F, 1},
		{0x2B00, 0x2BFF, 1},
		{0x3030, 0x303D, 13},
		{0x3297, 0x3299, 2},
	},
	R32: []unicode.Range32{{0x1F000, 0x1FAFF, 1}},
}

func isEmoji(r rune) bool { return unicode.Is(pictographs, r) }

// isEmojiPart adds what may follow an emoji inside its cluster: variation
// selectors and the enclosing keycap. Skin tones are in pictographs.
func isEmojiPart(r rune) bool {
	return isEmoji(r) || r == 0xFE0F || r == 0xFE0E || r == 0x20E3
}

// OnlyEmoji reports whether s is one or more emoji with nothing beside them but
// white space.
func OnlyEmoji(s string) bool {
	found := false
	for cluster := range clusters(s) {
		if isSpaces(cluster) {
			continue
		}
		if !isEmojiCluster(cluster) {
			return false
		}
		found = true
	}
	return found
}

func isEmojiCluster(cluster string) bool {
	emoji := false
	for _, r := range cluster {
		switch {
		case isEmoji(r) || r == 0x20E3:
			emoji = true
		case isEmojiPart(r), r == zwj, isTag(r):
		case r >= '0' && r <= '9', r == '#', r == '*': // the first half of a keycap
		default:
			return false
		}
	}
	return emoji
}
