package storage

import (
	"context"
	"time"

	"majlis/flows/talk"
)

// liveSessions is how many conversations have their session in memory.
const liveSessions = 16384

// State is what is hot, kept in process over SQL: live copies of sessions, rate
// limits and leases. It is for one process; several share storage/redis.
type State struct {
	*Limiter
	db       *DB
	sessions *lru[talk.Session]
}

// State returns a fresh State over the store.
func (db *DB) State() *State {
	return &State{Limiter: NewLimiter(db.now), db: db, sessions: newLRU[talk.Session](liveSessions)}
}

// Get implements talk.Live.
func (s *State) Get(_ context.Context, contact string) (talk.Session, bool, error) {
	kept, found := s.sessions.get(contact)
	return kept, found, nil
}

// Keep implements talk.Live.
func (s *State) Keep(_ context.Context, contact string, fresh talk.Session) error {
	s.sessions.put(contact, func(old talk.Session) talk.Session {
		if old.Turn > fresh.Turn {
			return old
		}
		return fresh
	})
	return nil
}

// Hold implements bots.Lease.
func (s *State) Hold(ctx context.Context, name, owner string, ttl time.Duration) (bool, error) {
	return s.db.holdLease(ctx, name, owner, ttl)
}

// Release implements bots.Lease.
func (s *State) Release(ctx context.Context, name, owner string) error {
	return s.db.releaseLease(ctx, name, owner)
}

// Close gives nothing back: all is the store's.
func (s *State) Close() error { return nil }
