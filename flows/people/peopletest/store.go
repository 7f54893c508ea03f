// Package peopletest is a people.Store in memory, for tests.
package peopletest

import (
	"context"
	"sync"
	"time"

	"majlis/flows"
	"majlis/flows/people"
	"majlis/flows/talk"
)

// Store keeps people in memory. The zero Store is ready.
type Store struct {
	mu     sync.Mutex
	people map[string]people.Person
	linked map[talk.Identity]string
}

var _ people.Store = (*Store)(nil)

// Add keeps a person.
func (s *Store) Add(p people.Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.people == nil {
		s.people = map[string]people.Person{}
	}
	s.people[p.ID] = p
}

// Person reads a person.
func (s *Store) Person(_ context.Context, id string) (people.Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.people[id]
	if !ok {
		return p, flows.ErrNotFound
	}
	return p, nil
}

// change writes what fn makes of a person.
func (s *Store) change(id string, fn func(p *people.Person)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.people[id]
	if !ok {
		return flows.ErrNotFound
	}
	fn(&p)
	s.people[id] = p
	return nil
}

// SetLang records the language chosen.
func (s *Store) SetLang(_ context.Context, id, lang string) error {
	return s.change(id, func(p *people.Person) { p.Lang = lang })
}

// SetNotice records the notice shown.
func (s *Store) SetNotice(_ context.Context, id, version string, at time.Time) error {
	return s.change(id, func(p *people.Person) { p.NoticeVersion, p.NoticeAt = version, at })
}

// SetNotify records opting in or out; opting in ends a stop.
func (s *Store) SetNotify(_ context.Context, id string, on bool, at time.Time) error {
	return s.change(id, func(p *people.Person) {
		p.Notify, p.NotifyAt = on, at
		if on {
			p.StoppedAt = time.Time{}
		}
	})
}

// SetZone records the time zone chosen.
func (s *Store) SetZone(_ context.Context, id, zone string, at time.Time) error {
	return s.change(id, func(p *people.Person) { p.Zone, p.ZoneAt = zone, at })
}

// Stop ends proactive messages.
func (s *Store) Stop(_ context.Context, id string, at time.Time) error {
	return s.change(id, func(p *people.Person) { p.StoppedAt = at })
}

// Link records a further identity.
func (s *Store) Link(_ context.Context, id string, identity talk.Identity) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if owner, taken := s.linked[identity]; taken && owner != id {
		return flows.ErrExists
	}
	if s.linked == nil {
		s.linked = map[talk.Identity]string{}
	}
	s.linked[identity] = id
	return nil
}
