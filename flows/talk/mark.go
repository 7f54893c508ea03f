package talk

import "time"

// MarkState is how far a message of ours got after the platform took it.
type MarkState string

// The states of a mark, in their order; MarkFailed may follow any but MarkRead.
const (
	MarkSent      MarkState = "sent"      // with the platform, which keeps it for the person
	MarkDelivered MarkState = "delivered" // on the person's phone
	MarkRead      MarkState = "read"      // shown to the person
	MarkFailed    MarkState = "failed"    // given up by the platform after it was taken
)

// Mark is what a platform tells about a message of ours after it was sent.
type Mark struct {
	Native string // the channel's id of our message
	State  MarkState
	At     time.Time
	Code   string // of a failure, stable: "blocked", "window", …
	Stop   bool   // of a failure: write no more to this contact
}
