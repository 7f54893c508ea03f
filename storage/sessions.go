package storage

import (
	"context"
	"errors"
	"fmt"

	"majlis/flows"
	"majlis/flows/talk"
)

// Session implements talk.Store.
func (db *DB) Session(ctx context.Context, contact string) (talk.Session, error) {
	var state string
	err := db.one(ctx, []any{&state}, `SELECT state FROM sessions WHERE contact = $1`, contact)
	if errors.Is(err, flows.ErrNotFound) {
		return talk.Session{}, nil
	}
	if err != nil {
		return talk.Session{}, err
	}
	s, err := talk.DecodeSession([]byte(state))
	if err != nil {
		return talk.Session{}, fmt.Errorf("session of %s: %w", contact, err)
	}
	return s, nil
}

// saveSession writes the session after a turn and the timer it set;
// talk.ErrStale when the one kept is not in the turn that was read.
func (db *DB) saveSession(ctx context.Context, t talk.Turn) error {
	raw, err := t.Session.Encode()
	if err != nil {
		return err
	}
	if t.Was == 0 {
		if err := db.stillOf(ctx, t.Who); err != nil {
			return err
		}
	}
	query := `UPDATE sessions SET turn = $2, state = $3, timer = $4, due_at = $5, updated_at = $6 WHERE contact = $1 AND turn = $7`
	if t.Was == 0 {
		query = `INSERT INTO sessions (contact, turn, state, timer, due_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (contact) DO UPDATE SET turn = excluded.turn, state = excluded.state, timer = excluded.timer,
			due_at = excluded.due_at, updated_at = excluded.updated_at WHERE sessions.turn = $7`
	}
	timer := soonest(t.Timers)
	n, err := db.exec(ctx, query, t.Who.Contact, t.Session.Turn, string(raw), timer.Name, millis(timer.At), millis(db.now()), t.Was)
	if err == nil && n == 0 {
		err = talk.ErrStale
	}
	return err
}

// stillOf is talk.ErrStale when a conversation is no longer the person's: their
// record became part of another. Later turns notice it by the session's turn.
func (db *DB) stillOf(ctx context.Context, who talk.Who) error {
	err := db.one(ctx, []any{new(int)}, `SELECT 1 FROM contacts WHERE id = $1 AND person = $2`, who.Contact, who.Person)
	if errors.Is(err, flows.ErrNotFound) {
		return talk.ErrStale
	}
	return err
}
