package faq

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"sync/atomic"
	"time"
)

// When a sorter works: what arrives is grouped at once when it is woken, and
// looked for every second; everything is linked anew after fifty questions or
// when some have waited a minute, and never more than a tenth of the time.
const (
	sortEvery    = time.Second
	sortAtOnce   = 500
	refineAfter  = 50
	refineWithin = time.Minute
	refineShare  = 10
)

// Sorter keeps the groups of stored questions current: it groups what arrives,
// refines, and follows what staff decide. One sorter runs over a store.
type Sorter struct {
	Store Store
	Fresh func() *Grouper // makes an empty grouper; called at the start and after a failed write
	Log   *slog.Logger
	Now   func() time.Time

	grouper  atomic.Pointer[Grouper]
	wake     chan struct{}
	decided  map[string]bool // decisions taken in → whether they were undone since
	locked   map[string]bool
	touched  map[string]bool // groups that changed since they were named
	unsorted int             // questions since the last refinement
	refined  time.Time       // end of the last refinement
	cost     time.Duration
}

// NewSorter returns a sorter; Run starts it.
func NewSorter(store Store, fresh func() *Grouper, log *slog.Logger, now func() time.Time) *Sorter {
	return &Sorter{Store: store, Fresh: fresh, Log: log, Now: now, wake: make(chan struct{}, 1)}
}

// Wake says that a question has arrived.
func (s *Sorter) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Grouper is the grouper at work; nil until the first pass has read the store.
func (s *Sorter) Grouper() *Grouper { return s.grouper.Load() }

// Run sorts until ctx ends. A store that can't be reached is tried again.
func (s *Sorter) Run(ctx context.Context) {
	tick := time.NewTicker(sortEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := s.Sort(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("questions could not be grouped, they are tried again", "err", err)
			s.grouper.Store(nil) // what it holds may not be what is stored
		}
		select {
		case <-s.wake:
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}

// Sort is one pass: it reads the store when that has not been done yet, takes in
// decisions, groups what is new and refines when it is time.
func (s *Sorter) Sort(ctx context.Context) error {
	if s.grouper.Load() == nil {
		if err := s.load(ctx); err != nil {
			return err
		}
	}
	if err := s.follow(ctx); err != nil {
		return err
	}
	if err := s.group(ctx); err != nil {
		return err
	}
	if !s.time() {
		return nil
	}
	return s.Refine(ctx)
}

// load builds the grouper from all that is stored.
func (s *Sorter) load(ctx context.Context) error {
	var questions []Question
	err := s.Store.Questions(ctx, time.Time{}, func(q Question) bool {
		questions = append(questions, q)
		return true
	})
	if err != nil {
		return fmt.Errorf("reading questions: %w", err)
	}
	groups, _, err := s.Store.Groups(ctx, GroupFilter{Now: s.Now(), Limit: math.MaxInt32})
	if err != nil {
		return fmt.Errorf("reading groups: %w", err)
	}
	decisions, err := s.Store.Decisions(ctx)
	if err != nil {
		return fmt.Errorf("reading decisions: %w", err)
	}
	g := s.Fresh()
	changes, err := g.Restore(ctx, questions, groups, decisions)
	if err != nil {
		return err
	}
	s.touched = map[string]bool{}
	if err := s.write(ctx, changes); err != nil {
		return err
	}
	s.decided, s.locked = map[string]bool{}, map[string]bool{}
	for _, d := range decisions {
		s.decided[d.ID] = !d.Undone.IsZero()
	}
	for _, group := range groups {
		s.locked[group.ID] = group.Held()
	}
	s.unsorted = len(changes.Moves)
	s.grouper.Store(g)
	return nil
}

// follow takes in what staff decided and pinned since the last pass.
func (s *Sorter) follow(ctx context.Context) error {
	decisions, err := s.Store.Decisions(ctx)
	if err != nil {
		return fmt.Errorf("reading decisions: %w", err)
	}
	for _, d := range decisions {
		if err := s.decide(ctx, d); err != nil {
			return fmt.Errorf("decision %s: %w", d.ID, err)
		}
	}
	return nil
}

func (s *Sorter) decide(ctx context.Context, d Decision) error {
	undone, known := s.decided[d.ID]
	gone := !d.Undone.IsZero()
	if known && undone == gone {
		return nil
	}
	s.decided[d.ID] = gone
	switch {
	case gone && known:
		return s.Grouper().Undo(ctx, d)
	case gone:
		return nil
	}
	changes, err := s.Grouper().Decide(ctx, d)
	if err != nil {
		return err
	}
	return s.write(ctx, changes)
}

// group puts what has arrived into groups.
func (s *Sorter) group(ctx context.Context) error {
	for {
		list, err := s.Store.Ungrouped(ctx, sortAtOnce)
		if err != nil {
			return fmt.Errorf("reading new questions: %w", err)
		}
		if len(list) == 0 {
			return nil
		}
		var changes Changes
		for _, q := range list {
			move, created, err := s.Grouper().Add(ctx, q)
			if err != nil {
				return err
			}
			changes.Moves = append(changes.Moves, move)
			if created {
				changes.Create = append(changes.Create, Group{ID: move.Group, Canonical: q.Text, Lang: q.Lang})
			}
		}
		if err := s.write(ctx, changes); err != nil {
			return err
		}
		s.unsorted += len(list)
	}
}

// time reports whether a refinement is worth its cost now.
func (s *Sorter) time() bool {
	rested := s.Now().Sub(s.refined)
	if s.unsorted == 0 || rested < refineShare*s.cost {
		return false
	}
	return s.unsorted >= refineAfter || rested >= refineWithin
}

// Refine links everything anew and names changed groups by their medoid.
func (s *Sorter) Refine(ctx context.Context) error {
	start := s.Now()
	g := s.Grouper()
	if err := s.lock(ctx, g); err != nil {
		return err
	}
	changes, err := g.Refine(ctx)
	if err != nil {
		return err
	}
	if err := s.write(ctx, changes); err != nil {
		return err
	}
	if err := s.name(ctx, g); err != nil {
		return err
	}
	s.unsorted, s.refined = 0, s.Now()
	s.cost = s.refined.Sub(start)
	return nil
}

// lock tells the grouper which groups staff have pinned, answered or edited.
func (s *Sorter) lock(ctx context.Context, g *Grouper) error {
	groups, _, err := s.Store.Groups(ctx, GroupFilter{Now: s.Now(), Limit: math.MaxInt32})
	if err != nil {
		return fmt.Errorf("reading groups: %w", err)
	}
	for _, group := range groups {
		locked := group.Held()
		if locked != s.locked[group.ID] {
			g.Lock(group.ID, locked)
			s.locked[group.ID] = locked
		}
	}
	return nil
}

// name gives groups that changed the question most like all others in them.
func (s *Sorter) name(ctx context.Context, g *Grouper) error {
	for id := range s.touched {
		delete(s.touched, id)
		gist, err := g.Gist(ctx, id, 0)
		if err != nil {
			continue // its questions have moved on
		}
		group, err := s.Store.Group(ctx, id)
		if err != nil {
			return fmt.Errorf("naming group %s: %w", id, err)
		}
		if group.Canonical == gist.Canonical || group.Held() {
			continue
		}
		group.Canonical = gist.Canonical
		if err := s.Store.UpdateGroup(ctx, group); err != nil {
			return fmt.Errorf("naming group %s: %w", id, err)
		}
	}
	return nil
}

func (s *Sorter) write(ctx context.Context, c Changes) error {
	if len(c.Moves) == 0 && len(c.Create) == 0 {
		return nil
	}
	if err := s.Store.Regroup(ctx, c.Moves, c.Create); err != nil {
		return fmt.Errorf("writing groups: %w", err)
	}
	for _, m := range c.Moves {
		s.touched[m.Group] = true
	}
	return nil
}
