// Package ratingstest is a ratings.Store in memory, for tests.
package ratingstest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"majlis/flows/ratings"
)

// Store keeps ratings in memory. The zero Store is ready.
type Store struct {
	mu   sync.Mutex
	list []ratings.Rating
}

var _ ratings.Store = (*Store)(nil)

// RateCase keeps a rating, one a person and case.
func (s *Store) RateCase(_ context.Context, r ratings.Rating) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = slices.DeleteFunc(s.list, func(o ratings.Rating) bool { return o.Case == r.Case && o.Person == r.Person })
	s.list = append(s.list, r)
	return nil
}

// CaseRatings lists the ratings of a case, newest first.
func (s *Store) CaseRatings(_ context.Context, caseID string) ([]ratings.Rating, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []ratings.Rating
	for _, r := range s.list {
		if r.Case == caseID {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b ratings.Rating) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Person, b.Person)) })
	return list, nil
}
