package main

import (
	"context"
	"errors"

	"majlis/flows"
	"majlis/flows/faq"
)

// schedule is what this house does by the clock, in the ministry's zone.
func (h *house) schedule() *schedule {
	s := &schedule{runs: h.db, zone: h.ministry.Zone.Location(), log: h.log, now: h.now}
	if spec := h.ministry.Digest.Schedule; spec != "" {
		s.jobs = append(s.jobs, job{"digest", spec, h.draftDigest})
	}
	s.jobs = append(s.jobs, job{"due dates", "10 0 * * *", h.recount}, job{"broadcasts", "* * * * *", h.live.herald.Run})
	return s
}

// draftDigest puts a digest before the approvers; nothing is published without
// one of them.
func (h *house) draftDigest(ctx context.Context) error {
	_, err := h.faq.DraftDigest(ctx, faq.Schedule)
	if errors.Is(err, flows.ErrNotFound) { // nothing is published yet
		return nil
	}
	return err
}

// recount counts due dates anew, as holidays are announced late.
func (h *house) recount(ctx context.Context) error {
	moved, err := h.cases.Recount(ctx)
	if moved > 0 {
		h.log.Info("due dates moved with the calendar", "cases", moved)
	}
	return err
}
