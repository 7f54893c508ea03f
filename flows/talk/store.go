package talk

import (
	"context"
	"errors"
	"time"
)

// ErrStale says that the conversation moved on since it was read: read again
// and repeat.
var ErrStale = errors.New("talk: the conversation has moved on")

// Who is the person a turn talks to.
type Who struct {
	Person  string // id
	Contact string // id of the person's address on one channel: the conversation
	Channel string
	New     bool // never seen before this message
}

// Arrival is what became of a message when it was written to the inbox.
type Arrival struct {
	Row     string // id of the inbox row
	Who     Who
	Fresh   bool   // false: seen before, nothing was written
	Waiting bool   // an older message of this conversation is not handled yet
	About   string // id of the case whose message was replied to
}

// End is the one recorded end state of an inbound message.
type End struct {
	State string `json:"state"`         // one of the End… states
	Ref   string `json:"ref,omitempty"` // id of the case, question or entry, or the reason of a discard
}

// The end states of design.md, section 3, as far as this release has rooms for them.
const (
	EndCase     = "case"
	EndQuestion = "question"
	EndAnswer   = "answer"
	EndTalk     = "talk"
	EndDiverted = "diverted"
	EndDiscard  = "discard"
	EndDead     = "dead"
)

// Lane orders what waits for one person: replies before answers before notices
// before bulk. Who stopped what comes unasked is told no notices and no bulk.
type Lane int

// The lanes of the outbox.
const (
	LaneReply  Lane = iota // to what was just written
	LaneAnswer             // to what was asked some time ago
	LaneNotice             // nobody asked for it
	LaneBulk
)

// Timer asks for a KindTimer message at a time. It fires only while the
// conversation is still in the turn that set it.
type Timer struct {
	Name string
	At   time.Time
}

// Turn is what one turn leaves behind; it is written whole or not at all.
type Turn struct {
	Row      string // id of the inbox row; empty for a timer
	Who      Who
	Was      int // turn number of the session that was read; a mismatch is ErrStale
	Session  Session
	Messages []Message
	Timers   []Timer
	End      End
	Unasked  bool   // the house began it: nobody waits for Messages
	Said     string // language now spoken, when it changed; the person's record follows it
}

// Store is what the reception needs remembered. Methods called with the ctx
// that Write hands out take part in that transaction.
type Store interface {
	// Write runs fn in one transaction.
	Write(ctx context.Context, fn func(ctx context.Context) error) error
	// Who finds the person behind the surest identity already known.
	Who(ctx context.Context, in Inbound) (Who, bool, error)
	// Arrive writes the inbox row, and the person on first contact.
	Arrive(ctx context.Context, in Inbound) (Arrival, error)
	// Next reads the oldest unhandled message of a conversation.
	Next(ctx context.Context, contact string) (in Inbound, who Who, attempts int, found bool, err error)
	// Unhandled lists conversations with unhandled messages.
	Unhandled(ctx context.Context, limit int) ([]string, error)
	// Session reads the session; the zero Session when there is none.
	Session(ctx context.Context, contact string) (Session, error)
	// Finish writes a turn. ErrStale when Was no longer matches.
	Finish(ctx context.Context, t Turn) error
	// Attempt counts a failed try at an inbox row and returns the count.
	Attempt(ctx context.Context, row string) (int, error)
	// Fired lists timers due at now and deletes those whose conversation has
	// moved on. A timer whose turn is finished has moved on by that, so that a
	// crash in between only fires it again.
	Fired(ctx context.Context, now time.Time, limit int) ([]Firing, error)
	// PutOff moves the timer of a conversation that is still in this turn.
	PutOff(ctx context.Context, contact string, turn int, until time.Time) error
	// Silent reports a conversation whose person stopped what comes unasked, or
	// shut the channel.
	Silent(ctx context.Context, contact string) (bool, error)
	// Settle ends an inbox row without a turn, e.g. a discarded flood.
	Settle(ctx context.Context, row string, end End, tell []Message) error
}

// Firing is a due timer whose conversation has not moved on.
type Firing struct {
	Who  Who
	Name string
	Turn int
}

// Live keeps the live copy of sessions. A copy may be stale, lost or
// unreachable: the turn number tells, and SQL is reread.
type Live interface {
	Get(ctx context.Context, contact string) (s Session, found bool, err error)
	// Keep stores s unless a newer copy is there.
	Keep(ctx context.Context, contact string, s Session) error
}

// Limiter counts events of a key in a sliding window.
type Limiter interface {
	// Allow counts one event and reports whether it is within limit per window.
	Allow(ctx context.Context, key string, limit int, window time.Duration) (bool, error)
}

// Texts renders what people are told.
type Texts interface {
	Text(lang, key string, args map[string]any) string
	// Words lists the words behind a key, e.g. all that mean "menu".
	Words(lang, key string) []string
}
