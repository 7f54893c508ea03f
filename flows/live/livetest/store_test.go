package livetest_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/cases"
	"majlis/flows/live"
	"majlis/flows/live/livetest"
)

func TestStore(t *testing.T) {
	livetest.Contract(t, func(*testing.T) livetest.Kit {
		var woken []string
		var filed atomic.Int64
		kit := livetest.Kit{
			Changed: func() (list []string) {
				list, woken = woken, nil
				return list
			},
			Meet: func(name string) live.Member {
				return live.Member{Person: "person " + name, Contact: "contact " + name, Channel: "test"}
			},
			File: func(context.Context) (string, error) { return fmt.Sprintf("C%d", filed.Add(1)), nil },
		}
		var s livetest.Store
		var mu sync.Mutex
		s.Changed = func(id string) {
			mu.Lock()
			woken = append(woken, id)
			mu.Unlock()
		}
		kit.Store = &s
		return kit
	})
}

func TestPostsAndWelcome(t *testing.T) {
	s := livetest.Store{Opted: []live.Member{{Contact: "a"}, {Contact: "b"}, {Contact: "c"}}}
	for _, dedupe := range []string{"x", "x", "", ""} {
		if err := s.Post(t.Context(), cases.Post{Contact: "a", Dedupe: dedupe}); err != nil {
			t.Fatal(err)
		}
	}
	want := []cases.Post{{Contact: "a", Dedupe: "x"}, {Contact: "a"}, {Contact: "a"}}
	if diff := cmp.Diff(want, s.Posts()); diff != "" {
		t.Error(diff)
	}
	page, err := s.Welcome(t.Context(), "a", 1)
	if err != nil || len(page) != 1 || page[0].Contact != "b" {
		t.Errorf("the page after a: %+v, %v", page, err)
	}
}
