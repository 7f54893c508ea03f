package faqtest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/words"
)

// AddQuestion adds a question once.
func (s *Store) AddQuestion(ctx context.Context, q faq.Question) error {
	defer s.lock(ctx)()
	if slices.ContainsFunc(s.questions, func(o faq.Question) bool { return o.ID == q.ID }) {
		return flows.ErrExists
	}
	s.questions = append(s.questions, q)
	return nil
}

// Questions reads all after a time in order of arrival.
func (s *Store) Questions(ctx context.Context, since time.Time, yield func(faq.Question) bool) error {
	unlock := s.lock(ctx)
	list := filter(s.questions, func(q faq.Question) bool { return q.At.After(since) })
	unlock()
	for _, q := range list {
		if !yield(q) {
			return nil
		}
	}
	return nil
}

// GroupQuestions lists a group's members, newest first.
func (s *Store) GroupQuestions(ctx context.Context, group string, limit, offset int) ([]faq.Question, error) {
	defer s.lock(ctx)()
	list := filter(s.questions, func(q faq.Question) bool { return q.Group == group })
	slices.SortStableFunc(list, func(a, b faq.Question) int { return b.At.Compare(a.At) })
	list = list[min(offset, len(list)):]
	return list[:min(limit, len(list))], nil
}

// Ungrouped lists questions without a group.
func (s *Store) Ungrouped(ctx context.Context, limit int) ([]faq.Question, error) {
	defer s.lock(ctx)()
	list := filter(s.questions, func(q faq.Question) bool { return q.Group == "" })
	return list[:min(limit, len(list))], nil
}

// Regroup moves questions and creates groups.
func (s *Store) Regroup(ctx context.Context, moves []faq.Move, create []faq.Group) error {
	defer s.lock(ctx)()
	for _, g := range create {
		s.groups[g.ID] = g
	}
	for _, m := range moves {
		i := slices.IndexFunc(s.questions, func(q faq.Question) bool { return q.ID == m.Question })
		if i < 0 {
			return flows.ErrNotFound
		}
		s.questions[i].Group, s.questions[i].Score = m.Group, m.Score
	}
	return nil
}

// Group reads a group with its counts at the time of its newest question.
func (s *Store) Group(ctx context.Context, id string) (faq.Group, error) {
	defer s.lock(ctx)()
	g, ok := s.groups[id]
	if !ok {
		return g, flows.ErrNotFound
	}
	return s.count(g, time.Now()), nil
}

// Groups lists standing groups that have members.
func (s *Store) Groups(ctx context.Context, f faq.GroupFilter) ([]faq.Group, int, error) {
	defer s.lock(ctx)()
	var list []faq.Group
	for _, g := range s.groups {
		g = s.count(g, f.Now)
		if g.Merged == "" && g.Count > 0 && g.People >= f.Min && strings.Contains(words.Fold(g.Canonical), words.Fold(f.Search)) {
			list = append(list, g)
		}
	}
	slices.SortFunc(list, func(a, b faq.Group) int { return cmp.Or(order(f.Order, a, b), cmp.Compare(a.ID, b.ID)) })
	total, limit := len(list), cmp.Or(f.Limit, 50)
	list = list[min(f.Offset, total):]
	return list[:min(limit, len(list))], total, nil
}

func order(by string, a, b faq.Group) int {
	switch by {
	case "growth":
		return cmp.Compare(b.Recent-b.Before, a.Recent-a.Before)
	case "recent":
		return b.LastAt.Compare(a.LastAt)
	}
	return cmp.Compare(b.People, a.People)
}

func (s *Store) count(g faq.Group, now time.Time) faq.Group {
	const week = 7 * 24 * time.Hour
	all, recent, before := map[string]bool{}, map[string]bool{}, map[string]bool{}
	g.Count = 0
	for _, q := range s.questions {
		if q.Group != g.ID {
			continue
		}
		asker := cmp.Or(q.Asker, q.ID)
		g.Count++
		all[asker] = true
		switch age := now.Sub(q.At); {
		case age < week:
			recent[asker] = true
		case age < 2*week:
			before[asker] = true
		}
		if q.At.After(g.LastAt) {
			g.LastAt = q.At
		}
	}
	g.People, g.Recent, g.Before = len(all), len(recent), len(before)
	return g
}

// UpdateGroup replaces a group.
func (s *Store) UpdateGroup(ctx context.Context, g faq.Group) error {
	defer s.lock(ctx)()
	if _, ok := s.groups[g.ID]; !ok {
		return flows.ErrNotFound
	}
	s.groups[g.ID] = g
	return nil
}

// AddDecision keeps a decision.
func (s *Store) AddDecision(ctx context.Context, d faq.Decision) error {
	defer s.lock(ctx)()
	s.decisions = append(s.decisions, d)
	return nil
}

// Decisions lists all decisions.
func (s *Store) Decisions(ctx context.Context) ([]faq.Decision, error) {
	defer s.lock(ctx)()
	return slices.Clone(s.decisions), nil
}

// UndoDecision marks a decision as undone.
func (s *Store) UndoDecision(ctx context.Context, id string, at time.Time) error {
	defer s.lock(ctx)()
	for i := range s.decisions {
		if s.decisions[i].ID == id {
			s.decisions[i].Undone = at
			return nil
		}
	}
	return flows.ErrNotFound
}
