package cases

import (
	"encoding/json"
	"time"

	"github.com/rickar/cal/v2"

	"majlis/flows"
)

// Counted explains how a due date was counted, so that a person can be told. It
// is kept with the case as JSON.
type Counted struct {
	From     flows.Date `json:"from"`               // the day of receipt; counting starts on the next
	Due      flows.Date `json:"due"`                // the last working day
	Days     int        `json:"days"`               // working days counted
	Weekend  int        `json:"weekend"`            // days of rest passed over
	Holidays []DaysOff  `json:"holidays,omitempty"` // holidays passed over that were no days of rest
}

// DaysOff is a holiday and how many days of it were passed over.
type DaysOff struct {
	Name flows.Text `json:"name"`
	Days int        `json:"days"`
}

// Due counts the target date of a reply to a case of this kind received at this
// moment: the ministry's number of working days, beginning with the first after
// the day of receipt in the ministry's own zone. People are told a date, so the
// time is the last second of that day.
func Due(m flows.Ministry, kind Kind, received time.Time) (time.Time, Counted) {
	from := flows.DateOf(received.In(m.Zone.Location()))
	days := m.Calendar.ReplyDays(string(kind), from)
	calendar := cal.NewBusinessCalendar()
	calendar.WorkdayFunc = func(day time.Time) bool { return m.Calendar.IsWorkday(flows.DateOf(day)) }
	due := flows.DateOf(calendar.WorkdaysFrom(from.At(0, time.UTC), days))
	counted := Counted{From: from, Due: due, Days: days}
	for day := from.Add(1); !day.After(due); day = day.Add(1) {
		counted.passOver(m.Calendar, day)
	}
	return due.Add(1).At(0, m.Zone.Location()).Add(-time.Second), counted
}

// passOver counts day when it is no working day. A holiday on a day of rest
// counts as rest: it took nothing away.
func (c *Counted) passOver(calendar flows.Calendar, day flows.Date) {
	if calendar.IsWeekend(day) {
		c.Weekend++
		return
	}
	holiday, ok := calendar.HolidayOn(day)
	if !ok {
		return
	}
	if last := len(c.Holidays) - 1; last >= 0 && c.Holidays[last].Name == holiday.Name {
		c.Holidays[last].Days++
		return
	}
	c.Holidays = append(c.Holidays, DaysOff{Name: holiday.Name, Days: 1})
}

// JSON is the form kept in Case.Counted.
func (c Counted) JSON() string {
	b, err := json.Marshal(c)
	if err != nil { // no field can fail to encode
		return "{}"
	}
	return string(b)
}

// ParseCounted reads what JSON wrote; false when there is nothing to read.
func ParseCounted(s string) (Counted, bool) {
	var c Counted
	err := json.Unmarshal([]byte(s), &c)
	return c, err == nil && !c.Due.IsZero()
}
