package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
)

// runs keeps when a job last ran, so that a run missed while the program was
// down is caught up.
type runs interface {
	LastRun(ctx context.Context, job string) (time.Time, error)
	SetLastRun(ctx context.Context, job string, at time.Time) error
}

// job is something done by the clock.
type job struct {
	name string
	spec string // cron of five fields in the ministry's zone
	do   func(ctx context.Context) error
}

// schedule runs jobs by the clock until ctx ends.
type schedule struct {
	jobs []job
	runs runs
	zone *time.Location
	log  *slog.Logger
	now  func() time.Time
}

// run starts the clock, catches up what was missed, and waits for running jobs
// at the end.
func (s *schedule) run(ctx context.Context) error {
	// SkipIfStillRunning stands before Recover: the other way round, one panic
	// would leave a job marked as running for ever.
	logger := cronLog{s.log}
	clock := cron.New(cron.WithLocation(s.zone), cron.WithChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)))
	for _, j := range s.jobs {
		if _, err := clock.AddFunc(j.spec, func() { s.do(ctx, j) }); err != nil {
			return fmt.Errorf("schedule of %s: %w", j.name, err)
		}
	}
	s.catchUp(ctx)
	clock.Start()
	<-ctx.Done()
	<-clock.Stop().Done()
	return nil
}

// catchUp runs each job whose last run is older than its newest appointed time.
func (s *schedule) catchUp(ctx context.Context) {
	for _, j := range s.jobs {
		last, err := s.runs.LastRun(ctx, j.name)
		if err != nil {
			s.log.Error("cannot read when a job last ran", "job", j.name, "err", err)
			continue
		}
		if last.IsZero() { // a new house: count from now
			s.note(ctx, j)
			continue
		}
		plan, err := cron.ParseStandard(j.spec)
		if err == nil && plan.Next(last.In(s.zone)).Before(s.now()) {
			s.do(ctx, j)
		}
	}
}

func (s *schedule) do(ctx context.Context, j job) {
	if ctx.Err() != nil {
		return
	}
	if err := j.do(ctx); err != nil {
		s.log.Error("a job failed", "job", j.name, "err", err)
		return
	}
	s.note(ctx, j)
}

func (s *schedule) note(ctx context.Context, j job) {
	if err := s.runs.SetLastRun(ctx, j.name, s.now()); err != nil {
		s.log.Error("cannot note that a job ran", "job", j.name, "err", err)
	}
}

// cronLog hands the clock's own messages to the program's log.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(msg string, kv ...any) { l.log.Debug("schedule", append(kv, "what", msg)...) }
func (l cronLog) Error(err error, msg string, kv ...any) {
	l.log.Error("schedule", append(kv, "what", msg, "err", err)...)
}
