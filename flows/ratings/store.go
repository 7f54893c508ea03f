package ratings

import "context"

// Store is what this room needs remembered. Inside a talk.Do or Write the
// methods take part in the open transaction.
type Store interface {
	// RateCase keeps a rating in place of the one the person gave the case before.
	RateCase(ctx context.Context, r Rating) error
	// CaseRatings lists the ratings of a case, newest first.
	CaseRatings(ctx context.Context, caseID string) ([]Rating, error)
}
