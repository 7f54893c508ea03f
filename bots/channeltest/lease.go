package channeltest

import (
	"context"
	"sync"
	"time"

	"majlis/bots"
)

// Lease is one that nobody else wants, unless it is taken.
type Lease struct {
	mu    sync.Mutex
	owner string
}

var _ bots.Lease = (*Lease)(nil)

// Hold implements bots.Lease; it never runs out.
func (l *Lease) Hold(_ context.Context, _, owner string, _ time.Duration) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.owner == "" {
		l.owner = owner
	}
	return l.owner == owner, nil
}

// Release implements bots.Lease.
func (l *Lease) Release(_ context.Context, _, owner string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.owner == owner {
		l.owner = ""
	}
	return nil
}

// Take gives the lease to another process.
func (l *Lease) Take(owner string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.owner = owner
}

// Owner is who holds it; "" nobody.
func (l *Lease) Owner() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.owner
}
