package live

import (
	"context"

	"majlis/flows"
)

// Differ says that two groups do not ask the same, so that nobody is asked again
// whether they do.
func (d *Desk) Differ(ctx context.Context, deed Deed, group, other string) (int64, error) {
	return d.onGroup(ctx, deed, group, EventDiffer, func(b *Board, _ *Group) ([]Data, error) {
		g := b.Group(other)
		switch {
		case g == nil:
			return nil, flows.ErrNotFound
		case g.State == Merged:
			return nil, &flows.Mistake{Field: "into", Code: "merged"}
		case group == other:
			return nil, &flows.Mistake{Field: "into", Code: "same"}
		case b.Differ(group, other):
			return nil, nil
		}
		return []Data{{Group: group, Into: other}}, nil
	})
}

// Differ reports whether staff said that two groups do not ask the same, or said
// so of groups that are part of them by now.
func (b *Board) Differ(group, other string) bool {
	for _, pair := range b.differ {
		one, two := b.Standing(pair[0]), b.Standing(pair[1])
		if one == group && two == other || one == other && two == group {
			return true
		}
	}
	return false
}
