package storage

import (
	"context"
	"time"

	"majlis/flows/talk"
)

func (db *DB) setTimers(ctx context.Context, t talk.Turn) error {
	for _, timer := range t.Timers {
		_, err := db.exec(ctx, `INSERT INTO timers (contact, name, due_at, turn) VALUES ($1, $2, $3, $4)
			ON CONFLICT (contact, name) DO UPDATE SET due_at = excluded.due_at, turn = excluded.turn`,
			t.Who.Contact, timer.Name, millis(timer.At), t.Session.Turn)
		if err != nil {
			return err
		}
	}
	return nil
}

// Fired implements talk.Store.
func (db *DB) Fired(ctx context.Context, now time.Time, limit int) ([]talk.Firing, error) {
	var due []talk.Firing
	var f talk.Firing
	var current bool
	stale := false
	err := db.each(ctx, func() error {
		if !current {
			stale = true
			return nil
		}
		due = append(due, f)
		return nil
	}, []any{&f.Who.Contact, &f.Who.Person, &f.Who.Channel, &f.Name, &f.Turn, &current},
		`SELECT c.id, c.person, c.channel, t.name, t.turn, EXISTS (SELECT 1 FROM sessions s WHERE s.contact = t.contact AND s.turn = t.turn)
		FROM timers t JOIN contacts c ON c.id = t.contact WHERE t.due_at <= $1 ORDER BY t.due_at LIMIT $2`, millis(now), limit)
	if err != nil || !stale {
		return due, err
	}
	_, err = db.exec(ctx, `DELETE FROM timers WHERE due_at <= $1
		AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.contact = timers.contact AND s.turn = timers.turn)`, millis(now))
	return due, err
}
