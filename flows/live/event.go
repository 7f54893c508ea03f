package live

import "time"

// EventKind says what happened on a board.
type EventKind string

// What happens on a board. The kinds that staff cause can be undone where undo.go
// says so.
const (
	EventStatus    EventKind = "status"     // the broadcast moved on: Status
	EventAsked     EventKind = "asked"      // Question, Person, Channel, Lang, Text; Files, and Spoken when they are all
	EventSupported EventKind = "supported"  // me too: Question, Person, Channel, Lang, Group
	EventWithdrawn EventKind = "withdrawn"  // by who asked: Question
	EventSettled   EventKind = "settled"    // Question has its answer in the published entry Entry
	EventGrouped   EventKind = "grouped"    // Question went into Group; a new one takes its words, or Text
	EventDisowned  EventKind = "disowned"   // "not my question": Question goes into Group of its own
	EventState     EventKind = "state"      // Group's State, with Reason, Answer, Place
	EventMerged    EventKind = "merged"     // Group was merged into Into
	EventSplit     EventKind = "split"      // Items left Group for Into, which takes the words of the first, or Text
	EventNamed     EventKind = "named"      // Group's wording: Text
	EventPinned    EventKind = "pinned"     // Group: On
	EventLabelled  EventKind = "labelled"   // Group: Labels
	EventDiffer    EventKind = "differ"     // Group and Into do not ask the same
	EventUndone    EventKind = "undone"     // the event with number Undo
	EventNoted     EventKind = "noted"      // backstage, to the host: Note, Text
	EventNoteSeen  EventKind = "note_seen"  // the host has read Note
	EventRated     EventKind = "rated"      // Question: On when the answer helped
	EventErased    EventKind = "erased"     // Question's words are gone from the log; its group goes on under those of Items[0], or Text
	EventOnePerson EventKind = "one_person" // the record Person became part of the record Into: both were one person's
)

// Event is one line of a broadcast's log. Its number and what it says never
// change, so that everything about a broadcast can be rebuilt from its log; only
// the words of a question go when their message is deleted, which EventErased says.
type Event struct {
	Broadcast string
	Seq       int64 // from 1, without a gap
	At        time.Time
	Kind      EventKind
	Actor     string // id of a staff member; "" a citizen or the program
	Data      Data
}

// Data is what an event says; which fields are set depends on its kind.
type Data struct {
	Status   Status        `json:"status,omitempty"`
	Question string        `json:"question,omitempty"`
	Person   string        `json:"person,omitempty"`
	Channel  string        `json:"channel,omitempty"`
	Lang     string        `json:"lang,omitempty"`
	Text     string        `json:"text,omitempty"`   // masked
	Files    []string      `json:"files,omitempty"`  // ids of what was attached
	Spoken   bool          `json:"spoken,omitempty"` // there were no words: Text stands in for them
	Group    string        `json:"group,omitempty"`
	Entry    string        `json:"entry,omitempty"`
	Into     string        `json:"into,omitempty"`
	Items    []string      `json:"items,omitempty"` // ids of questions
	State    State         `json:"state,omitempty"`
	Reason   string        `json:"reason,omitempty"` // of a decline, a code
	Answer   string        `json:"answer,omitempty"` // in writing; "" it was given on air
	Place    float64       `json:"place,omitempty"`  // among the next: the lowest is the first
	Clip     time.Duration `json:"clip,omitempty"`   // where in the recording
	On       bool          `json:"on,omitempty"`
	Labels   []string      `json:"labels,omitempty"`
	Undo     int64         `json:"undo,omitempty"`
	Note     string        `json:"note,omitempty"`
}
