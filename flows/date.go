package flows

import (
	"fmt"
	"strings"
	"time"
)

// Date is a day of the calendar without a time or a zone. The zero Date is
// before every other and means "not set".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day on which t falls in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads a date written 2026-11-22.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date, write it like 2026-11-22", s)
	}
	return DateOf(t), nil
}

// At returns the moment of this clock time on the date in loc.
func (d Date) At(c Clock, loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, int(c), 0, 0, loc)
}

// Add returns the date n days later.
func (d Date) Add(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.At(0, time.UTC).Weekday() }

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.number() < other.number() }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.number() > other.number() }

// IsZero reports whether the date is not set.
func (d Date) IsZero() bool { return d == Date{} }

// String writes the date like 2026-11-22, or nothing when it is not set.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText writes the date like 2026-11-22.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date written 2026-11-22; empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	*d = parsed
	return err
}

// number orders dates without going through time.Time.
func (d Date) number() int { return d.Year*10000 + int(d.Month)*100 + d.Day }

// Clock is a time of day in minutes after midnight.
type Clock int

// String writes the time of day like 07:30.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// MarshalText writes the time of day like 07:30.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a time of day written 07:30.
func (c *Clock) UnmarshalText(text []byte) error {
	t, err := time.Parse("15:04", string(text))
	if err != nil {
		return fmt.Errorf("%q is not a time of day, write it like 07:30", text)
	}
	*c = Clock(t.Hour()*60 + t.Minute())
	return nil
}

// Day is a day of the week that is written by its English name.
type Day time.Weekday

// String writes the day in lower case: sunday.
func (d Day) String() string { return strings.ToLower(time.Weekday(d).String()) }

// MarshalText writes the day in lower case.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a day of the week by its English name.
func (d *Day) UnmarshalText(text []byte) error {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(day.String(), string(text)) {
			*d = Day(day)
			return nil
		}
	}
	return fmt.Errorf("%q is not a day of the week, write sunday to saturday", text)
}

// Zone is a time zone that is written by its IANA name.
type Zone struct{ loc *time.Location }

// ZoneOf makes a Zone of a location.
func ZoneOf(loc *time.Location) Zone { return Zone{loc} }

// Location returns the zone for package time: UTC when none is set.
func (z Zone) Location() *time.Location {
	if z.loc == nil {
		return time.UTC
	}
	return z.loc
}

// String writes the IANA name.
func (z Zone) String() string { return z.Location().String() }

// MarshalText writes the IANA name.
func (z Zone) MarshalText() ([]byte, error) { return []byte(z.String()), nil }

// UnmarshalText reads an IANA name like Asia/Riyadh.
func (z *Zone) UnmarshalText(text []byte) error {
	loc, err := time.LoadLocation(string(text))
	if err != nil || len(text) == 0 || string(text) == "Local" {
		return fmt.Errorf("%q is not a known time zone, write one like Asia/Riyadh", text)
	}
	z.loc = loc
	return nil
}
