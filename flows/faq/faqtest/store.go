// Package faqtest is a faq.Store in memory, for tests. A failed Write leaves
// nothing behind.
package faqtest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"majlis/flows/faq"
	"majlis/flows/talk"
)

// Store keeps questions, entries and digests in memory. Make it with New.
type Store struct {
	mu sync.Mutex
	state
	// Readers are who opted in to digests, by Contact.
	Readers []faq.Reader
}

// state is what a failed Write restores.
type state struct {
	questions []faq.Question
	groups    map[string]faq.Group
	decisions []faq.Decision
	entries   map[string]faq.Entry
	digests   map[string]faq.Digest
	rated     map[string]bool
	runs      map[string]time.Time
	Sent      []talk.Message // what Broadcast sent, in order
	dedupe    map[string]bool
}

var _ faq.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	return &Store{state: state{
		groups: map[string]faq.Group{}, entries: map[string]faq.Entry{}, digests: map[string]faq.Digest{},
		rated: map[string]bool{}, runs: map[string]time.Time{}, dedupe: map[string]bool{},
	}}
}

func (s state) clone() state {
	return state{
		slices.Clone(s.questions), maps.Clone(s.groups), slices.Clone(s.decisions), maps.Clone(s.entries),
		maps.Clone(s.digests), maps.Clone(s.rated), maps.Clone(s.runs), slices.Clone(s.Sent), maps.Clone(s.dedupe),
	}
}

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
	before := s.clone()
	err := fn(context.WithValue(ctx, inWrite{}, s))
	if err != nil {
		s.state = before
	}
	return err
}

// LastRun reads when a job last ran.
func (s *Store) LastRun(ctx context.Context, job string) (time.Time, error) {
	defer s.lock(ctx)()
	return s.runs[job], nil
}

// SetLastRun keeps when a job last ran.
func (s *Store) SetLastRun(ctx context.Context, job string, at time.Time) error {
	defer s.lock(ctx)()
	s.runs[job] = at
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
