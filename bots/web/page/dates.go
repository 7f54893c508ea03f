package page

import (
	"strings"
	"time"

	"majlis/flows"
)

// Date writes a moment's day in full, in the ministry's zone: Sunday 6 December
// 2026.
func (s *Site) Date(lang string, t time.Time) string { return s.moment(lang, "web.date", t) }

// Clock writes the time of day of a moment in the ministry's zone: 14:05.
func (s *Site) Clock(lang string, t time.Time) string { return s.moment(lang, "web.clock", t) }

// When is the time of day of a moment today, with its day before it on any other.
func (s *Site) When(lang string, t time.Time) string {
	zone := s.Ministry.Zone.Location()
	if t.IsZero() || t.In(zone).Format(time.DateOnly) == s.Now().In(zone).Format(time.DateOnly) {
		return s.Clock(lang, t)
	}
	return s.Day(lang, t) + " " + s.Clock(lang, t)
}

// Day writes a moment's day in short: 6 December.
func (s *Site) Day(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(s.Ministry.Zone.Location())
	month := s.Texts.Text(lang, "date.months", nil)
	if names := strings.Split(month, "|"); len(names) == 12 {
		month = strings.TrimSpace(names[t.Month()-1])
	}
	return s.Texts.Text(lang, "web.day", map[string]any{"Day": t.Day(), "Month": month})
}

// moment writes a moment by a text: the catalogue knows the ministry's zone, its
// digits and the names of days.
func (s *Site) moment(lang, key string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return s.Texts.Text(lang, key, map[string]any{"At": t})
}

// eastern are the digits of Arabic where a ministry wants them.
var eastern = strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "٤",
	"5", "٥", "6", "٦", "7", "٧", "8", "٨", "9", "٩")

// Digits writes the digits of a text as the reader's language has them.
func (s *Site) Digits(lang, text string) string {
	if lang == flows.Arabic && s.Ministry.Digits == "arab" {
		return eastern.Replace(text)
	}
	return text
}
