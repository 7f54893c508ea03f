package live

import (
	"strings"
	"time"

	"majlis/flows"
)

// locationOf is a time zone by its name (IANA), or the ministry's.
func locationOf(zone string, m flows.Ministry) *time.Location {
	if zone == "" {
		return m.Zone.Location()
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return m.Zone.Location()
	}
	return loc
}

// offsetOf names a moment's zone in a way that reads the same everywhere: GMT+3,
// GMT+5:30.
func offsetOf(at time.Time) string {
	offset := strings.TrimSuffix(at.Format("-07:00"), ":00")
	sign, hours := offset[:1], strings.TrimPrefix(offset[1:], "0")
	if hours == "" || hours == "0" {
		return "GMT"
	}
	return "GMT" + sign + hours
}
