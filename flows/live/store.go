package live

import (
	"context"
	"time"

	"majlis/flows/cases"
)

// Store is what this room needs remembered. Inside a talk.Do or Write the
// methods take part in the open transaction.
type Store interface {
	Write(ctx context.Context, fn func(ctx context.Context) error) error

	// CreateBroadcast writes a new one; flows.ErrExists when an open one has its Code.
	CreateBroadcast(ctx context.Context, b Broadcast) error
	Broadcast(ctx context.Context, id string) (Broadcast, error)
	// UpdateBroadcast writes b if its Version is still the stored one, and counts it up; else flows.ErrStale.
	UpdateBroadcast(ctx context.Context, b Broadcast) error
	// Broadcasts lists those in any of the statuses, all when none is given; the
	// latest start first.
	Broadcasts(ctx context.Context, statuses ...Status) ([]Broadcast, error)

	// Append writes events behind the last of their broadcast and numbers them. It
	// is flows.ErrStale when staff did something after event number decided, on
	// which the events were decided; -1 stands for events that no deed of staff can
	// contradict. Once they are durable, whoever watches the broadcast is woken.
	Append(ctx context.Context, decided int64, events ...Event) error
	// Blank takes the words and files of a question out of the event that brought it,
	// the only things in a log that ever go; flows.ErrNotFound when there is none.
	Blank(ctx context.Context, broadcast, question string) error
	// Events reads a broadcast's events after a number, in their order. yield
	// returns false to stop.
	Events(ctx context.Context, broadcast string, after int64, yield func(Event) bool) error

	// Join notes that a person takes part; false when they did already. The newest
	// broadcast that a person joined is the one their questions go to.
	Join(ctx context.Context, m Member) (bool, error)
	// Leave ends it; what the person asked stays.
	Leave(ctx context.Context, broadcast, person string) error
	// JoinedTo lists the broadcasts a person takes part in that are not over, the
	// one joined last first.
	JoinedTo(ctx context.Context, person string) ([]Broadcast, error)
	// Member finds somebody who takes part or took part; flows.ErrNotFound for nobody.
	Member(ctx context.Context, broadcast, person string) (Member, error)
	// Members lists who takes part, by person id, those after a given one.
	Members(ctx context.Context, broadcast, after string, limit int) ([]Member, error)
	// Zone is the time zone (IANA) of a person; "" the ministry's.
	Zone(ctx context.Context, person string) (string, error)
	// CountMembers counts who takes part or took part.
	CountMembers(ctx context.Context, broadcast string) (int, error)
	// Welcome lists whom an announcement may be sent to: conversations of people
	// who opted in, one a person, as for digests; those after a given one.
	Welcome(ctx context.Context, after string, limit int) ([]Member, error)

	// FollowUp returns the case that a person's part in a group became. When there
	// is none yet, make makes it in the same transaction.
	FollowUp(ctx context.Context, broadcast, group, person string, make func(ctx context.Context) (caseID string, err error)) (caseID string, err error)
	// FollowUps lists the cases that came of a broadcast, by group.
	FollowUps(ctx context.Context, broadcast string) (map[string][]string, error)

	// Post puts a message for a conversation into the outbox, once a Dedupe.
	Post(ctx context.Context, p cases.Post) error
}

// Member is a person who takes part in a broadcast, and where they are told.
type Member struct {
	Broadcast string
	Person    string
	Contact   string
	Channel   string
	Lang      string
	Zone      string // time zone, IANA; "" the ministry's
	At        time.Time
	Left      bool
}
