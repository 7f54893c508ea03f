package faq

import (
	"context"
	"fmt"

	"majlis/flows"
	"majlis/flows/words"
)

// How much of a group goes into the draft of its entry.
const (
	draftMembers  = 200 // members looked at
	draftVariants = 8   // different wordings taken over
)

// DraftFromGroup starts an entry for a recurring question: the canonical
// question in its language, and its other wordings as variants. The group is
// pinned: the machine no longer changes what staff work on. A group that has an
// entry returns it as it is.
func (d Desk) DraftFromGroup(ctx context.Context, group, author string) (Entry, error) {
	var draft Entry
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		g, err := d.Store.Group(ctx, group)
		if err != nil {
			return err
		}
		if g.Merged != "" {
			return &flows.Mistake{Field: "group", Code: "merged"}
		}
		if draft, err = d.entryOf(ctx, g); err != nil || draft.ID != "" {
			return err
		}
		if draft, err = d.draft(ctx, g, author); err != nil {
			return err
		}
		if err := d.Store.CreateEntry(ctx, draft); err != nil {
			return err
		}
		g.Entry, g.Pinned = draft.ID, true
		return d.Store.UpdateGroup(ctx, g)
	})
	if err != nil {
		return Entry{}, fmt.Errorf("group %s: drafting: %w", group, err)
	}
	return draft, nil
}

// entryOf returns the group's entry, the zero Entry when there is none that
// stands or is being written.
func (d Desk) entryOf(ctx context.Context, g Group) (Entry, error) {
	if g.Entry == "" {
		return Entry{}, nil
	}
	e, err := d.Store.Entry(ctx, g.Entry)
	if err != nil || e.Status == Withdrawn {
		return Entry{}, err
	}
	return e, nil
}

func (d Desk) draft(ctx context.Context, g Group, author string) (Entry, error) {
	members, err := d.Store.GroupQuestions(ctx, g.ID, draftMembers, 0)
	if err != nil {
		return Entry{}, err
	}
	e := d.newEntry(author)
	e.Group = g.ID
	if words.Lang(g.Canonical) == flows.English {
		e.QuestionEn = g.Canonical
	} else {
		e.QuestionAr = g.Canonical
	}
	var wordings []string
	for _, m := range members {
		wordings = append(wordings, words.Cut(m.Text, maxQuestion))
	}
	e.Variants = distinct(wordings, draftVariants, g.Canonical)
	return e, nil
}
