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

// saveSession writes the session after a turn; talk.ErrStale when the one kept is
// not in turn was.
func (db *DB) saveSession(ctx context.Context, contact string, was int, s talk.Session) error {
	raw, err := s.Encode()
	if err != nil {
		return err
	}
	query := `UPDATE sessions SET turn = $2, state = $3, updated_at = $4 WHERE contact = $1 AND turn = $5`
	if was == 0 {
		query = `INSERT INTO sessions (contact, turn, state, updated_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (contact) DO UPDATE SET turn = excluded.turn, state = excluded.state, updated_at = excluded.updated_at
			WHERE sessions.turn = $5`
	}
	n, err := db.exec(ctx, query, contact, s.Turn, string(raw), millis(db.now()), was)
	if err == nil && n == 0 {
		err = talk.ErrStale
	}
	return err
}
