// Package stafftest is a staff.Store in memory, for tests.
package stafftest

import (
	"context"
	"sync"

	"majlis/flows"
	"majlis/flows/staff"
	"majlis/flows/words"
)

// Store keeps accounts in memory. The zero Store is ready.
type Store struct {
	mu    sync.Mutex
	users []staff.User
}

var _ staff.Store = (*Store)(nil)

// CreateUser adds an account.
func (s *Store) CreateUser(_ context.Context, u staff.User) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, other := range s.users {
		if words.Fold(other.Name) == words.Fold(u.Name) {
			return flows.ErrExists
		}
	}
	s.users = append(s.users, u)
	return nil
}

// User finds an account by id.
func (s *Store) User(_ context.Context, id string) (staff.User, error) {
	return s.find(func(u staff.User) bool { return u.ID == id })
}

// UserByName finds an account by its folded name.
func (s *Store) UserByName(_ context.Context, name string) (staff.User, error) {
	return s.find(func(u staff.User) bool { return words.Fold(u.Name) == words.Fold(name) })
}

func (s *Store) find(is func(staff.User) bool) (staff.User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.users {
		if is(u) {
			return u, nil
		}
	}
	return staff.User{}, flows.ErrNotFound
}

// UpdateUser replaces an account.
func (s *Store) UpdateUser(_ context.Context, u staff.User) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.users {
		if s.users[i].ID == u.ID {
			s.users[i] = u
			return nil
		}
	}
	return flows.ErrNotFound
}

// Users lists all accounts in the order they were made.
func (s *Store) Users(context.Context) ([]staff.User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]staff.User(nil), s.users...), nil
}
