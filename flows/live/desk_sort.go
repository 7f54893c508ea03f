package live

import (
	"context"
	"slices"
	"strings"

	"majlis/flows"
	"majlis/flows/words"
)

// Limits of what staff write on a board.
const (
	maxWording = 300 // graphemes of a group's wording
	maxLabels  = 5
	maxLabel   = 24 // graphemes
	maxNote    = 280
)

// Merge makes a group part of another.
func (d *Desk) Merge(ctx context.Context, deed Deed, group, into string) (int64, error) {
	return d.onGroup(ctx, deed, group, EventMerged, func(b *Board, g *Group) ([]Data, error) {
		target := b.Group(into)
		switch {
		case target == nil:
			return nil, flows.ErrNotFound
		case target.State == Merged:
			return nil, &flows.Mistake{Field: "into", Code: "merged"}
		case group == into:
			return nil, &flows.Mistake{Field: "into", Code: "same"}
		case g.State == Answered || g.State == Declined:
			return nil, &flows.Mistake{Field: "group", Code: "told"} // its people have their answer
		}
		return []Data{{Group: group, Into: into}}, nil
	})
}

// Split takes questions out of a group into one of their own, under the wording
// of the first.
func (d *Desk) Split(ctx context.Context, deed Deed, group string, items []string) (int64, error) {
	return d.onGroup(ctx, deed, group, EventSplit, func(_ *Board, g *Group) ([]Data, error) {
		inside := slices.DeleteFunc(g.Items(), func(id string) bool { return !slices.Contains(items, id) })
		switch {
		case len(inside) == 0:
			return nil, &flows.Mistake{Field: "items", Code: "empty"}
		case len(inside) == len(g.items):
			return nil, &flows.Mistake{Field: "items", Code: "all"}
		}
		return []Data{{Group: group, Into: d.NewID(), Items: inside, State: Approved}}, nil
	})
}

// Name gives a group the wording under which it is shown and answered.
func (d *Desk) Name(ctx context.Context, deed Deed, group, text string) (int64, error) {
	text = strings.TrimSpace(words.Clean(text))
	switch {
	case text == "":
		return 0, &flows.Mistake{Field: "text", Code: "empty"}
	case words.Graphemes(text) > maxWording:
		return 0, &flows.Mistake{Field: "text", Code: "long"}
	}
	return d.onGroup(ctx, deed, group, EventNamed, func(*Board, *Group) ([]Data, error) {
		return []Data{{Group: group, Text: text}}, nil
	})
}

// Pin keeps a group on top of those that wait, or lets it go.
func (d *Desk) Pin(ctx context.Context, deed Deed, group string, on bool) (int64, error) {
	return d.onGroup(ctx, deed, group, EventPinned, func(_ *Board, g *Group) ([]Data, error) {
		if g.Pinned == on {
			return nil, nil
		}
		return []Data{{Group: group, On: on}}, nil
	})
}

// Label gives a group its topics.
func (d *Desk) Label(ctx context.Context, deed Deed, group string, labels []string) (int64, error) {
	var clean []string
	for _, l := range labels {
		l = strings.TrimSpace(words.Clean(l))
		switch {
		case l == "" || slices.Contains(clean, l):
		case words.Graphemes(l) > maxLabel:
			return 0, &flows.Mistake{Field: "labels", Code: "long"}
		default:
			clean = append(clean, l)
		}
	}
	if len(clean) > maxLabels {
		return 0, &flows.Mistake{Field: "labels", Code: "many"}
	}
	return d.onGroup(ctx, deed, group, EventLabelled, func(*Board, *Group) ([]Data, error) {
		return []Data{{Group: group, Labels: clean}}, nil
	})
}

// Undo takes back something that staff did, by the number it returned. What
// people have been told already can't be taken back.
func (d *Desk) Undo(ctx context.Context, deed Deed, seq int64) (int64, error) {
	return d.act(ctx, deed, func(b *Board) ([]Data, EventKind, error) {
		if b.Status.Over() { // what was decided in the end is being told
			return nil, "", &flows.Mistake{Field: "broadcast", Code: "over"}
		}
		if err := b.CanUndo(seq); err != nil {
			return nil, "", err
		}
		for id := range b.past[seq].groups {
			g := b.groups[id]
			if g != nil && (g.State == Answered || g.State == Declined) && d.Now().Sub(g.DecidedAt) > Grace {
				return nil, "", &flows.Mistake{Field: "undo", Code: "told"}
			}
		}
		return []Data{{Undo: seq}}, EventUndone, nil
	})
}

// Note says something to the host from backstage.
func (d *Desk) Note(ctx context.Context, deed Deed, text string) (int64, error) {
	text = strings.TrimSpace(words.Clean(text))
	switch {
	case text == "":
		return 0, &flows.Mistake{Field: "text", Code: "empty"}
	case words.Graphemes(text) > maxNote:
		return 0, &flows.Mistake{Field: "text", Code: "long"}
	}
	return d.act(ctx, deed, func(*Board) ([]Data, EventKind, error) {
		return []Data{{Note: d.NewID(), Text: text}}, EventNoted, nil
	})
}

// NoteSeen says that the host has read a note.
func (d *Desk) NoteSeen(ctx context.Context, deed Deed, note string) (int64, error) {
	return d.act(ctx, deed, func(b *Board) ([]Data, EventKind, error) {
		i := slices.IndexFunc(b.notes, func(n Note) bool { return n.ID == note })
		switch {
		case i < 0:
			return nil, "", flows.ErrNotFound
		case b.notes[i].Seen:
			return nil, "", nil
		}
		return []Data{{Note: note}}, EventNoteSeen, nil
	})
}
