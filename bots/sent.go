package bots

import (
	"context"

	"majlis/flows/talk"
)

// Mark is what a platform tells about a message of ours after it was sent. It is
// the domain's, so that the store can keep it without knowing this room.
type Mark = talk.Mark

// Sent is what was sent: channels look up there what a receipt or a vote is about.
type Sent interface {
	// Mark records how far a message got. A mark never goes back; a message that
	// is unknown is no error.
	Mark(ctx context.Context, channel string, m Mark) error
	// Said finds a message of ours by the channel's id of it; flows.ErrNotFound
	// for none.
	Said(ctx context.Context, channel, native string) (talk.Message, error)
}
