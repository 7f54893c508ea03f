package storage

import (
	"context"
	"slices"
	"time"

	"majlis/flows/talk"
)

// soonest is the one timer of a turn that can fire: when it does, its turn moves
// the conversation on, and the others have nothing left to wait for.
func soonest(timers []talk.Timer) talk.Timer {
	if len(timers) == 0 {
		return talk.Timer{}
	}
	return slices.MinFunc(timers, func(a, b talk.Timer) int { return a.At.Compare(b.At) })
}

// PutOff implements talk.Store.
func (db *DB) PutOff(ctx context.Context, contact string, turn int, until time.Time) error {
	_, err := db.exec(ctx, `UPDATE sessions SET due_at = $1 WHERE contact = $2 AND turn = $3 AND due_at > 0`,
		millis(until), contact, turn)
	return err
}

// Fired implements talk.Store. A timer is kept with the session it belongs to,
// so that none is left of a conversation that has moved on.
func (db *DB) Fired(ctx context.Context, now time.Time, limit int) ([]talk.Firing, error) {
	var due []talk.Firing
	var f talk.Firing
	err := db.each(ctx, func() error {
		due = append(due, f)
		return nil
	}, []any{&f.Who.Contact, &f.Who.Person, &f.Who.Channel, &f.Name, &f.Turn}, `SELECT c.id, c.person, c.channel, s.timer, s.turn
		FROM sessions s JOIN contacts c ON c.id = s.contact
		WHERE s.due_at > 0 AND s.due_at <= $1 ORDER BY s.due_at LIMIT $2`, millis(now), limit)
	return due, err
}
