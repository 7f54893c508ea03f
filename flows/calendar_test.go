package flows_test

import (
	"testing"
	"time"

	"majlis/flows"
)

func TestWeekendIsEffectiveDated(t *testing.T) {
	c := flows.Calendar{Weekends: []flows.Weekend{
		{From: date(t, "2027-01-01"), Days: []flows.Day{flows.Day(time.Saturday), flows.Day(time.Sunday)}},
		{Days: []flows.Day{flows.Day(time.Friday), flows.Day(time.Saturday)}},
	}}
	for day, weekend := range map[string]bool{
		"2026-12-25": true,  // Friday, old set
		"2026-12-27": false, // Sunday, old set
		"2027-01-01": false, // Friday, new set
		"2027-01-03": true,  // Sunday, new set
	} {
		if got := c.IsWeekend(date(t, day)); got != weekend {
			t.Errorf("IsWeekend(%s) = %v, want %v", day, got, weekend)
		}
	}
}

func TestReplyDays(t *testing.T) {
	c := flows.Calendar{Replies: []flows.ReplyTarget{
		{Days: 12},
		{From: date(t, "2027-01-01"), Days: 8},
		{Kind: "complaint", Days: 5},
		{Kind: "complaint", From: date(t, "2027-06-01"), Days: 3},
	}}
	for _, tt := range []struct {
		kind, on string
		want     int
	}{
		{"inquiry", "2026-12-31", 12},
		{"inquiry", "2027-01-01", 8},
		{"complaint", "2026-12-31", 5},
		{"complaint", "2027-01-01", 5},
		{"complaint", "2027-06-01", 3},
	} {
		if got := c.ReplyDays(tt.kind, date(t, tt.on)); got != tt.want {
			t.Errorf("ReplyDays(%s, %s) = %d, want %d", tt.kind, tt.on, got, tt.want)
		}
	}
	if got := (flows.Calendar{}).ReplyDays("inquiry", date(t, "2026-11-22")); got != 10 {
		t.Errorf("ReplyDays without a setting = %d, want 10", got)
	}
}

func TestHolidayOfSeveralDays(t *testing.T) {
	c := flows.Calendar{Holidays: []flows.Holiday{{From: date(t, "2026-12-16"), To: date(t, "2026-12-17")}}}
	for day, want := range map[string]bool{"2026-12-15": false, "2026-12-16": true, "2026-12-17": true, "2026-12-18": false} {
		if _, got := c.HolidayOn(date(t, day)); got != want {
			t.Errorf("HolidayOn(%s) = %v, want %v", day, got, want)
		}
	}
}

func TestTextsThatAreNotDates(t *testing.T) {
	var d flows.Date
	var c flows.Clock
	var w flows.Day
	var z flows.Zone
	for name, err := range map[string]error{
		"date": d.UnmarshalText([]byte("22/11/2026")), "clock": c.UnmarshalText([]byte("7.30")),
		"day": w.UnmarshalText([]byte("Fri")), "zone": z.UnmarshalText([]byte("Asia/Riyad")),
		"no zone": z.UnmarshalText(nil),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTextIn(t *testing.T) {
	both, one := flows.Text{Ar: "نعم", En: "yes"}, flows.Text{En: "yes"}
	if both.In("ar") != "نعم" || both.In("en") != "yes" || one.In("ar") != "yes" {
		t.Errorf("In: %q %q %q", both.In("ar"), both.In("en"), one.In("ar"))
	}
}
