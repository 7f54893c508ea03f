package faq

import (
	"fmt"
	"time"

	"majlis/flows"
	"majlis/flows/staff"
	"majlis/flows/talk"
)

// Desk is what staff do with recurring questions, entries and digests. Every
// deed is one transaction.
type Desk struct {
	Store  Store
	Texts  talk.Texts
	Boards []Board // where digests are posted for everyone
	Now    func() time.Time
	NewID  func() string // ULIDs
}

// second checks that a person may approve what author wrote: it takes the role
// of an approver and another person than the author.
func second(author string, approver staff.User) error {
	if !approver.Role.Covers(staff.Approver) {
		return fmt.Errorf("approving takes an approver: %w", flows.ErrForbidden)
	}
	if author == approver.ID {
		return &flows.Mistake{Field: "approver", Code: "own_work"}
	}
	return nil
}
