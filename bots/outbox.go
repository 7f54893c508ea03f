package bots

import (
	"context"
	"time"
)

// Outbox is what waits to be sent.
type Outbox interface {
	// Take marks up to limit due parcels of a channel as being sent and returns
	// them: the lowest unsent of each person first, replies before notices
	// before bulk. A parcel taken longer ago than its lease is taken again, Unsure.
	Take(ctx context.Context, channel string, now time.Time, limit int) ([]Parcel, error)
	// Sent records a delivery.
	Sent(ctx context.Context, id, native string, at time.Time) error
	// Later puts a parcel back until at. With the code Unsure the doubt has been
	// waited out by then.
	Later(ctx context.Context, id, code string, at time.Time) error
	// Fail gives a parcel up, for staff to see and retry; stop also stops the contact.
	Fail(ctx context.Context, id, code string, stop bool) error
}

// Lease is held by one process at a time, e.g. the one that polls Telegram.
type Lease interface {
	// Hold takes or renews the lease name for owner; false when another holds it.
	Hold(ctx context.Context, name, owner string, ttl time.Duration) (bool, error)
	// Release gives it up early.
	Release(ctx context.Context, name, owner string) error
}
