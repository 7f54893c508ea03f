package storage

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

// NewIDs returns a maker of ULIDs that only grow, even when the clock steps
// back: their order is the order in which they were made. Safe for concurrent use.
func NewIDs(now func() time.Time) func() string {
	var (
		mu      sync.Mutex
		last    uint64
		entropy = ulid.Monotonic(rand.Reader, 0)
	)
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		last = max(last, ulid.Timestamp(now()))
		id, err := ulid.New(last, entropy)
		if err != nil { // 2^80 ids within a millisecond, or a time after the year 10889
			last++
			id = ulid.MustNew(last, entropy)
		}
		return id.String()
	}
}

// growing is a number larger than the last: the microsecond it is, or the next
// when two come at once or the clock steps back.
func (db *DB) growing() int64 {
	for {
		last := db.last.Load()
		next := max(last+1, db.now().UnixMicro())
		if db.last.CompareAndSwap(last, next) {
			return next
		}
	}
}
