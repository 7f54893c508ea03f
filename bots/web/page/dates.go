package page

import (
	"strconv"
	"strings"
	"time"

	"majlis/flows"
)

// Date writes a moment's day in full, in the ministry's zone: Sunday 6 December
// 2026.
func (s *Site) Date(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(s.Ministry.Zone.Location())
	return s.Digits(lang, s.Texts.Text(lang, "web.date.full", map[string]any{
		"Weekday": s.Texts.Text(lang, "web.date.weekday."+strconv.Itoa(int(t.Weekday())), nil),
		"Day":     strconv.Itoa(t.Day()),
		"Month":   s.Texts.Text(lang, "web.date.month."+strconv.Itoa(int(t.Month())), nil),
		"Year":    strconv.Itoa(t.Year()),
	}))
}

// Day writes a moment's day in short: 6 December.
func (s *Site) Day(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(s.Ministry.Zone.Location())
	return s.Digits(lang, s.Texts.Text(lang, "web.date.day", map[string]any{
		"Day":   strconv.Itoa(t.Day()),
		"Month": s.Texts.Text(lang, "web.date.month."+strconv.Itoa(int(t.Month())), nil),
	}))
}

// Clock writes the time of day of a moment in the ministry's zone: 14:05.
func (s *Site) Clock(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return s.Digits(lang, t.In(s.Ministry.Zone.Location()).Format("15:04"))
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
