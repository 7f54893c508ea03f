package live

import (
	"slices"
	"time"

	"majlis/flows/staff"
)

// slip is how long before its start going on air is taken for one.
const slip = 30 * time.Minute

// Step is a status to which a broadcast can be taken from the one it has.
type Step struct {
	To    Status
	Asks  bool // it can't be taken back, so it is asked once
	Tells bool // with it, people hear of the broadcast for the first time
	May   bool // by the one who looks
}

// StepsFor lists the steps of a broadcast for somebody, the next in its life first.
func (b Broadcast) StepsFor(u staff.User, now time.Time) (list []Step) {
	for _, to := range Steps(b.Status) {
		list = append(list, Step{to, b.asks(to, now), b.tells(to), b.may(u, to)})
	}
	return list
}

// Step is one of them; false when a broadcast can't be taken there from here.
func (b Broadcast) Step(to Status, u staff.User, now time.Time) (Step, bool) {
	list := b.StepsFor(u, now)
	i := slices.IndexFunc(list, func(s Step) bool { return s.To == to })
	if i < 0 {
		return Step{}, false
	}
	return list[i], true
}

// LedBy reports whether somebody may take a broadcast on: its host, and whoever
// plans broadcasts.
func (b Broadcast) LedBy(u staff.User) bool {
	return u.ID != "" && u.ID == b.Host || u.Role.Covers(staff.Editor)
}

func (b Broadcast) tells(to Status) bool { return b.ToldAt.IsZero() && to != Cancelled }

func (b Broadcast) asks(to Status, now time.Time) bool {
	switch to {
	case Cancelled, Closed:
		return true
	case OnAir:
		return b.tells(to) || now.Before(b.StartsAt.Add(-slip))
	}
	return b.tells(to)
}

// may: what everyone is told is for who plans broadcasts; the rest is also for the
// host.
func (b Broadcast) may(u staff.User, to Status) bool {
	if to == Cancelled || b.tells(to) {
		return u.Role.Covers(staff.Editor)
	}
	return b.LedBy(u)
}
