package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

// Desk is what staff do with broadcasts. What they do on a board is decided on
// the board as they can see it, and written only if no other deed came between.
type Desk struct {
	Store    Store
	Boards   *Boards
	Cases    cases.Desk
	Ministry flows.Ministry
	Texts    talk.Texts
	Now      func() time.Time
	NewID    func() string // ULIDs
	Random   io.Reader     // for the codes by which people join; nil: crypto/rand
}

// Deed is who does something on which board.
type Deed struct {
	Broadcast string
	Actor     string // staff id
}

// triesAtDeed is how often a deed is decided anew when another was faster.
const triesAtDeed = 5

// act decides on the board as it stands and writes what was decided. It returns
// the number of the last event, which undoes the deed.
func (d *Desk) act(ctx context.Context, deed Deed, decide func(*Board) ([]Data, EventKind, error)) (seq int64, err error) {
	for range triesAtDeed {
		seq, err = d.try(ctx, deed, decide)
		if !errors.Is(err, flows.ErrStale) {
			break
		}
	}
	if err != nil {
		return 0, fmt.Errorf("broadcast %s: %w", deed.Broadcast, err)
	}
	return seq, nil
}

func (d *Desk) try(ctx context.Context, deed Deed, decide func(*Board) ([]Data, EventKind, error)) (int64, error) {
	var events []Event
	var decided int64
	err := d.Boards.Read(ctx, deed.Broadcast, func(b *Board) error {
		decided = b.Seq
		list, kind, err := decide(b)
		for _, data := range list {
			events = append(events, Event{Broadcast: deed.Broadcast, At: d.Now(), Kind: kind, Actor: deed.Actor, Data: data})
		}
		return err
	})
	if err != nil || len(events) == 0 {
		return 0, err
	}
	if err := d.Store.Append(ctx, decided, events...); err != nil {
		return 0, err
	}
	return d.lastOf(ctx, deed.Broadcast, deed.Actor)
}

// lastOf is the number of what a staff member did last.
func (d *Desk) lastOf(ctx context.Context, broadcast, actor string) (seq int64, err error) {
	err = d.Boards.Read(ctx, broadcast, func(b *Board) error {
		seq = b.deeds[actor]
		return nil
	})
	return seq, err
}

// onGroup is act on one group that stands on a board which is not over.
func (d *Desk) onGroup(ctx context.Context, deed Deed, group string, kind EventKind, decide func(*Board, *Group) ([]Data, error)) (int64, error) {
	return d.act(ctx, deed, func(b *Board) ([]Data, EventKind, error) {
		g := b.Group(group)
		switch {
		case g == nil:
			return nil, "", flows.ErrNotFound
		case g.State == Merged:
			return nil, "", &flows.Mistake{Field: "group", Code: "merged"}
		case b.Status.Over():
			return nil, "", &flows.Mistake{Field: "broadcast", Code: "over"}
		}
		list, err := decide(b, g)
		return list, kind, err
	})
}
