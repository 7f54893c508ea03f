package flows

import (
	"slices"
	"time"
)

// DefaultReplyDays is the target of a reply in working days where the ministry
// sets none. Ten is what the Saudi national portal's engagement policy promises.
const DefaultReplyDays = 10

// ReplyKinds are the kinds of case a target of its own can be set for: those of
// package cases, which can't be named here.
var ReplyKinds = []string{"inquiry", "suggestion", "complaint", "handoff"}

// Calendar says which days a ministry works and how many of them a reply takes.
// Weekends and targets are effective-dated: of the entries that apply, the one
// with the latest From not after the day counts.
type Calendar struct {
	Weekends []Weekend     `yaml:"weekends"`
	Holidays []Holiday     `yaml:"holidays"`
	Replies  []ReplyTarget `yaml:"replies"`
}

// Weekend is the set of days of rest from a date on. A zero From means always.
type Weekend struct {
	From Date  `yaml:"from"`
	Days []Day `yaml:"days"`
}

// Holiday is a holiday of one day or, with To, of several, both ends included.
type Holiday struct {
	From Date `yaml:"from"`
	To   Date `yaml:"to"`
	Name Text `yaml:"name"`
}

// ReplyTarget is the number of working days a reply takes from a date on, for
// one of ReplyKinds or, when empty, all.
type ReplyTarget struct {
	From Date   `yaml:"from"`
	Kind string `yaml:"kind"`
	Days int    `yaml:"days"`
}

// WeekendOn returns the days of rest that hold on date: Friday and Saturday
// where the ministry sets none.
func (c Calendar) WeekendOn(date Date) []Day {
	days, since := []Day{Day(time.Friday), Day(time.Saturday)}, Date{}
	for _, w := range c.Weekends {
		if !w.From.After(date) && !w.From.Before(since) {
			days, since = w.Days, w.From
		}
	}
	return days
}

// IsWeekend reports whether date is a day of rest.
func (c Calendar) IsWeekend(date Date) bool {
	return slices.Contains(c.WeekendOn(date), Day(date.Weekday()))
}

// HolidayOn returns the holiday that falls on date.
func (c Calendar) HolidayOn(date Date) (Holiday, bool) {
	for _, h := range c.Holidays {
		last := h.To
		if last.IsZero() {
			last = h.From
		}
		if !date.Before(h.From) && !date.After(last) {
			return h, true
		}
	}
	return Holiday{}, false
}

// IsWorkday reports whether the ministry works on date.
func (c Calendar) IsWorkday(date Date) bool {
	if c.IsWeekend(date) {
		return false
	}
	_, holiday := c.HolidayOn(date)
	return !holiday
}

// ReplyDays returns the working days a reply takes to a case of this kind
// received on date. A target for the kind wins over one for all kinds.
func (c Calendar) ReplyDays(kind string, date Date) int {
	days, since, exact := DefaultReplyDays, Date{}, false
	for _, r := range c.Replies {
		if r.From.After(date) || r.Kind != "" && r.Kind != kind {
			continue
		}
		own := r.Kind != ""
		if own == exact && !r.From.Before(since) || own && !exact {
			days, since, exact = r.Days, r.From, own
		}
	}
	return days
}
