package talk

import "time"

// Line is one message of a conversation, either way, as it is shown again: on
// the web page after a reload, in the history of a case.
type Line struct {
	Seq     int64     // place of our message among all to this person; 0 for what the person said
	ID      string    // ours: id of the outbox row; theirs: the channel's own id of the message
	At      time.Time // when it was said
	Mine    bool      // said by the person
	Kind    Kind      // of what the person said
	Text    string    // what the person said, masked; the label of an option they picked
	Files   []File    // what the person attached
	Place   *Place    // where the person said it is about
	Message Message   // what we said
	Lang    string    // of our message: "ar" or "en"
	Handled bool      // what the person said has its end state
	Deleted bool      // what the person said was deleted by them: nothing of it is kept

	// How far our message got, as far as the channel tells; zero for not, or not known.
	Sent, Delivered, Read time.Time
	Failed                string // why it was given up, a stable code
	Reaction              string // the sign the person set on it
	Dedupe                string // what it was posted under, e.g. "case:" and the event's id
}
