// Package statetest is the contract of what is hot: live sessions, rate limits
// and leases, wherever they are kept.
package statetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/talk"
)

// State is what the contract is about.
type State interface {
	talk.Live
	talk.Limiter
	Hold(ctx context.Context, name, owner string, ttl time.Duration) (bool, error)
	Release(ctx context.Context, name, owner string) error
}

// Run checks the contract. open returns an empty State; pass lets its clock go on
// by d, or waits that long where the clock can't be set. On a busy machine more
// time may go by than that: what depends on its being early is then left out.
func Run(t *testing.T, open func(t *testing.T) (s State, pass func(d time.Duration))) {
	for name, check := range map[string]func(t *testing.T, s State, pass func(time.Duration)){
		"sessions": sessions, "a newer copy stays": newerStays, "limit": limit, "limit at once": limitAtOnce,
		"sliding window": sliding, "lease": lease, "lease runs out": leaseRunsOut,
	} {
		t.Run(name, func(t *testing.T) {
			s, pass := open(t)
			check(t, s, pass)
		})
	}
}

func sessions(t *testing.T, s State, _ func(time.Duration)) {
	if _, found, err := s.Get(t.Context(), "c1"); found || err != nil {
		t.Fatalf("found %v, %v in an empty state", found, err)
	}
	want := talk.Session{Turn: 3, Lang: "ar", Flow: "suggest", Open: "text", Journal: []talk.Entry{{Key: "service", Value: []byte(`"مياه"`)}}}
	if err := s.Keep(t.Context(), "c1", want); err != nil {
		t.Fatal(err)
	}
	got, found, err := s.Get(t.Context(), "c1")
	if err != nil || !found {
		t.Fatalf("found %v, %v", found, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, found, err := s.Get(t.Context(), "c2"); found || err != nil {
		t.Errorf("another conversation: found %v, %v", found, err)
	}
}

// newerStays checks that late writers don't put an old copy over a newer one.
func newerStays(t *testing.T, s State, _ func(time.Duration)) {
	var all sync.WaitGroup
	for _, turn := range []int{5, 1, 9, 10, 3, 2} {
		all.Go(func() {
			if err := s.Keep(t.Context(), "c", talk.Session{Turn: turn}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got, _, err := s.Get(t.Context(), "c")
	if err != nil || got.Turn != 10 {
		t.Fatalf("kept turn %d, %v; want 10", got.Turn, err)
	}
	again := talk.Session{Turn: 10, Lang: "en"} // what SQL holds wins among equals
	if err := s.Keep(t.Context(), "c", again); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := s.Get(t.Context(), "c"); got.Lang != "en" {
		t.Errorf("kept %+v", got)
	}
}

// allow reports whether one more event of a key passes.
func allow(t *testing.T, s State, key string, limit int, window time.Duration) bool {
	t.Helper()
	ok, err := s.Allow(t.Context(), key, limit, window)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func limit(t *testing.T, s State, _ func(time.Duration)) {
	for i := range 5 {
		if got := allow(t, s, "a", 3, time.Minute); got != (i < 3) {
			t.Errorf("event %d: allowed %v", i, got)
		}
	}
	if !allow(t, s, "b", 3, time.Minute) {
		t.Error("one key's events count for another")
	}
	if allow(t, s, "c", 0, time.Minute) {
		t.Error("nothing is within a limit of none")
	}
}

func limitAtOnce(t *testing.T, s State, _ func(time.Duration)) {
	var passed atomic.Int64
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if ok, err := s.Allow(t.Context(), "crowd", 20, time.Minute); err != nil {
				t.Error(err)
			} else if ok {
				passed.Add(1)
			}
		})
	}
	all.Wait()
	if passed.Load() != 20 {
		t.Errorf("%d passed, want 20", passed.Load())
	}
}

// sliding checks that a window has no edge at which twice the limit passes, and
// that what was refused doesn't count.
func sliding(t *testing.T, s State, pass func(time.Duration)) {
	const window = 400 * time.Millisecond
	began := time.Now()
	allow(t, s, "k", 2, window)
	pass(window / 2)
	allow(t, s, "k", 2, window)
	for range 3 {
		if !allow(t, s, "k", 2, window) {
			continue
		}
		if time.Since(began) >= window {
			return
		}
		t.Fatal("a third within the window")
	}
	pass(window * 3 / 4) // the first has left the window
	if !allow(t, s, "k", 2, window) {
		t.Error("refused although only one is left in the window")
	}
	pass(2 * window)
	for i := range 2 {
		if !allow(t, s, "k", 2, window) {
			t.Errorf("event %d of a fresh window is refused", i)
		}
	}
}

func hold(t *testing.T, s State, name, owner string, ttl time.Duration) bool {
	t.Helper()
	ok, err := s.Hold(t.Context(), name, owner, ttl)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func lease(t *testing.T, s State, _ func(time.Duration)) {
	for range 2 {
		if !hold(t, s, "poll", "a", time.Minute) {
			t.Fatal("a free lease can't be taken and renewed")
		}
	}
	if hold(t, s, "poll", "b", time.Minute) {
		t.Fatal("two hold it")
	}
	if !hold(t, s, "cron", "b", time.Minute) {
		t.Error("one lease shuts another")
	}
	for _, step := range []struct {
		owner string
		free  bool
	}{{"b", false}, {"a", true}} {
		if err := s.Release(t.Context(), "poll", step.owner); err != nil {
			t.Fatal(err)
		}
		if got := hold(t, s, "poll", "c", time.Minute); got != step.free {
			t.Errorf("after %s gave it up, another gets it: %v", step.owner, got)
		}
	}
	holders := atomic.Int64{}
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			if ok, err := s.Hold(t.Context(), "race", fmt.Sprint(i), time.Minute); err != nil {
				t.Error(err)
			} else if ok {
				holders.Add(1)
			}
		})
	}
	all.Wait()
	if holders.Load() != 1 {
		t.Errorf("%d hold one lease", holders.Load())
	}
}

func leaseRunsOut(t *testing.T, s State, pass func(time.Duration)) {
	const life = 300 * time.Millisecond
	hold(t, s, "poll", "a", life)
	pass(life / 2)
	renewed := time.Now()
	if !hold(t, s, "poll", "a", life) {
		t.Fatal("not renewed")
	}
	pass(life * 3 / 4)
	if hold(t, s, "poll", "b", life) && time.Since(renewed) < life {
		t.Fatal("taken from a holder who renewed it")
	}
	pass(life)
	if !hold(t, s, "poll", "b", life) {
		t.Fatal("still held by one who is gone")
	}
}
