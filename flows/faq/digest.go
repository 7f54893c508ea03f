package faq

import "time"

// DigestStatus is where a digest stands.
type DigestStatus string

// A digest is drafted by schedule or by hand, approved by a second person and
// published once.
const (
	DigestDraft     DigestStatus = "draft"
	DigestPublished DigestStatus = "published"
)

// Digest is a dated list of published entries that goes to everyone who opted in.
type Digest struct {
	ID          string
	Number      int // 1, 2, … as people see it
	Status      DigestStatus
	Entries     []string // ids in order: most asked first
	Author      string   // staff id, or "schedule"
	Approver    string
	CreatedAt   time.Time
	PublishedAt time.Time
	Recipients  int // conversations it was put in the outbox for
	Version     int
}
