package people

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// maxNumber is the most digits a number that is masked can have: a Saudi IBAN
// written without its country.
const maxNumber = 22

// group is a run of digits without anything between them.
type group struct {
	start, end int    // bytes of the text
	digits     []byte // ASCII
	gap        rune   // what parts it from the group before: the separator, gapFar or gapMany
	plus       bool   // a plus sign stands before it
}

const (
	gapFar    rune = 0  // too far apart to be one number
	gapMany   rune = -1 // several different separators, as around an area code
	gapUnseen rune = -2 // marks that nobody sees: the eye reads on
)

// findNumbers finds everything that is made of digits only. A number begins and
// ends with a whole group; the longest one that begins at a group is taken.
func (m Masker) findNumbers(text string) []find {
	groups := splitGroups(text)
	var finds []find
	for i := addressGroups(text, groups); i < len(groups); {
		if n := refGroups(groups[i:]); n > 0 {
			i += n
			continue
		}
		n, kind := m.longest(groups[i:])
		if n == 0 {
			i++
			continue
		}
		start := groups[i].start
		if groups[i].plus {
			start--
		}
		finds = append(finds, find{start, groups[i+n-1].end, kind})
		i += n
	}
	return finds
}

// longest returns how many of the groups, from the first, make the longest
// number that is to be masked, and its kind.
func (m Masker) longest(groups []group) (n int, kind string) {
	var c candidate
	for i, g := range groups {
		if i > 0 && g.gap == gapFar || len(c.digits)+len(g.digits) > maxNumber {
			break
		}
		c.add(g)
		if k := m.kindOf(c); k != "" {
			n, kind = i+1, k
		}
	}
	return n, kind
}

// splitGroups cuts the text into its groups of digits.
func splitGroups(text string) []group {
	var groups []group
	inside := false
	for i, r := range text {
		d, ok := digitOf(r)
		if !ok {
			inside = false
			continue
		}
		if !inside {
			groups = append(groups, newGroup(text, groups, i))
			inside = true
		}
		g := &groups[len(groups)-1]
		g.digits = append(g.digits, d)
		g.end = i + utf8.RuneLen(r)
	}
	return groups
}

func newGroup(text string, before []group, start int) group {
	g := group{start: start, plus: strings.HasSuffix(text[:start], "+")}
	if len(before) > 0 {
		g.gap = gapOf(text[before[len(before)-1].end:start])
	}
	return g
}

// gapOf says what parts two groups: at most three of the marks people set into a
// long number. Marks that nobody sees don't count beside those.
func gapOf(between string) rune {
	if strings.IndexFunc(between, isSeen) < 0 {
		return gapUnseen
	}
	kind, count := gapFar, 0
	for _, r := range between {
		if !isSeen(r) {
			continue
		}
		if count++; count > 3 || !strings.ContainsRune(" \u00a0-‐‑–._()", r) {
			return gapFar
		}
		switch {
		case kind == gapFar || kind == ' ' && r == ' ':
			kind = r
		case kind != r:
			kind = gapMany
		}
	}
	return kind
}

// isSeen is false for the marks of direction and width that can hide in a number.
func isSeen(r rune) bool {
	return (r < 0x200B || r > 0x200F) && (r < 0x2066 || r > 0x2069) && r != 0x061C
}

// refGroups returns how many groups make a case's reference as we write it,
// 26-0042-173: its parts by dashes, and no month where a Bahraini number has
// one. Older forms have a digit more.
func refGroups(g []group) int {
	if len(g) < 3 || len(g[0].digits) != 2 || len(g[1].digits) != 4 || len(g[2].digits) < 3 || len(g[2].digits) > 4 {
		return 0
	}
	if g[1].gap != '-' || g[2].gap != '-' || len(g) > 3 && g[3].gap == '-' || g[0].plus {
		return 0
	}
	if string(g[0].digits) < "26" || len(g[2].digits) == 3 && isMonth(g[1].digits[:2]) {
		return 0
	}
	return 3
}

// addressGroups returns how many groups a text begins with that are the address of
// a broadcast, as its page and its links write it: #4711, or #4711-17 for a group
// of its board. With a large number that would look like a phone.
func addressGroups(text string, g []group) int {
	if len(g) == 0 || len(g[0].digits) != 4 || g[0].plus || g[0].digits[0] == '0' {
		return 0
	}
	if before := strings.TrimSpace(text[:g[0].start]); before != "#" && before != "live-" {
		return 0
	}
	if len(g) > 1 && len(g[1].digits) <= 7 && text[g[0].end:g[1].start] == "-" {
		return 2
	}
	return 1
}

func isMonth(two []byte) bool { return string(two) >= "01" && string(two) <= "12" }

// candidate is what may be one number: some groups taken together.
type candidate struct {
	digits []byte
	sizes  []int
	gap    rune // the one separator between all groups; gapMany when they differ
	plus   bool
}

func (c *candidate) add(g group) {
	c.digits = append(c.digits, g.digits...)
	switch {
	case len(c.sizes) == 0:
		c.plus = g.plus
	case g.gap == gapUnseen:
		c.sizes[len(c.sizes)-1] += len(g.digits)
		return
	case len(c.sizes) == 1:
		c.gap = g.gap
	case c.gap != g.gap:
		c.gap = gapMany
	}
	c.sizes = append(c.sizes, len(g.digits))
}

// whole reports whether the digits are written together, or in small groups
// with the same separator, as people write one number and not two.
func (c candidate) whole() bool {
	return len(c.sizes) == 1 || c.gap != gapMany && slices.Max(c.sizes) <= 8
}

// thousands reports whether it looks like an amount: 150 000 000.
func (c candidate) thousands() bool {
	if len(c.sizes) < 2 || c.sizes[0] > 3 {
		return false
	}
	return !slices.ContainsFunc(c.sizes[1:], func(n int) bool { return n != 3 })
}

// dated reports whether it begins with a date: 05-12-2026 10, 2026-12-05 10.
func (c candidate) dated() bool {
	if len(c.sizes) < 3 {
		return false
	}
	three := [3]int(c.sizes[:3])
	return three == [3]int{2, 2, 4} || three == [3]int{4, 2, 2}
}
