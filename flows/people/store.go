package people

import (
	"context"
	"time"

	"majlis/flows/talk"
)

// Store is what this room needs remembered.
type Store interface {
	Person(ctx context.Context, id string) (Person, error)
	// SetLang records the language chosen.
	SetLang(ctx context.Context, id, lang string) error
	// SetNotice records that the privacy notice of this version was shown.
	SetNotice(ctx context.Context, id, version string, at time.Time) error
	// SetNotify records opting in or out of digests; opting in ends a stop.
	SetNotify(ctx context.Context, id string, on bool, at time.Time) error
	// SetZone records the time zone (IANA) chosen, "" the ministry's. What a phone
	// number tells doesn't change it any more.
	SetZone(ctx context.Context, id, zone string, at time.Time) error
	// Stop ends proactive messages, never replies, and drops those still waiting.
	Stop(ctx context.Context, id string, at time.Time) error
	// Link records a further identity of a person, e.g. the phone they shared.
	// flows.ErrExists when it is somebody else's.
	Link(ctx context.Context, id string, identity talk.Identity) error
}
