package storage_test

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	"majlis/storage"
	"majlis/storage/statetest"
)

func TestState(t *testing.T) {
	statetest.Run(t, func(t *testing.T) (statetest.State, func(time.Duration)) {
		var mu sync.Mutex
		now := time.UnixMilli(1_800_000_000_000)
		clock := func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return now
		}
		db := openAt(t, filepath.Join(t.TempDir(), "majlis.db"), storage.Options{Now: clock})
		return db.State(), func(d time.Duration) {
			mu.Lock()
			defer mu.Unlock()
			now = now.Add(d)
		}
	})
}

// TestLimiterForgets checks that windows that ran out don't pile up in memory.
func TestLimiterForgets(t *testing.T) {
	now := time.UnixMilli(0)
	l := storage.NewLimiter(func() time.Time { return now })
	for range 50_000 {
		now = now.Add(time.Second)
		if ok, err := l.Allow(t.Context(), now.String(), 1, time.Minute); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	if n := l.Windows(); n > 10_000 {
		t.Errorf("%d windows are remembered", n)
	}
}
