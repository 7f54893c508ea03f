package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

// ranBook remembers runs in memory.
type ranBook map[string]time.Time

func (b ranBook) LastRun(_ context.Context, job string) (time.Time, error) { return b[job], nil }

func (b ranBook) SetLastRun(_ context.Context, job string, at time.Time) error {
	b[job] = at
	return nil
}

func TestScheduleRunsDailyAndOutlivesAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		ran := 0
		s := &schedule{runs: ranBook{}, zone: time.UTC, log: slog.New(slog.DiscardHandler), now: time.Now}
		s.jobs = []job{{"daily", "0 9 * * *", func(context.Context) error {
			if ran++; ran == 1 {
				panic("once")
			}
			return nil
		}}}
		go func() { _ = s.run(ctx) }() // its schedules are right
		time.Sleep(72 * time.Hour)
		cancel()
		synctest.Wait()
		if ran != 3 {
			t.Errorf("ran %d times in three days, want 3", ran)
		}
	})
}

func TestScheduleCatchesUpAMissedRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		ran := map[string]int{}
		count := func(name string, err error) job {
			return job{name, "0 9 * * *", func(context.Context) error { ran[name]++; return err }}
		}
		book := ranBook{"missed": time.Now().Add(-30 * time.Hour), "failing": time.Now().Add(-30 * time.Hour), "done": time.Now().Add(-time.Second)}
		failing := book["failing"]
		s := &schedule{runs: book, zone: time.UTC, log: slog.New(slog.DiscardHandler), now: time.Now}
		s.jobs = []job{count("missed", nil), count("failing", errors.New("no")), count("done", nil), count("new", nil)}
		go func() { _ = s.run(ctx) }() // its schedules are right
		synctest.Wait()
		cancel()
		synctest.Wait()
		if ran["missed"] != 1 || ran["failing"] != 1 || ran["done"] != 0 || ran["new"] != 0 {
			t.Errorf("ran %v", ran)
		}
		if book["failing"] != failing {
			t.Error("a failed run was noted as done")
		}
	})
}
