package live

import (
	"context"

	"majlis/flows"
)

// Erase honours that a person deleted the message in which they asked: the words
// leave the board and its log, and the question is withdrawn if nothing became of
// it yet.
func (f Floor) Erase(ctx context.Context, m Member, question string) (withdrawn bool, err error) {
	if err := f.own(ctx, m, question); err != nil {
		return false, err
	}
	var events []Event
	err = f.Boards.Read(ctx, m.Broadcast, func(b *Board) error {
		it := b.Item(question)
		if it.erased {
			return flows.ErrNotFound
		}
		if withdrawn = b.open(it); withdrawn {
			events = append(events, f.event(m, EventWithdrawn, Data{Question: question}))
		}
		events = append(events, f.event(m, EventErased, b.without(it)))
		return nil
	})
	if err != nil {
		return false, err
	}
	if err := f.Store.Append(ctx, -1, events...); err != nil {
		return false, err
	}
	return withdrawn, f.Store.Blank(ctx, m.Broadcast, question)
}
