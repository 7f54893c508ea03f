package main

import (
	"context"
	"fmt"
	"time"

	"majlis/flows/faq"
	"majlis/flows/staff"
	"majlis/flows/words"
)

// seedEntries groups the questions and answers some of them: omar writes, huda
// approves, and a digest waits for her.
func (h *house) seedEntries(ctx context.Context, data seedData, users map[string]staff.User) error {
	if err := h.sorter.Sort(ctx); err != nil {
		return err
	}
	if err := h.sorter.Refine(ctx); err != nil {
		return err
	}
	for _, e := range data.Entries {
		if err := h.seedEntry(ctx, e, users["omar"], users["huda"]); err != nil {
			return fmt.Errorf("%s: %w", e.QuestionEn, err)
		}
	}
	_, err := h.faq.DraftDigest(ctx, users["omar"].ID)
	return err
}

func (h *house) seedEntry(ctx context.Context, s seedEntry, author, approver staff.User) error {
	group, err := h.groupOf(ctx, s.Like)
	if err != nil {
		return err
	}
	e, err := h.faq.DraftFromGroup(ctx, group, author.ID)
	if err != nil {
		return err
	}
	w := faq.Words{
		Service: s.Service, QuestionAr: s.QuestionAr, QuestionEn: s.QuestionEn,
		AnswerAr: s.AnswerAr, AnswerEn: s.AnswerEn, Variants: e.Variants,
	}
	if e, err = h.faq.Save(ctx, e.ID, e.Version, author.ID, w); err != nil || s.State == faq.Draft {
		return err
	}
	if err := h.faq.Submit(ctx, e.ID, e.Version); err != nil || s.State == faq.Submitted {
		return err
	}
	if e, err = h.db.Entry(ctx, e.ID); err != nil {
		return err
	}
	_, err = h.faq.Approve(ctx, e.ID, e.Version, approver)
	return err
}

// groupOf finds the group of the question that is worded like this.
func (h *house) groupOf(ctx context.Context, like string) (string, error) {
	group, want := "", words.Fold(like)
	err := h.db.Questions(ctx, time.Time{}, func(q faq.Question) bool {
		if words.Fold(q.Text) == want {
			group = q.Group
		}
		return group == ""
	})
	if err == nil && group == "" {
		err = errSeed
	}
	return group, err
}
