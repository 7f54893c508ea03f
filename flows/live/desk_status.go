package live

import (
	"context"
	"slices"

	"majlis/flows"
)

// Advance takes a broadcast to its next status. It can't be closed while anybody
// is owed an answer: what is left is postponed first, which becomes inquiries. What
// was asked in one that is cancelled becomes inquiries without that.
func (d *Desk) Advance(ctx context.Context, deed Deed, to Status) (Broadcast, error) {
	if to == Closed || to == Reported { // the last may have been asked while it was being closed
		if err := d.settled(ctx, deed.Broadcast); err != nil {
			return Broadcast{}, err
		}
	}
	var after Broadcast
	err := d.Store.Write(ctx, func(ctx context.Context) error {
		b, err := d.Store.Broadcast(ctx, deed.Broadcast)
		if err != nil {
			return err
		}
		after = b
		if b.Status == to {
			return nil
		}
		if !slices.Contains(steps[b.Status], to) {
			return &flows.Mistake{Field: "status", Code: "step", Detail: string(b.Status)}
		}
		b.Status = to
		if b.ToldAt.IsZero() && to != Cancelled {
			b.ToldAt = d.Now()
		}
		switch to {
		case OnAir:
			b.OnAirAt = d.Now()
		case Closed, Cancelled:
			b.ClosedAt = d.Now()
		}
		if err := d.Store.UpdateBroadcast(ctx, b); err != nil {
			return err
		}
		b.Version++
		after = b
		return d.Store.Append(ctx, -1, Event{
			Broadcast: b.ID, At: d.Now(), Kind: EventStatus, Actor: deed.Actor, Data: Data{Status: to},
		})
	})
	return after, err
}

// settled refuses while a group is owed something or a question stands in none.
func (d *Desk) settled(ctx context.Context, broadcast string) error {
	return d.Boards.Read(ctx, broadcast, func(b *Board) error {
		if len(b.Owed()) > 0 {
			return &flows.Mistake{Field: "broadcast", Code: "owed"}
		}
		for _, it := range b.Loose() {
			if it.Counts() {
				return &flows.Mistake{Field: "broadcast", Code: "grouping"}
			}
		}
		return nil
	})
}

// PostponeRest promises an answer in writing to everyone who is still owed one,
// so that the broadcast can be closed.
func (d *Desk) PostponeRest(ctx context.Context, deed Deed) (int64, error) {
	return d.act(ctx, deed, func(b *Board) ([]Data, EventKind, error) {
		var list []Data
		for _, g := range b.Owed() {
			list = append(list, Data{Group: g.ID, State: Later})
		}
		return list, EventState, nil
	})
}
