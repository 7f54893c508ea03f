package talk

import "time"

// DeadLetter is a message that was given up: one from a person that could not be
// answered after several tries, or one to a person that could not be delivered.
// Staff see it, and retry or dismiss it.
type DeadLetter struct {
	ID      string // id of the inbox or outbox row
	Mine    bool   // from a person; else to one
	Channel string
	Contact string
	At      time.Time // when it came, or was to be sent
	Tries   int
	Code    string // why it was given up: "turn", "blocked", …
	Text    string // masked words of it
}
