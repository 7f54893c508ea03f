package flows

import (
	"slices"
	"time"
)

// Hours are the hours in which people of the ministry answer. Hours with dates
// (Ramadan, say) win over those without on the days they cover.
type Hours struct {
	Since  Date  `yaml:"since"` // first day; zero: always
	Until  Date  `yaml:"until"` // last day, included; zero: for ever
	Days   []Day `yaml:"days"`
	Opens  Clock `yaml:"opens"`
	Closes Clock `yaml:"closes"`
}

// lookAhead bounds the search for the next opening: no run of holidays is longer.
const lookAhead = 60

// OpenAt reports whether people of the ministry answer at this moment.
func (m Ministry) OpenAt(at time.Time) bool {
	loc := m.Zone.Location()
	date := DateOf(at.In(loc))
	for _, h := range m.hoursOn(date) {
		if !at.Before(date.At(h.Opens, loc)) && at.Before(date.At(h.Closes, loc)) {
			return true
		}
	}
	return false
}

// NextOpening returns the first moment after at when the ministry opens, in its
// own zone, and false when it doesn't within two months.
func (m Ministry) NextOpening(at time.Time) (time.Time, bool) {
	loc := m.Zone.Location()
	first := DateOf(at.In(loc))
	for n := range lookAhead {
		date := first.Add(n)
		for _, h := range m.hoursOn(date) {
			if opens := date.At(h.Opens, loc); opens.After(at) {
				return opens, true
			}
		}
	}
	return time.Time{}, false
}

// hoursOn returns the hours of one day by opening time: none on a weekend or a
// holiday.
func (m Ministry) hoursOn(date Date) []Hours {
	if !m.Calendar.IsWorkday(date) {
		return nil
	}
	usual := slices.Clone(m.hoursThen(date))
	usual = slices.DeleteFunc(usual, func(h Hours) bool { return !slices.Contains(h.Days, Day(date.Weekday())) })
	slices.SortFunc(usual, func(a, b Hours) int { return int(a.Opens - b.Opens) })
	return usual
}

func (h Hours) covers(date Date) bool {
	return !date.Before(h.Since) && (h.Until.IsZero() || !date.After(h.Until))
}
