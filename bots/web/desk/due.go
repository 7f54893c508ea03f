package desk

import (
	"time"

	"majlis/flows"
	"majlis/flows/cases"
)

// soon is how many days before its date a case is marked.
const soon = 3

// due says how a case stands with its date, in a level for the colour and a text
// key with a count for the words.
type due struct {
	Level string // "late", "today", "soon", "ok", "done"
	Key   string // text key
	Days  int    // for the text's {{.Count}}
	At    time.Time
}

func dueOf(c cases.Case, now time.Time, loc *time.Location) due {
	d := due{At: c.DueAt.In(loc)}
	switch {
	case !c.Status.Open():
		d.Level, d.Key = "done", "desk.due.done"
		return d
	case c.DueAt.IsZero():
		d.Level, d.Key = "ok", "desk.due.none"
		return d
	}
	d.Days = days(flows.DateOf(now.In(loc)), flows.DateOf(d.At))
	switch {
	case d.Days < 0:
		d.Level, d.Key, d.Days = "late", "desk.due.late", -d.Days
	case d.Days == 0:
		d.Level, d.Key = "today", "desk.due.today"
	case d.Days <= soon:
		d.Level, d.Key = "soon", "desk.due.left"
	default:
		d.Level, d.Key = "ok", "desk.due.left"
	}
	return d
}

// days from one date to another; negative when to is earlier. Both are taken in
// UTC, where every day has 24 hours.
func days(from, to flows.Date) int {
	return int(to.At(0, time.UTC).Sub(from.At(0, time.UTC)).Hours()) / 24
}
