package desk

import (
	"slices"
	"time"

	"majlis/flows/live"
	"majlis/flows/staff"
)

// early is how long before its start going on air is taken for a slip.
const early = 30 * time.Minute

// step is a status to which a broadcast can be taken from here.
type step struct {
	To    live.Status
	Asks  bool // it can't be taken back, so it is asked once
	Tells bool // with it, people are told of the broadcast
	May   bool // by the reader
}

// life are the statuses of a broadcast that isn't cancelled.
var life = []live.Status{live.Planned, live.Announced, live.Collecting, live.OnAir, live.Closed, live.Reported}

func lifeOf(b live.Broadcast) (list []stage) {
	at := slices.Index(life, b.Status)
	for i, status := range life {
		list = append(list, stage{status, i < at, i == at})
	}
	return list
}

func stepsOf(b live.Broadcast, u staff.User, now time.Time) (list []step) {
	for _, to := range live.Steps(b.Status) {
		list = append(list, step{to, asks(b, to, now), tells(b, to), may(b, u, to)})
	}
	return list
}

// tells reports whether people hear of a broadcast for the first time.
func tells(b live.Broadcast, to live.Status) bool { return b.ToldAt.IsZero() && to != live.Cancelled }

// asks reports whether a step can't be taken back and so is asked once.
func asks(b live.Broadcast, to live.Status, now time.Time) bool {
	switch to {
	case live.Cancelled, live.Closed:
		return true
	case live.OnAir:
		return tells(b, to) || now.Before(b.StartsAt.Add(-early))
	}
	return tells(b, to)
}

// may reports whether somebody may take a step. What everyone is told is for who
// plans broadcasts; the rest is also for the host.
func may(b live.Broadcast, u staff.User, to live.Status) bool {
	if to == live.Cancelled || tells(b, to) {
		return u.Role.Covers(staff.Editor)
	}
	return leads(b, u)
}
