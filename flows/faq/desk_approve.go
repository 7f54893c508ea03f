package faq

import (
	"context"
	"fmt"

	"majlis/flows"
	"majlis/flows/staff"
)

// Approve publishes a submitted entry. It takes an approver who is not the
// author. An entry that replaces another puts its words into that one, so that
// links to it and its counts stay, and is then gone; Approve returns the entry
// that now stands.
func (d Desk) Approve(ctx context.Context, id string, version int, approver staff.User) (Entry, error) {
	var stands Entry
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		e, err := d.Store.Entry(ctx, id)
		if err != nil {
			return err
		}
		if err := d.approvable(e, version, approver); err != nil {
			return err
		}
		if e.Replaces == "" {
			stands, err = d.publish(ctx, e, e, approver.ID)
			return err
		}
		old, err := d.Store.Entry(ctx, e.Replaces)
		if err != nil {
			return err
		}
		if stands, err = d.publish(ctx, old, e, approver.ID); err != nil {
			return err
		}
		e.Status, e.Approver, e.UpdatedAt = Withdrawn, approver.ID, d.Now()
		return d.Store.UpdateEntry(ctx, e)
	})
	if err != nil {
		return Entry{}, fmt.Errorf("entry %s: approving: %w", id, err)
	}
	return stands, nil
}

func (d Desk) approvable(e Entry, version int, approver staff.User) error {
	switch {
	case e.Version != version:
		return flows.ErrStale
	case e.Status != Submitted:
		return &flows.Mistake{Field: "entry", Code: "not_submitted"}
	}
	if err := second(e.Author, approver); err != nil {
		return err
	}
	return e.Check()
}

// publish puts the words of from into into and makes it stand.
func (d Desk) publish(ctx context.Context, into, from Entry, approver string) (Entry, error) {
	now := d.Now()
	Words{
		Service: from.Service, Variants: from.Variants,
		QuestionAr: from.QuestionAr, QuestionEn: from.QuestionEn, AnswerAr: from.AnswerAr, AnswerEn: from.AnswerEn,
	}.put(&into)
	into.Status, into.Author, into.Approver, into.UpdatedAt = Published, from.Author, approver, now
	if into.PublishedAt.IsZero() {
		into.PublishedAt = now
	}
	if err := d.Store.UpdateEntry(ctx, into); err != nil {
		return Entry{}, err
	}
	into.Version++
	return into, nil
}
