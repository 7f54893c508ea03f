// Package live holds broadcasts: questions gathered from every channel before
// and during the air time, grouped, shown to the host on one ranked board, and
// answered to everyone who asked. What happens on a board is an append-only log
// of events; the board is what they add up to.
package live

import (
	"slices"
	"time"

	"majlis/flows"
)

// Status is where a broadcast is in its life.
type Status string

// The statuses, in their order. Cancelled may follow any before Closed.
const (
	Planned    Status = "planned"    // seen by staff only
	Announced  Status = "announced"  // people were told
	Collecting Status = "collecting" // questions are taken before the air time
	OnAir      Status = "on_air"
	Closed     Status = "closed" // every question has its final state
	Reported   Status = "reported"
	Cancelled  Status = "cancelled"
)

// Open reports whether questions are taken.
func (s Status) Open() bool { return s == Collecting || s == OnAir }

// Over reports whether nothing changes any more but the report.
func (s Status) Over() bool { return s == Closed || s == Reported || s == Cancelled }

// Moderation says which new groups wait for a moderator before the host and the
// public see them.
type Moderation string

// The ways of moderation.
const (
	ModerateNone    Moderation = "off"
	ModerateAll     Moderation = "on"
	ModerateFlagged Moderation = "flagged" // those with a flagged word
)

// Broadcast is one sitting: planned, announced, held, reported.
type Broadcast struct {
	ID         string
	Code       string // four digits by which people join
	Title      flows.Text
	About      flows.Text // what it is about, a sentence or two
	Keyword    flows.Text // a word by which people join, in each language; may be empty
	Link       string     // where it can be watched; may be empty
	Key        string     // opens stage and overlay without a sign-in; a new one shuts the old
	Service    string     // id of the service it is about; "" none
	Host       string     // id of the staff member who owns what is left over
	StartsAt   time.Time
	Moved      int           // how often StartsAt changed after people were told
	Length     time.Duration // as planned
	Delay      time.Duration // how much later viewers see what happens in the room
	Moderation Moderation
	Flagged    []string // words that are looked at before the host sees them
	Status     Status
	ToldAt     time.Time // when people were first told of it; zero: staff only
	OnAirAt    time.Time
	ClosedAt   time.Time // or when it was cancelled
	CreatedAt  time.Time
	Version    int // grows with each change; a stale change is flows.ErrStale
}

// steps are the statuses that may follow each.
var steps = map[Status][]Status{
	Planned:    {Announced, Collecting, OnAir, Cancelled},
	Announced:  {Collecting, OnAir, Cancelled},
	Collecting: {OnAir, Cancelled},
	OnAir:      {Closed},
	Closed:     {Reported},
}

// settleFor is for how long it is seen to after a broadcast that nobody who asked
// in it is left behind, also by a program that was down meanwhile.
const settleFor = 7 * 24 * time.Hour

// settling reports whether somebody may still have to be grouped or told.
func (b Broadcast) settling(now time.Time) bool {
	return !b.Status.Over() || now.Sub(b.ClosedAt) <= settleFor
}

// Steps lists the statuses that may follow one, the next in its life first.
func Steps(from Status) []Status { return slices.Clone(steps[from]) }
