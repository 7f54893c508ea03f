package faq

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"majlis/flows"
	"majlis/flows/words"
)

// The kinds of Decision.
const (
	Merged = "merge"  // Groups: target, source; Items: the questions that moved
	Parted = "split"  // Groups: source, new; Items: the questions that moved
	Differ = "differ" // Groups: two that are not the same
	Pinned = "pin"    // Groups: the one
)

// pageOf is how many members are read at a time.
const pageOf = 500

// Rename sets a group's canonical question. The group is pinned with it.
func (d Desk) Rename(ctx context.Context, group, canonical string) error {
	canonical = words.Clean(canonical)
	switch {
	case canonical == "":
		return &flows.Mistake{Field: "canonical", Code: "empty"}
	case words.Graphemes(canonical) > maxQuestion:
		return &flows.Mistake{Field: "canonical", Code: "long"}
	}
	return d.Store.Write(ctx, func(ctx context.Context) error {
		g, err := d.standing(ctx, group)
		if err != nil {
			return err
		}
		g.Canonical, g.Pinned = canonical, true
		if lang := words.Lang(canonical); lang != "" {
			g.Lang = lang
		}
		return d.Store.UpdateGroup(ctx, g)
	})
}

// Merge moves all questions of source into target: they are the same question.
func (d Desk) Merge(ctx context.Context, actor, target, source string) (Decision, error) {
	if target == source {
		return Decision{}, &flows.Mistake{Field: "group", Code: "same_group"}
	}
	decision := Decision{ID: d.NewID(), Kind: Merged, Groups: []string{target, source}, Actor: actor, At: d.Now()}
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		into, err := d.standing(ctx, target)
		if err != nil {
			return err
		}
		from, err := d.standing(ctx, source)
		if err != nil {
			return err
		}
		if from.Entry != "" && into.Entry != "" && from.Entry != into.Entry {
			return &flows.Mistake{Field: "group", Code: "two_entries"}
		}
		if decision.Items, err = d.members(ctx, source); err != nil {
			return err
		}
		return d.merge(ctx, into, from, decision)
	})
	if err != nil {
		return Decision{}, fmt.Errorf("merging group %s into %s: %w", source, target, err)
	}
	return decision, nil
}

func (d Desk) merge(ctx context.Context, into, from Group, decision Decision) error {
	if err := d.Store.Regroup(ctx, moves(decision.Items, into.ID), nil); err != nil {
		return err
	}
	from.Merged = into.ID
	if err := d.Store.UpdateGroup(ctx, from); err != nil {
		return err
	}
	if into.Entry == "" && from.Entry != "" {
		into.Entry, into.Pinned = from.Entry, true
		if err := d.Store.UpdateGroup(ctx, into); err != nil {
			return err
		}
	}
	return d.Store.AddDecision(ctx, decision)
}

// Split moves the picked questions of a group into a new group: they ask
// something else. The first of them names it.
func (d Desk) Split(ctx context.Context, actor, source string, items []string) (Decision, error) {
	decision := Decision{
		ID: d.NewID(), Kind: Parted, Groups: []string{source, d.NewID()}, Items: items, Actor: actor, At: d.Now(),
	}
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		if _, err := d.standing(ctx, source); err != nil {
			return err
		}
		part, err := d.part(ctx, decision)
		if err != nil {
			return err
		}
		if err := d.Store.Regroup(ctx, moves(items, part.ID), []Group{part}); err != nil {
			return err
		}
		return d.Store.AddDecision(ctx, decision)
	})
	if err != nil {
		return Decision{}, fmt.Errorf("splitting group %s: %w", source, err)
	}
	return decision, nil
}

// part makes the new group of a split and checks that the picked questions are
// members, not all of them and at least one.
func (d Desk) part(ctx context.Context, decision Decision) (Group, error) {
	all, err := d.memberList(ctx, decision.Groups[0])
	if err != nil {
		return Group{}, err
	}
	if len(decision.Items) == 0 || len(decision.Items) >= len(all) {
		return Group{}, &flows.Mistake{Field: "items", Code: "split_some"}
	}
	part := Group{ID: decision.Groups[1], FirstAt: decision.At, LastAt: decision.At}
	for _, id := range decision.Items {
		i := slices.IndexFunc(all, func(q Question) bool { return q.ID == id })
		if i < 0 {
			return Group{}, flows.ErrStale
		}
		if part.Canonical == "" {
			part.Canonical, part.Lang = all[i].Text, all[i].Lang
		}
	}
	return part, nil
}

// Different says that two groups which were suggested to be the same are not.
func (d Desk) Different(ctx context.Context, actor, a, b string) (Decision, error) {
	decision := Decision{ID: d.NewID(), Kind: Differ, Groups: []string{a, b}, Actor: actor, At: d.Now()}
	if err := d.Store.AddDecision(ctx, decision); err != nil {
		return Decision{}, fmt.Errorf("groups %s and %s differ: %w", a, b, err)
	}
	return decision, nil
}

// standing reads a group that was not merged into another.
func (d Desk) standing(ctx context.Context, id string) (Group, error) {
	g, err := d.Store.Group(ctx, id)
	if err != nil {
		return Group{}, err
	}
	if g.Merged != "" {
		return Group{}, &flows.Mistake{Field: "group", Code: "merged"}
	}
	return g, nil
}

func (d Desk) members(ctx context.Context, group string) ([]string, error) {
	list, err := d.memberList(ctx, group)
	ids := make([]string, len(list))
	for i, q := range list {
		ids[i] = q.ID
	}
	return ids, err
}

func (d Desk) memberList(ctx context.Context, group string) ([]Question, error) {
	var all []Question
	for {
		page, err := d.Store.GroupQuestions(ctx, group, pageOf, len(all))
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < pageOf {
			return all, nil
		}
	}
}

// moves puts questions into a group, surely: a person said so.
func moves(questions []string, group string) []Move {
	list := make([]Move, len(questions))
	for i, id := range questions {
		list[i] = Move{Question: strings.TrimSpace(id), Group: group, Score: 1}
	}
	return list
}
