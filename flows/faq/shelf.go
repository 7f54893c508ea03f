package faq

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Shelf holds the published entries ready to be found. It follows the store: an
// entry that was just approved is found a second later, in every process.
type Shelf struct {
	Store Store
	Now   func() time.Time

	mu      sync.Mutex
	looked  time.Time
	stamp   []stamp
	entries map[string]Entry
	matcher *Matcher
}

const (
	shelfFresh = time.Second
	// nearEnough is the least score at which an entry is offered. Of 150 Gulf
	// government questions with an answer 116 were offered the right one at it, and
	// 7 of 40 questions without one were offered a wrong one, which costs a digit.
	nearEnough = .10
	// shelfStream is how many recent questions teach the shelf which words are rare.
	shelfStream = 2000
)

// stamp tells whether an entry is the one that was read.
type stamp struct {
	id      string
	version int
}

// Near lists the published entries that may answer a text, likeliest first; none
// when nothing is near.
func (s *Shelf) Near(ctx context.Context, text string, limit int) ([]Entry, error) {
	matcher, entries, err := s.current(ctx)
	if err != nil || matcher == nil {
		return nil, err
	}
	matches, err := matcher.Match(ctx, text, limit)
	if err != nil {
		return nil, err
	}
	var near []Entry
	for _, m := range matches {
		if m.Score >= nearEnough {
			near = append(near, entries[m.Entry])
		}
	}
	return near, nil
}

// current is the matcher over what is published now; nil when nothing is.
func (s *Shelf) current(ctx context.Context) (*Matcher, map[string]Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Now()
	if !s.looked.IsZero() && now.Sub(s.looked) < shelfFresh {
		return s.matcher, s.entries, nil
	}
	list, err := s.Store.Entries(ctx, Published)
	if err != nil {
		return nil, nil, fmt.Errorf("reading published entries: %w", err)
	}
	stamps := make([]stamp, len(list))
	for i, e := range list {
		stamps[i] = stamp{e.ID, e.Version}
	}
	if !slices.Equal(stamps, s.stamp) {
		if err := s.stack(ctx, list); err != nil {
			return nil, nil, err
		}
		s.stamp = stamps
	}
	s.looked = now
	return s.matcher, s.entries, nil
}

// stack makes the matcher anew.
func (s *Shelf) stack(ctx context.Context, list []Entry) error {
	if len(list) == 0 {
		s.matcher, s.entries = nil, nil
		return nil
	}
	entries := map[string]Entry{}
	var texts []string
	for _, e := range list {
		entries[e.ID] = e
		texts = append(texts, append([]string{e.QuestionAr, e.QuestionEn}, e.Variants...)...)
	}
	recent, err := s.recent(ctx)
	if err != nil {
		return err
	}
	local := NewLocal()
	if err := local.Take(ctx, append(texts, recent...)); err != nil {
		return err
	}
	matcher, err := NewMatcher(ctx, local, list)
	if err != nil {
		return err
	}
	s.matcher, s.entries = matcher, entries
	return nil
}

// recent are the newest questions, which teach what is rare here.
func (s *Shelf) recent(ctx context.Context) ([]string, error) {
	var texts []string
	err := s.Store.Questions(ctx, time.Time{}, func(q Question) bool {
		if len(texts) == shelfStream {
			texts = texts[1:]
		}
		texts = append(texts, q.Text)
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("reading questions: %w", err)
	}
	return texts, nil
}
