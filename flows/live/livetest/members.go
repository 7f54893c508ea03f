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

// Join notes that a person takes part.
func (s *Store) Join(ctx context.Context, m live.Member) (fresh bool, err error) {
	err = s.change(ctx, func(st *state) error {
		if _, there := st.broadcasts[m.Broadcast]; !there {
			return fmt.Errorf("broadcast %s: %w", m.Broadcast, flows.ErrNotFound)
		}
		was, there := st.members[seat{m.Broadcast, m.Person}]
		fresh = !there || was.Left
		m.At, m.Left = m.At.UTC().Truncate(time.Millisecond), false
		st.members[seat{m.Broadcast, m.Person}] = m
		return nil
	})
	return fresh, err
}

// Leave ends it.
func (s *Store) Leave(ctx context.Context, broadcast, person string) error {
	return s.change(ctx, func(st *state) error {
		if m, there := st.members[seat{broadcast, person}]; there {
			m.Left = true
			st.members[seat{broadcast, person}] = m
		}
		return nil
	})
}

// Zone is the ministry's for everyone.
func (s *Store) Zone(context.Context, string) (string, error) { return "", nil }

// JoinedTo lists the broadcasts a person takes part in, the one joined last first.
func (s *Store) JoinedTo(ctx context.Context, person string) ([]live.Broadcast, error) {
	st := s.state(ctx)
	var list []live.Broadcast
	for _, b := range st.broadcasts {
		m, there := st.members[seat{b.ID, person}]
		if there && !m.Left && (b.Status == live.Announced || b.Status.Open()) {
			list = append(list, written(b))
		}
	}
	at := func(b live.Broadcast) time.Time { return st.members[seat{b.ID, person}].At }
	slices.SortFunc(list, func(a, b live.Broadcast) int {
		return cmp.Or(at(b).Compare(at(a)), cmp.Compare(b.ID, a.ID))
	})
	return list, nil
}

// Member finds who takes part or took part.
func (s *Store) Member(ctx context.Context, broadcast, person string) (live.Member, error) {
	m, there := s.state(ctx).members[seat{broadcast, person}]
	if !there {
		return m, fmt.Errorf("member of broadcast %s: %w", broadcast, flows.ErrNotFound)
	}
	return m, nil
}

// Members lists who takes part, by person.
func (s *Store) Members(ctx context.Context, broadcast, after string, limit int) ([]live.Member, error) {
	var list []live.Member
	for _, m := range s.state(ctx).members {
		if m.Broadcast == broadcast && !m.Left && m.Person > after {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b live.Member) int { return cmp.Compare(a.Person, b.Person) })
	return list[:min(limit, len(list))], nil
}

// CountMembers counts who takes part or took part.
func (s *Store) CountMembers(ctx context.Context, broadcast string) (n int, err error) {
	for _, m := range s.state(ctx).members {
		if m.Broadcast == broadcast {
			n++
		}
	}
	return n, nil
}

// Welcome lists who opted in.
func (s *Store) Welcome(_ context.Context, after string, limit int) ([]live.Member, error) {
	var list []live.Member
	for _, m := range s.Opted {
		if m.Contact > after && len(list) < limit {
			list = append(list, m)
		}
	}
	return list, nil
}

// FollowUp returns the case of a person's part in a group, made when there is none.
func (s *Store) FollowUp(ctx context.Context, broadcast, group, person string, file func(ctx context.Context) (string, error)) (id string, err error) {
	err = s.Write(ctx, func(ctx context.Context) error {
		key := part{broadcast, group, person}
		var there bool
		if id, there = s.state(ctx).followed[key]; there {
			return nil
		}
		if id, err = file(ctx); err != nil {
			return err
		}
		if id == "" {
			return fmt.Errorf("group %s was followed up without a case", group)
		}
		s.state(ctx).followed[key] = id
		return nil
	})
	if err != nil {
		return "", err
	}
	return id, nil
}

// FollowUps lists the cases that came of a broadcast, by group.
func (s *Store) FollowUps(ctx context.Context, broadcast string) (map[string][]string, error) {
	list := map[string][]string{}
	for key, id := range s.state(ctx).followed {
		if key.broadcast == broadcast {
			list[key.group] = append(list[key.group], id)
		}
	}
	for _, ids := range list {
		slices.Sort(ids)
	}
	return list, nil
}
