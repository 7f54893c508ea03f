// Package livetest is a live.Store in memory, for tests, and the contract that it
// and the store of the house keep.
package livetest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"majlis/flows/cases"
	"majlis/flows/live"
)

// Store keeps broadcasts in memory. The zero Store is ready. A failed Write leaves
// nothing behind; whoever reads beside one sees what was there before it, and does
// not wait.
type Store struct {
	// Changed is called with a broadcast's id once its log has grown.
	Changed func(broadcast string)
	// Opted is whom an announcement may be sent to, by Contact.
	Opted []live.Member

	writing sync.Mutex // held by whoever writes
	mu      sync.Mutex // guards kept
	kept    state
}

var _ live.Store = (*Store)(nil)

// state is what a Write works on a copy of. Lists only grow, and nobody reads past
// the end of their own.
type state struct {
	broadcasts map[string]live.Broadcast
	events     map[string][]live.Event
	members    map[seat]live.Member
	followed   map[part]string
	posts      []cases.Post
	posted     map[string]bool
	grown      []string // broadcasts whose log has grown, each once
}

// seat is a person's place in a broadcast.
type seat struct{ broadcast, person string }

// part is a person's part in a group.
type part struct{ broadcast, group, person string }

func (s state) clone() state {
	s.broadcasts, s.events, s.members = cloned(s.broadcasts), cloned(s.events), cloned(s.members)
	s.followed, s.posted, s.grown = cloned(s.followed), cloned(s.posted), slices.Clone(s.grown)
	return s
}

func cloned[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

type inWrite struct{}

// open is the Write of one store that a ctx is inside of.
type open struct {
	store *Store
	state *state
}

// state is what a ctx sees: what its own Write has done, or what is kept.
func (s *Store) state(ctx context.Context) *state {
	if w, in := ctx.Value(inWrite{}).(open); in && w.store == s {
		return w.state
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.kept
	return &kept
}

// Write runs fn alone and undoes what it did when it fails. Within another Write
// only what fn did is undone.
func (s *Store) Write(ctx context.Context, fn func(ctx context.Context) error) error {
	if w, in := ctx.Value(inWrite{}).(open); in && w.store == s {
		before := w.state.clone()
		err := fn(ctx)
		if err != nil {
			*w.state = before
		}
		return err
	}
	grown, err := s.write(ctx, fn)
	if err != nil || s.Changed == nil {
		return err
	}
	for _, id := range grown {
		s.Changed(id)
	}
	return nil
}

func (s *Store) write(ctx context.Context, fn func(ctx context.Context) error) (grown []string, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	work := s.state(context.Background()).clone()
	if err := fn(context.WithValue(ctx, inWrite{}, open{s, &work})); err != nil {
		return nil, err
	}
	grown, work.grown = work.grown, nil
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = work
	return grown, nil
}

// change is a Write of one step.
func (s *Store) change(ctx context.Context, step func(*state) error) error {
	return s.Write(ctx, func(ctx context.Context) error { return step(s.state(ctx)) })
}

// Post keeps what a citizen is told, once a Dedupe.
func (s *Store) Post(ctx context.Context, p cases.Post) error {
	return s.change(ctx, func(st *state) error {
		if p.Dedupe != "" && st.posted[p.Dedupe] {
			return nil
		}
		st.posted[p.Dedupe] = true
		st.posts = append(st.posts, p)
		return nil
	})
}

// Posts is what citizens were told, in order.
func (s *Store) Posts() []cases.Post { return slices.Clone(s.state(context.Background()).posts) }
