package storage

import (
	"context"
	"sync"
	"time"
)

// sweepEvery is how many events pass between two looks for windows that ran out.
const sweepEvery = 4096

// Limiter counts events in memory, each in a sliding window of its own. It is
// safe for concurrent use.
type Limiter struct {
	now func() time.Time

	mu      sync.Mutex
	windows map[string]*window
	events  int
}

// window holds the times of the events allowed within it, oldest first: never
// more than its limit.
type window struct {
	length time.Duration
	times  []time.Time
}

// NewLimiter makes a Limiter that goes by the clock now.
func NewLimiter(now func() time.Time) *Limiter {
	return &Limiter{now: now, windows: map[string]*window{}}
}

// Allow implements talk.Limiter. What is refused is not counted, so that whoever
// slows down is heard again.
func (l *Limiter) Allow(_ context.Context, key string, limit int, length time.Duration) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.sweep(now)
	w, ok := l.windows[key]
	if !ok {
		w = &window{}
		l.windows[key] = w
	}
	w.length = length
	w.expire(now)
	if len(w.times) >= limit {
		return false, nil
	}
	w.times = append(w.times, now)
	return true, nil
}

// Windows is how many keys are remembered.
func (l *Limiter) Windows() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.windows)
}

// sweep forgets windows that ran out, now and then.
func (l *Limiter) sweep(now time.Time) {
	if l.events++; l.events < sweepEvery {
		return
	}
	l.events = 0
	for key, w := range l.windows {
		if w.expire(now); len(w.times) == 0 {
			delete(l.windows, key)
		}
	}
}

func (w *window) expire(now time.Time) {
	over := 0
	for over < len(w.times) && now.Sub(w.times[over]) >= w.length {
		over++
	}
	w.times = append(w.times[:0], w.times[over:]...)
}
