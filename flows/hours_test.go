package flows_test

import (
	"testing"
	"time"

	"majlis/flows"
)

func riyadh(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Asia/Riyadh")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func date(t *testing.T, s string) flows.Date {
	t.Helper()
	d, err := flows.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// ministry works Sunday to Thursday, 07:30 to 14:30, 10:00 to 15:00 in Ramadan
// 2027, and rests on the National Day.
func ministry(t *testing.T) flows.Ministry {
	week := []flows.Day{0, 1, 2, 3, 4}
	return flows.Ministry{
		Zone: flows.ZoneOf(riyadh(t)),
		Hours: []flows.Hours{
			{Days: week, Opens: 7*60 + 30, Closes: 14*60 + 30},
			{Since: date(t, "2027-02-08"), Until: date(t, "2027-03-04"), Days: week, Opens: 10 * 60, Closes: 15 * 60},
		},
		Calendar: flows.Calendar{Holidays: []flows.Holiday{{From: date(t, "2026-09-23")}}},
	}
}

func TestHours(t *testing.T) {
	m := ministry(t)
	for _, tt := range []struct {
		name, at, next string
		open           bool
	}{
		{"before opening on Sunday", "2026-11-22 07:29", "2026-11-22 07:30", false},
		{"at opening", "2026-11-22 07:30", "2026-11-23 07:30", true},
		{"last minute", "2026-11-22 14:29", "2026-11-23 07:30", true},
		{"at closing", "2026-11-22 14:30", "2026-11-23 07:30", false},
		{"Thursday evening waits for Sunday", "2026-11-26 20:00", "2026-11-29 07:30", false},
		{"Friday", "2026-11-27 10:00", "2026-11-29 07:30", false},
		{"holiday", "2026-09-23 10:00", "2026-09-24 07:30", false},
		{"Ramadan morning", "2027-02-14 08:00", "2027-02-14 10:00", false},
		{"Ramadan afternoon", "2027-02-14 14:45", "2027-02-15 10:00", true},
		{"after Ramadan", "2027-03-04 18:00", "2027-03-07 07:30", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.ParseInLocation("2006-01-02 15:04", tt.at, riyadh(t))
			if err != nil {
				t.Fatal(err)
			}
			if got := m.OpenAt(at.UTC()); got != tt.open {
				t.Errorf("OpenAt(%s) = %v, want %v", tt.at, got, tt.open)
			}
			next, ok := m.NextOpening(at.UTC())
			if got := next.Format("2006-01-02 15:04"); !ok || got != tt.next {
				t.Errorf("NextOpening(%s) = %s, %v, want %s", tt.at, got, ok, tt.next)
			}
		})
	}
}

func TestNextOpeningOfAMinistryThatNeverOpens(t *testing.T) {
	m := ministry(t)
	m.Hours = nil
	if next, ok := m.NextOpening(time.Unix(0, 0)); ok {
		t.Errorf("NextOpening = %v, want none", next)
	}
}
