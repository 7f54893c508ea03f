package storage_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"majlis/flows/live"
	"majlis/storage"
)

// liveEvents is how many events the log of a large broadcast holds: that many are
// there before BenchmarkLiveAppend begins.
const liveEvents = 50_000

func liveStore(b *testing.B) live.Store {
	b.Helper()
	store := openAt(b, filepath.Join(b.TempDir(), "majlis.db"), storage.Options{}).Live()
	err := store.CreateBroadcast(b.Context(), live.Broadcast{ID: "B1", Code: "1234", Status: live.OnAir})
	if err == nil {
		err = store.Append(b.Context(), -1, asked(0, liveEvents)...)
	}
	if err != nil {
		b.Fatal(err)
	}
	return store
}

// asked are questions as they come in.
func asked(first, n int) []live.Event {
	list := make([]live.Event, n)
	for i := range list {
		id := fmt.Sprintf("01JD%022d", first+i)
		list[i] = live.Event{Broadcast: "B1", At: time.Now(), Kind: live.EventAsked, Data: live.Data{
			Question: id, Person: id, Channel: "telegram", Lang: "ar", Text: "متى تُصرف الدفعة القادمة من الدعم السكني للأسر؟",
		}}
	}
	return list
}

// BenchmarkLiveAppend writes events to the log of a large broadcast, durably: one
// at a time, as people ask, or two hundred, as they are grouped. One iteration is
// one Append.
func BenchmarkLiveAppend(b *testing.B) {
	for _, c := range []struct{ writers, events int }{{1, 1}, {64, 1}, {1, 200}} {
		b.Run(fmt.Sprintf("writers=%d/events=%d", c.writers, c.events), func(b *testing.B) {
			store := liveStore(b)
			took := make([][]time.Duration, c.writers)
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for w := range c.writers {
				wg.Go(func() {
					for {
						n := int(next.Add(1))
						if n > b.N {
							return
						}
						events := asked(liveEvents+n*c.events, c.events)
						start := time.Now()
						if err := store.Append(b.Context(), -1, events...); err != nil {
							b.Error(err)
							return
						}
						took[w] = append(took[w], time.Since(start))
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			all := slices.Concat(took...)
			slices.Sort(all)
			b.ReportMetric(float64(len(all)*c.events)/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// BenchmarkLiveEvents reads the log of a large broadcast, as a process does that
// has just started.
func BenchmarkLiveEvents(b *testing.B) {
	store := liveStore(b)
	for b.Loop() {
		n := 0
		err := store.Events(b.Context(), "B1", 0, func(live.Event) bool {
			n++
			return true
		})
		if err != nil || n != liveEvents {
			b.Fatalf("%d events, %v", n, err)
		}
	}
}
