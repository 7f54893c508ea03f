package bots

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits are a platform's published limits on sending.
type Limits struct {
	PerSecond float64 // messages a second over all chats; 0: none
	Burst     int     // how many may go at once
	PerChat   float64 // messages a second to one chat; 0: none
	ChatBurst int
}

// forgetAfter is when a silent chat's bucket is dropped: it is full by then.
const forgetAfter = time.Minute

// buckets hold what is left of the limits: one for the channel, one a chat.
type buckets struct {
	limits Limits
	all    *rate.Limiter

	mu    sync.Mutex
	chats map[string]*bucket
	swept time.Time
}

type bucket struct {
	*rate.Limiter
	used time.Time
}

func newBuckets(l Limits) *buckets {
	b := &buckets{limits: l, all: rate.NewLimiter(rate.Inf, 0), chats: map[string]*bucket{}}
	if l.PerSecond > 0 {
		b.all = rate.NewLimiter(rate.Limit(l.PerSecond), l.Burst)
	}
	return b
}

// chat is the bucket of one chat.
func (b *buckets) chat(contact string, now time.Time) *rate.Limiter {
	if b.limits.PerChat <= 0 {
		return rate.NewLimiter(rate.Inf, 0)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep(now)
	c := b.chats[contact]
	if c == nil {
		c = &bucket{Limiter: rate.NewLimiter(rate.Limit(b.limits.PerChat), b.limits.ChatBurst)}
		b.chats[contact] = c
	}
	c.used = now
	return c.Limiter
}

func (b *buckets) sweep(now time.Time) {
	if now.Sub(b.swept) < forgetAfter {
		return
	}
	b.swept = now
	for contact, c := range b.chats {
		if now.Sub(c.used) > forgetAfter {
			delete(b.chats, contact)
		}
	}
}
