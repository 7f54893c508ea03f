package flows

import (
	"strings"
	"time"
)

// Local is a moment as the clock of one person's place shows it. Texts write it as
// it is; every other moment they write on the ministry's clock.
type Local struct{ time.Time }

// Local puts a moment on the clock of a time zone (IANA name); on the ministry's
// when the zone is empty or not known.
func (m Ministry) Local(zone string, at time.Time) Local {
	if zone == "" {
		return Local{at.In(m.Zone.Location())}
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return Local{at.In(m.Zone.Location())}
	}
	return Local{at.In(loc)}
}

// Offset names the moment's zone in a way that reads the same everywhere: GMT+3,
// GMT+5:30.
func (l Local) Offset() string {
	offset := strings.TrimSuffix(l.Format("-07:00"), ":00")
	sign, hours := offset[:1], strings.TrimPrefix(offset[1:], "0")
	if hours == "" || hours == "0" {
		return "GMT"
	}
	return "GMT" + sign + hours
}
