// Package cases holds what citizens file: inquiries, suggestions, complaints
// and ideas are one record of several kinds.
package cases

import (
	"fmt"
	"time"

	"majlis/flows/talk"
)

// Kind of a case.
type Kind string

// The kinds of case this release files.
const (
	Inquiry    Kind = "inquiry"
	Suggestion Kind = "suggestion"
	Complaint  Kind = "complaint"
	Handoff    Kind = "handoff" // the person asked to talk to staff
)

// Status of a case.
type Status string

// The statuses, in the order a case usually passes them.
const (
	Received Status = "received"
	InReview Status = "in_review"
	Referred Status = "referred" // sent on to a destination outside the ministry's desk
	Waiting  Status = "waiting"  // the person was asked for information
	Answered Status = "answered"
	Closed   Status = "closed"
	Reopened Status = "reopened"
)

// Open reports whether staff still owe something.
func (s Status) Open() bool { return s != Answered && s != Closed }

// Case is one thing a citizen filed.
type Case struct {
	ID          string // ULID
	Ref         string // nine digits, the last a check digit; see ref.go
	Kind        Kind
	Status      Status
	Service     string // id in ministry.yaml; "" when none fits
	Destination string // id in ministry.yaml, once referred
	Text        string // masked
	Lang        string
	Person      string
	Contact     string // the conversation it came from; replies go there
	Channel     string
	Owner       string // id of a staff member; "" nobody yet
	Files       []string
	Place       *talk.Place
	Group       string // id of the group of recurring questions it belongs to
	CreatedAt   time.Time
	DueAt       time.Time
	Counted     string // JSON of how the due date was counted; see due.go
	RepliedAt   time.Time
	ClosedAt    time.Time
	CloseReason string
	Reopened    int // how often
	Version     int // grows with each change; a stale change is flows.ErrStale
}

// Overdue reports whether the case is late at now.
func (c Case) Overdue(now time.Time) bool { return c.Status.Open() && now.After(c.DueAt) }

// EventKind says what happened to a case.
type EventKind string

// The events of a case's history.
const (
	EventFiled    EventKind = "filed"
	EventCitizen  EventKind = "citizen" // the person wrote more
	EventReply    EventKind = "reply"   // staff answered
	EventAsked    EventKind = "asked"   // staff asked for information
	EventNote     EventKind = "note"    // seen by staff only
	EventAssigned EventKind = "assigned"
	EventReferred EventKind = "referred"
	EventClosed   EventKind = "closed"
	EventReopened EventKind = "reopened"
	EventDue      EventKind = "due"     // the due date was counted anew
	EventDeleted  EventKind = "deleted" // the person deleted a message that is part of the case
)

// Event is one line of a case's history.
type Event struct {
	ID    string
	Case  string
	At    time.Time
	Kind  EventKind
	Actor string // id of a staff member; "" the citizen or the program
	Text  string // words said, masked; or a detail such as the new owner's id
	Files []string
}

// Dedupe is what the message is posted under that tells the citizen of the event.
func (e Event) Dedupe() string { return "case:" + e.ID }

// FileDedupe is what the nth file of the event is posted under, from 0.
func (e Event) FileDedupe(n int) string { return fmt.Sprintf("%s/%d", e.Dedupe(), n) }
