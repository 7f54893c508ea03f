package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"majlis/flows"
	"majlis/flows/talk"
)

// DeadLetters lists what was given up on either way, newest first. What the rule
// of a platform kept back (it may not be written to by now, or never wrote) is
// left out: nobody could do anything about it.
func (db *DB) DeadLetters(ctx context.Context, limit int) ([]talk.DeadLetter, error) {
	letters, err := all(ctx, db, func(rows *sql.Rows) (l talk.DeadLetter, err error) {
		l.Mine = true
		err = rows.Scan(&l.ID, &l.Channel, &l.Contact, timeValue{&l.At}, &l.Tries, &l.Code, &l.Text)
		return l, err
	}, `SELECT id, channel, contact, said_at, attempts, ref, text FROM inbox WHERE state = 'dead' ORDER BY said_at DESC LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	failed, err := all(ctx, db, func(rows *sql.Rows) (l talk.DeadLetter, err error) {
		var id parcelID
		var m talk.Message
		err = rows.Scan(&id.person, &id.seq, &l.Channel, &l.Contact, timeValue{&l.At}, &l.Tries, &l.Code, jsonValue{&m})
		l.ID, l.Text = id.String(), m.Text
		return l, err
	}, `SELECT person, seq, channel, contact, posted_at, attempts, code, body FROM outbox
		WHERE state = 'failed' AND code NOT IN ('window', 'cold') ORDER BY posted_at DESC LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	return mergeDead(letters, failed, limit), nil
}

// mergeDead merges two lists, each newest first.
func mergeDead(a, b []talk.DeadLetter, limit int) []talk.DeadLetter {
	merged := make([]talk.DeadLetter, 0, min(limit, len(a)+len(b)))
	for len(merged) < limit && len(a)+len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && a[0].At.After(b[0].At) {
			merged, a = append(merged, a[0]), a[1:]
		} else {
			merged, b = append(merged, b[0]), b[1:]
		}
	}
	return merged
}

// RetryDead puts a dead letter back in line: a message from a person waits for
// its turn again, one to a person for its delivery. flows.ErrNotFound when it is
// no dead letter.
func (db *DB) RetryDead(ctx context.Context, id string) error {
	return db.within(ctx, func(ctx context.Context) error {
		n, err := db.exec(ctx, `UPDATE inbox SET state = '', ref = '', turn = 0, ended_at = 0, attempts = 0, retries = retries + 1
			WHERE id = $1 AND state = 'dead'`, id)
		if err != nil || n > 0 {
			return db.recordDeed(ctx, id, "retry", "", err)
		}
		channel, err := db.requeue(ctx, id)
		if err == nil {
			onCommit(ctx, func() { db.options.Wake(channel) })
		}
		return db.recordDeed(ctx, id, "retry", "", err)
	})
}

// requeue makes a failed parcel wait again; whoever retries a parcel to a shut
// conversation opens it.
func (db *DB) requeue(ctx context.Context, id string) (channel string, err error) {
	key, err := db.keyNow(ctx, id)
	if err != nil {
		return "", fmt.Errorf("dead letter %s: %w", id, err)
	}
	var contact string
	// Sent under its old id it would be taken for the one that failed, and dropped;
	// but one that may have arrived must have the same, so that it is not read twice.
	err = db.one(ctx, []any{&channel, &contact}, `UPDATE outbox SET state = 'queued', attempts = 0, sent_at = 0, delivered_at = 0,
		native = CASE WHEN code = 'unsure' THEN native ELSE '' END, code = '' WHERE person = $1 AND seq = $2 AND state = 'failed' RETURNING channel, contact`, key.person, key.seq)
	if err != nil {
		return "", fmt.Errorf("dead letter %s: %w", id, err)
	}
	return channel, db.setBlocked(ctx, contact, false)
}

// DismissDead ends a dead letter for good. flows.ErrNotFound when it is none.
func (db *DB) DismissDead(ctx context.Context, id, actor string) error {
	return db.within(ctx, func(ctx context.Context) error {
		n, err := db.exec(ctx, `UPDATE inbox SET state = $2, ref = 'dismissed' WHERE id = $1 AND state = 'dead'`, id, talk.EndDiscard)
		if err == nil && n == 0 {
			n, err = db.dropDead(ctx, id)
		}
		if err == nil && n == 0 {
			err = fmt.Errorf("dead letter %s: %w", id, flows.ErrNotFound)
		}
		return db.recordDeed(ctx, id, "dismiss", actor, err)
	})
}

func (db *DB) dropDead(ctx context.Context, id string) (int64, error) {
	key, err := db.keyNow(ctx, id)
	if errors.Is(err, flows.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return db.exec(ctx, `UPDATE outbox SET state = 'dropped', code = 'dismissed'
		WHERE person = $1 AND seq = $2 AND state = 'failed'`, key.person, key.seq)
}

// recordDeed notes what staff did with a dead letter, unless it failed.
func (db *DB) recordDeed(ctx context.Context, letter, kind, actor string, failed error) error {
	if failed != nil {
		return failed
	}
	_, err := db.exec(ctx, `INSERT INTO dead_deeds (id, letter, kind, actor, at) VALUES ($1, $2, $3, $4, $5)`,
		db.newID(), letter, kind, actor, millis(db.now()))
	return err
}
