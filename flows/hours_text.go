package flows

import (
	"strings"
	"time"
)

// texts renders texts by their keys; talk.Texts is one.
type texts interface {
	Text(lang, key string, args map[string]any) string
	Words(lang, key string) []string
}

// HoursText says in words when people of the ministry answer these days, a line
// for each set of hours: "Sunday to Thursday, 07:30 to 14:30". Empty when no
// hours are set.
func (m Ministry) HoursText(t texts, lang string, at time.Time) string {
	var lines []string
	for _, h := range m.hoursThen(DateOf(at.In(m.Zone.Location()))) {
		lines = append(lines, t.Text(lang, "hours.line", map[string]any{
			"Days": h.daysText(t, lang), "Opens": h.Opens, "Closes": h.Closes,
		}))
	}
	return strings.Join(lines, "\n")
}

// hoursThen are the hours that hold around a date: dated ones that cover it, or
// else the usual ones.
func (m Ministry) hoursThen(date Date) []Hours {
	var usual, dated []Hours
	for _, h := range m.Hours {
		if h.Since.IsZero() && h.Until.IsZero() {
			usual = append(usual, h)
		} else if h.covers(date) {
			dated = append(dated, h)
		}
	}
	if len(dated) > 0 {
		return dated
	}
	return usual
}

// daysText names the days; three or more in a row by the first and the last.
func (h Hours) daysText(t texts, lang string) string {
	names := t.Words(lang, "date.weekdays")
	name := func(i int) string { return names[int(h.Days[i])%len(names)] }
	var parts []string
	for i := 0; i < len(h.Days); i++ {
		last := i
		for last+1 < len(h.Days) && h.Days[last+1] == (h.Days[last]+1)%7 {
			last++
		}
		if last-i < 2 {
			parts = append(parts, name(i))
			continue
		}
		parts = append(parts, t.Text(lang, "hours.range", map[string]any{"From": name(i), "To": name(last)}))
		i = last
	}
	return strings.Join(parts, t.Text(lang, "list.comma", nil))
}
