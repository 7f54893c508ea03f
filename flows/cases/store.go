package cases

import (
	"context"
	"time"

	"majlis/flows/talk"
)

// Store is what this room needs remembered. Inside a talk.Do or Write the
// methods take part in the open transaction.
type Store interface {
	Write(ctx context.Context, fn func(ctx context.Context) error) error
	// CreateCase writes a new case; flows.ErrExists when its Ref is taken.
	CreateCase(ctx context.Context, c Case) error
	Case(ctx context.Context, id string) (Case, error)
	CaseByRef(ctx context.Context, ref string) (Case, error)
	// UpdateCase writes c if its Version is still the stored one, and counts it up; else flows.ErrStale.
	UpdateCase(ctx context.Context, c Case) error
	AddEvent(ctx context.Context, e Event) error
	Events(ctx context.Context, caseID string) ([]Event, error)
	// CasesOf lists a person's cases, newest first.
	CasesOf(ctx context.Context, person string, limit int) ([]Case, error)
	// FindCases lists what matches, overdue first, then by due date; total counts all matches.
	FindCases(ctx context.Context, f Filter) (list []Case, total int, err error)
	// OpenCases lists all cases whose status is open, for counting due dates anew.
	OpenCases(ctx context.Context) ([]Case, error)
	// Post puts a message for a conversation into the outbox.
	Post(ctx context.Context, p Post) error
}

// Post is something staff cause a citizen to be told.
type Post struct {
	Contact string
	Lane    talk.Lane
	Message talk.Message
	Dedupe  string       // unique: the same Dedupe posts once, ever
	Invite  *talk.Invite // what to ask after it; nil: nothing
}

// Filter of the inbox. Zero fields don't filter.
type Filter struct {
	Kind    Kind
	Status  Status
	Open    bool
	Overdue bool
	Owner   string // staff id; "none": cases without an owner
	Service string
	Channel string
	Lang    string
	Search  string // a reference or words; folded before comparing
	Now     time.Time
	Limit   int // 50 when 0
	Offset  int
}
