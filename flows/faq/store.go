package faq

import (
	"context"
	"time"

	"majlis/flows/talk"
)

// Store is what this room needs remembered. Inside a talk.Do or Write the
// methods take part in the open transaction.
type Store interface {
	Write(ctx context.Context, fn func(ctx context.Context) error) error

	// AddQuestion writes a question once; a known ID is flows.ErrExists.
	AddQuestion(ctx context.Context, q Question) error
	// Questions reads all questions after the given time in order of arrival, for
	// building the grouper anew. yield returns false to stop.
	Questions(ctx context.Context, since time.Time, yield func(Question) bool) error
	// GroupQuestions lists a group's members, newest first.
	GroupQuestions(ctx context.Context, group string, limit, offset int) ([]Question, error)
	// Ungrouped lists questions without a group, oldest first.
	Ungrouped(ctx context.Context, limit int) ([]Question, error)
	// Regroup moves questions to groups (question id → group id, score), creating
	// the groups that are new, and retires groups left empty.
	Regroup(ctx context.Context, moves []Move, create []Group) error
	Group(ctx context.Context, id string) (Group, error)
	// Groups lists standing groups with counts as of now, ordered by "people", "growth" or "recent".
	Groups(ctx context.Context, f GroupFilter) (list []Group, total int, err error)
	UpdateGroup(ctx context.Context, g Group) error // Canonical, Lang, Pinned, Entry, Merged
	AddDecision(ctx context.Context, d Decision) error
	Decisions(ctx context.Context) ([]Decision, error)
	UndoDecision(ctx context.Context, id string, at time.Time) error

	CreateEntry(ctx context.Context, e Entry) error
	Entry(ctx context.Context, id string) (Entry, error)
	UpdateEntry(ctx context.Context, e Entry) error // flows.ErrStale on an old Version
	// Entries lists entries of a status ("" all), newest change first.
	Entries(ctx context.Context, status EntryStatus) ([]Entry, error)
	// SearchEntries finds published entries by folded words.
	SearchEntries(ctx context.Context, query string, limit int) ([]Entry, error)
	// Rate counts one person's answer to "was this useful?" for an entry, once.
	Rate(ctx context.Context, entry, person string, useful bool, at time.Time) error

	CreateDigest(ctx context.Context, d Digest) error
	Digest(ctx context.Context, id string) (Digest, error)
	UpdateDigest(ctx context.Context, d Digest) error
	Digests(ctx context.Context, status DigestStatus) ([]Digest, error)
	// Audience lists conversations of people who opted in to digests, one a
	// person (the most recently used), with their language.
	Audience(ctx context.Context, after string, limit int) ([]Reader, error)
	// Broadcast puts the same message for each conversation into the outbox's bulk lane, once a dedupe key.
	Broadcast(ctx context.Context, dedupe string, to []Reader, message func(Reader) talk.Message) (int, error)
	// LastRun and SetLastRun keep when a scheduled job last ran, so that a missed run is caught up.
	LastRun(ctx context.Context, job string) (time.Time, error)
	SetLastRun(ctx context.Context, job string, at time.Time) error
}

// Move puts a question into a group.
type Move struct {
	Question string
	Group    string
	Score    float64
}

// GroupFilter of the recurring questions. Zero fields don't filter.
type GroupFilter struct {
	Order  string // "people" (default), "growth", "recent"
	Search string // folded before comparing
	Min    int    // least distinct people
	Now    time.Time
	Limit  int // 50 when 0
	Offset int
}

// Reader is a conversation that receives digests.
type Reader struct {
	Contact string
	Channel string
	Lang    string
}
