// Package flows holds what every room of the domain shares: what a ministry
// sets about itself and the errors all rooms answer with.
package flows

import "errors"

// The errors all rooms share. Callers wrap them with what happened
// (fmt.Errorf("case %s: %w", ref, flows.ErrNotFound)) and test with errors.Is.
var (
	// ErrNotFound says that the thing asked for isn't there.
	ErrNotFound = errors.New("not found")
	// ErrExists says that a thing with this identity is already there.
	ErrExists = errors.New("already exists")
	// ErrStale says that the thing was changed by another since it was read.
	ErrStale = errors.New("changed by another in the meantime")
	// ErrForbidden says that the person may not do this.
	ErrForbidden = errors.New("not allowed")
	// ErrInvalid says that what was given breaks a rule of the domain.
	ErrInvalid = errors.New("invalid")
)
