// Package bots is how people reach the house: what all channels share. Each
// channel has a room of its own below.
package bots

import (
	"context"
	"io"
	"time"

	"majlis/flows/talk"
)

// Accept takes a message durably. A channel confirms to its platform only after
// Accept returned nil; on an error it must hand the same message over again.
type Accept func(ctx context.Context, in talk.Inbound) error

// Channel carries messages to people.
type Channel interface {
	// Name is the channel's name in records, e.g. "telegram".
	Name() string
	// Can says what the channel can show.
	Can() Capabilities
	// Send delivers one parcel and returns the channel's id of it. A *SendError
	// says what to do about a failure; any other error is retried.
	Send(ctx context.Context, p Parcel) (native string, err error)
}

// Receiver is a channel that fetches messages by itself (a poller, a socket).
type Receiver interface {
	Receive(ctx context.Context, accept Accept) error
}

// Fetcher is a channel that can download what a person attached.
type Fetcher interface {
	// Fetch opens the attachment behind the channel's handle. The caller closes it.
	Fetch(ctx context.Context, ref string) (io.ReadCloser, error)
}

// Linked is a channel that can do nothing while its link is down, or is held by
// another process. What waits to be sent over it is left alone until it is ready:
// a wait for the phone to be paired must not use up a message's tries.
type Linked interface {
	Ready() bool
}

// ready reports whether a channel can be used now.
func ready(channel any) bool {
	l, ok := channel.(Linked)
	return !ok || l.Ready()
}

// Capabilities of a channel; every flow works without any of them.
type Capabilities struct {
	Buttons   int           // options shown as buttons; 0: none
	List      int           // options shown as a list to pick from; 0: none
	Poll      int           // options shown as a native poll; 0: none
	Edits     bool          // a message can be changed by its sender
	Files     bool          // attachments arrive
	Repeats   bool          // shows a message again that is sent again
	Broadcast bool          // may write to a person who has not written for a while
	Window    time.Duration // for how long after a person wrote anything may be sent; 0: always
}

// Parcel is one outbox row on its way. It is the domain's, so that the store can
// hand it over without knowing this room.
type Parcel = talk.Parcel
