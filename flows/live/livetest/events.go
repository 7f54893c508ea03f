package livetest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"majlis/flows"
	"majlis/flows/live"
)

// Append numbers events and adds them to the log.
func (s *Store) Append(ctx context.Context, decided int64, events ...live.Event) error {
	return s.change(ctx, func(st *state) error {
		for _, e := range events {
			if _, there := st.broadcasts[e.Broadcast]; !there {
				return fmt.Errorf("broadcast %s: %w", e.Broadcast, flows.ErrNotFound)
			}
			if log := st.events[e.Broadcast]; decided >= 0 && decided < int64(len(log)) && touched(log[decided:]) {
				return fmt.Errorf("broadcast %s: %w", e.Broadcast, flows.ErrStale)
			}
		}
		for _, e := range events {
			if err := st.add(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// touched reports a deed of staff.
func touched(log []live.Event) bool {
	return slices.ContainsFunc(log, func(e live.Event) bool { return e.Actor != "" })
}

// add writes an event as it will be read: what it says went through JSON.
func (st *state) add(e live.Event) error {
	raw, err := json.Marshal(e.Data)
	if err != nil {
		return err
	}
	e.Data = live.Data{}
	if err := json.Unmarshal(raw, &e.Data); err != nil {
		return err
	}
	e.At = e.At.UTC().Truncate(time.Millisecond)
	e.Seq = int64(len(st.events[e.Broadcast])) + 1
	st.events[e.Broadcast] = append(st.events[e.Broadcast], e)
	if !slices.Contains(st.grown, e.Broadcast) {
		st.grown = append(st.grown, e.Broadcast)
	}
	return nil
}

// Blank takes the words out of the event that brought a question.
func (s *Store) Blank(ctx context.Context, broadcast, question string) error {
	return s.change(ctx, func(st *state) error {
		at := slices.IndexFunc(st.events[broadcast], func(e live.Event) bool {
			return e.Data.Question == question && (e.Kind == live.EventAsked || e.Kind == live.EventSupported)
		})
		if at < 0 {
			return fmt.Errorf("question %s: %w", question, flows.ErrNotFound)
		}
		log := slices.Clone(st.events[broadcast]) // others may be reading it
		log[at].Data.Text, log[at].Data.Files = "", nil
		st.events[broadcast] = log
		return nil
	})
}

// Events reads a log after a number.
func (s *Store) Events(ctx context.Context, broadcast string, after int64, yield func(live.Event) bool) error {
	log := s.state(ctx).events[broadcast]
	for _, e := range log[min(max(after, 0), int64(len(log))):] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !yield(e) {
			return nil
		}
	}
	return nil
}
