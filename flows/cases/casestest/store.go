// Package casestest is a cases.Store in memory, for tests. A failed Write leaves
// nothing behind.
package casestest

import (
	"context"
	"slices"
	"strings"
	"sync"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/words"
)

// Store keeps cases in memory. The zero Store is ready. Posts is what citizens
// were told, in order; read it when no test goroutine writes.
type Store struct {
	mu     sync.Mutex
	cases  []cases.Case
	events []cases.Event
	Posts  []cases.Post
}

var _ cases.Store = (*Store)(nil)

type inWrite struct{}

// lock takes the store unless ctx is inside a Write, which holds it already.
func (s *Store) lock(ctx context.Context) func() {
	if ctx.Value(inWrite{}) == s {
		return func() {}
	}
	s.mu.Lock()
	return s.mu.Unlock
}

// Write runs fn alone and undoes what it did when it fails.
func (s *Store) Write(ctx context.Context, fn func(ctx context.Context) error) error {
	if ctx.Value(inWrite{}) == s {
		return fn(ctx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	list, events, posts := slices.Clone(s.cases), slices.Clone(s.events), slices.Clone(s.Posts)
	err := fn(context.WithValue(ctx, inWrite{}, s))
	if err != nil {
		s.cases, s.events, s.Posts = list, events, posts
	}
	return err
}

// CreateCase adds a case.
func (s *Store) CreateCase(ctx context.Context, c cases.Case) error {
	defer s.lock(ctx)()
	if slices.ContainsFunc(s.cases, func(o cases.Case) bool { return o.Ref == c.Ref }) {
		return flows.ErrExists
	}
	s.cases = append(s.cases, c)
	return nil
}

// Case finds a case by id.
func (s *Store) Case(ctx context.Context, id string) (cases.Case, error) {
	return s.find(ctx, func(c cases.Case) bool { return c.ID == id })
}

// CaseByRef finds a case by its reference number.
func (s *Store) CaseByRef(ctx context.Context, ref string) (cases.Case, error) {
	return s.find(ctx, func(c cases.Case) bool { return c.Ref == ref })
}

func (s *Store) find(ctx context.Context, is func(cases.Case) bool) (cases.Case, error) {
	defer s.lock(ctx)()
	if i := slices.IndexFunc(s.cases, is); i >= 0 {
		return s.cases[i], nil
	}
	return cases.Case{}, flows.ErrNotFound
}

// UpdateCase replaces a case of the same version and counts it up.
func (s *Store) UpdateCase(ctx context.Context, c cases.Case) error {
	defer s.lock(ctx)()
	i := slices.IndexFunc(s.cases, func(o cases.Case) bool { return o.ID == c.ID })
	if i < 0 {
		return flows.ErrNotFound
	}
	if s.cases[i].Version != c.Version {
		return flows.ErrStale
	}
	c.Version++
	s.cases[i] = c
	return nil
}

// AddEvent adds a line of history.
func (s *Store) AddEvent(ctx context.Context, e cases.Event) error {
	defer s.lock(ctx)()
	s.events = append(s.events, e)
	return nil
}

// Events lists the history of a case, oldest first.
func (s *Store) Events(ctx context.Context, caseID string) ([]cases.Event, error) {
	defer s.lock(ctx)()
	return filter(s.events, func(e cases.Event) bool { return e.Case == caseID }), nil
}

// CasesOf lists a person's cases, newest first.
func (s *Store) CasesOf(ctx context.Context, person string, limit int) ([]cases.Case, error) {
	defer s.lock(ctx)()
	list := filter(s.cases, func(c cases.Case) bool { return c.Person == person })
	slices.Reverse(list)
	return list[:min(limit, len(list))], nil
}

// OpenCases lists the cases that are open.
func (s *Store) OpenCases(ctx context.Context) ([]cases.Case, error) {
	defer s.lock(ctx)()
	return filter(s.cases, func(c cases.Case) bool { return c.Status.Open() }), nil
}

// FindCases lists what matches by due date.
func (s *Store) FindCases(ctx context.Context, f cases.Filter) ([]cases.Case, int, error) {
	defer s.lock(ctx)()
	list := filter(s.cases, func(c cases.Case) bool { return matches(f, c) })
	slices.SortStableFunc(list, func(a, b cases.Case) int { return a.DueAt.Compare(b.DueAt) })
	total, limit := len(list), f.Limit
	if limit == 0 {
		limit = 50
	}
	list = list[min(f.Offset, total):]
	return list[:min(limit, len(list))], total, nil
}

func matches(f cases.Filter, c cases.Case) bool {
	owner := f.Owner
	if owner == "none" {
		owner = ""
	}
	found := f.Search == "" || strings.Contains(words.Fold(c.Text), words.Fold(f.Search))
	if ref, err := cases.ParseRef(f.Search); err == nil {
		found = c.Ref == string(ref)
	}
	return found && (f.Kind == "" || c.Kind == f.Kind) && (f.Status == "" || c.Status == f.Status) &&
		(!f.Open || c.Status.Open()) && (!f.Overdue || c.Overdue(f.Now)) && (f.Owner == "" || c.Owner == owner) &&
		(f.Service == "" || c.Service == f.Service) && (f.Channel == "" || c.Channel == f.Channel) &&
		(f.Lang == "" || c.Lang == f.Lang)
}

// Post keeps what a citizen is told, once a Dedupe.
func (s *Store) Post(ctx context.Context, p cases.Post) error {
	defer s.lock(ctx)()
	if !slices.ContainsFunc(s.Posts, func(o cases.Post) bool { return o.Dedupe == p.Dedupe }) {
		s.Posts = append(s.Posts, p)
	}
	return nil
}

func filter[T any](list []T, keep func(T) bool) []T {
	var kept []T
	for _, v := range list {
		if keep(v) {
			kept = append(kept, v)
		}
	}
	return kept
}
