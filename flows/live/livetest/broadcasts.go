package livetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"majlis/flows"
	"majlis/flows/live"
)

// written is a broadcast as it comes back from where it was written.
func written(b live.Broadcast) live.Broadcast {
	for _, at := range []*time.Time{&b.StartsAt, &b.ToldAt, &b.OnAirAt, &b.ClosedAt, &b.CreatedAt} {
		*at = at.UTC().Truncate(time.Millisecond)
	}
	b.Length, b.Delay = b.Length.Truncate(time.Millisecond), b.Delay.Truncate(time.Millisecond)
	b.Flagged = slices.Clone(b.Flagged)
	return b
}

// CreateBroadcast adds a broadcast.
func (s *Store) CreateBroadcast(ctx context.Context, b live.Broadcast) error {
	return s.change(ctx, func(st *state) error {
		if _, there := st.broadcasts[b.ID]; there || st.taken(b) {
			return fmt.Errorf("broadcast %s: %w", b.ID, flows.ErrExists)
		}
		st.broadcasts[b.ID] = written(b)
		return nil
	})
}

// taken reports another broadcast by whose code people would join.
func (st *state) taken(b live.Broadcast) bool {
	for id, o := range st.broadcasts {
		if id != b.ID && o.Code == b.Code && !o.Status.Over() && !b.Status.Over() {
			return true
		}
	}
	return false
}

// Broadcast finds a broadcast.
func (s *Store) Broadcast(ctx context.Context, id string) (live.Broadcast, error) {
	b, there := s.state(ctx).broadcasts[id]
	if !there {
		return b, fmt.Errorf("broadcast %s: %w", id, flows.ErrNotFound)
	}
	return written(b), nil
}

// UpdateBroadcast replaces a broadcast of the same version and counts it up.
func (s *Store) UpdateBroadcast(ctx context.Context, b live.Broadcast) error {
	return s.change(ctx, func(st *state) error {
		was, there := st.broadcasts[b.ID]
		switch {
		case !there:
			return fmt.Errorf("broadcast %s: %w", b.ID, flows.ErrNotFound)
		case was.Version != b.Version:
			return fmt.Errorf("broadcast %s: %w", b.ID, flows.ErrStale)
		case st.taken(b):
			return fmt.Errorf("broadcast %s: %w", b.ID, flows.ErrExists)
		}
		b.CreatedAt = was.CreatedAt
		b.Version++
		st.broadcasts[b.ID] = written(b)
		return nil
	})
}

// Broadcasts lists broadcasts, the latest start first.
func (s *Store) Broadcasts(ctx context.Context, statuses ...live.Status) ([]live.Broadcast, error) {
	var list []live.Broadcast
	for _, b := range s.state(ctx).broadcasts {
		if len(statuses) == 0 || slices.Contains(statuses, b.Status) {
			list = append(list, written(b))
		}
	}
	slices.SortFunc(list, func(a, b live.Broadcast) int {
		return cmp.Or(b.StartsAt.Compare(a.StartsAt), cmp.Compare(b.ID, a.ID))
	})
	return list, nil
}
