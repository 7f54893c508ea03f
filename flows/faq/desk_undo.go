package faq

import (
	"context"
	"fmt"

	"majlis/flows"
)

// Undo takes a merge, a split or a "differ" back: the questions return to where
// they were, as far as nobody has moved them on since.
func (d Desk) Undo(ctx context.Context, id string) (Decision, error) {
	var undone Decision
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		decision, err := d.decision(ctx, id)
		if err != nil {
			return err
		}
		undone = decision
		if !decision.Undone.IsZero() {
			return nil // the button was pressed twice
		}
		if err := d.restore(ctx, decision); err != nil {
			return err
		}
		return d.Store.UndoDecision(ctx, id, d.Now())
	})
	if err != nil {
		return Decision{}, fmt.Errorf("undoing decision %s: %w", id, err)
	}
	return undone, nil
}

func (d Desk) restore(ctx context.Context, decision Decision) error {
	switch decision.Kind {
	case Merged:
		return d.unmerge(ctx, decision.Groups[0], decision.Groups[1], decision.Items)
	case Parted:
		return d.unsplit(ctx, decision.Groups[0], decision.Groups[1], decision.Items)
	}
	return nil
}

// unmerge lets the source stand again and gives it its questions back. The
// group is raised first: questions don't move into one that is gone.
func (d Desk) unmerge(ctx context.Context, target, source string, items []string) error {
	g, err := d.Store.Group(ctx, source)
	if err != nil {
		return err
	}
	g.Merged = ""
	if err := d.Store.UpdateGroup(ctx, g); err != nil {
		return err
	}
	if into, err := d.Store.Group(ctx, target); err != nil {
		return err
	} else if into.Entry != "" && into.Entry == g.Entry { // it came with the merge
		into.Entry = ""
		if err := d.Store.UpdateGroup(ctx, into); err != nil {
			return err
		}
	}
	return d.moveBack(ctx, target, source, items)
}

// unsplit puts the questions back and retires the new group.
func (d Desk) unsplit(ctx context.Context, source, part string, items []string) error {
	g, err := d.Store.Group(ctx, part)
	if err != nil {
		return err
	}
	if g.Entry != "" {
		return &flows.Mistake{Field: "group", Code: "has_entry"}
	}
	if err := d.moveBack(ctx, part, source, items); err != nil {
		return err
	}
	left, err := d.Store.GroupQuestions(ctx, part, 1, 0)
	if err != nil || len(left) > 0 {
		return err
	}
	g.Merged = source
	return d.Store.UpdateGroup(ctx, g)
}

// moveBack moves those of items that are still in from.
func (d Desk) moveBack(ctx context.Context, from, to string, items []string) error {
	members, err := d.members(ctx, from)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, id := range members {
		there[id] = true
	}
	var back []string
	for _, id := range items {
		if there[id] {
			back = append(back, id)
		}
	}
	return d.Store.Regroup(ctx, moves(back, to), nil)
}

func (d Desk) decision(ctx context.Context, id string) (Decision, error) {
	all, err := d.Store.Decisions(ctx)
	if err != nil {
		return Decision{}, err
	}
	for _, decision := range all {
		if decision.ID == id {
			return decision, nil
		}
	}
	return Decision{}, flows.ErrNotFound
}
