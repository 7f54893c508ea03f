package storage

import (
	"context"
	"errors"
	"fmt"

	"majlis/flows"
	"majlis/flows/talk"
)

// byNative finds a parcel by the platform's own id of it ($1) and its channel
// ($2). Its last part is that of the index, word for word.
const byNative = `native = $1 AND channel = $2 AND length(native) >= 20`

// Mark implements bots.Sent. A receipt may come before the delivery it is about is
// recorded, and may be all that is ever heard of it: what is on a person's phone, or
// with the platform, was sent, whatever its sender thought, and must not be sent again.
func (db *DB) Mark(ctx context.Context, channel string, m talk.Mark) error {
	if m.At.IsZero() {
		m.At = db.now()
	}
	if m.State == talk.MarkFailed {
		return db.markFailed(ctx, channel, m)
	}
	arrived := m.State == talk.MarkDelivered || m.State == talk.MarkRead
	if !arrived && m.State != talk.MarkSent {
		return nil
	}
	_, err := db.exec(ctx, `UPDATE outbox SET
		delivered_at = CASE WHEN delivered_at = 0 AND $5 THEN $3 ELSE delivered_at END,
		read_at = CASE WHEN read_at = 0 AND $4 THEN $3 ELSE read_at END,
		sent_at = CASE WHEN sent_at = 0 THEN $3 ELSE sent_at END,
		code = CASE WHEN state IN ('queued', 'put_off', 'sending') OR code = 'unsure' THEN '' ELSE code END,
		state = CASE WHEN state IN ('queued', 'put_off', 'sending') OR code = 'unsure' THEN 'sent' ELSE state END
		WHERE `+byNative, m.Native, channel, millis(m.At), m.State == talk.MarkRead, arrived)
	return err
}

// markFailed gives up what the platform could not deliver after all. What was
// read has arrived, and what staff dismissed stays so.
func (db *DB) markFailed(ctx context.Context, channel string, m talk.Mark) error {
	return db.within(ctx, func(ctx context.Context) error {
		contacts, err := all(ctx, db, scanString, `UPDATE outbox SET state = 'failed', code = $3
			WHERE `+byNative+` AND read_at = 0 AND state NOT IN ('failed', 'dropped') RETURNING contact`, m.Native, channel, m.Code)
		if err != nil {
			return err
		}
		for _, contact := range contacts {
			if err := db.gaveUp(ctx, contact, channel, m.Code, m.Stop); err != nil {
				return err
			}
		}
		return nil
	})
}

// Said implements bots.Sent.
func (db *DB) Said(ctx context.Context, channel, native string) (m talk.Message, err error) {
	err = db.one(ctx, []any{jsonValue{&m}}, `SELECT body FROM outbox WHERE `+byNative, native, channel)
	if err != nil {
		return talk.Message{}, fmt.Errorf("what was said on %s: %w", channel, err)
	}
	return m, nil
}

// renumbered turns the key of a parcel into the one it has since its person's
// record became part of another; flows.ErrNotFound when that never happened.
func (db *DB) renumbered(ctx context.Context, key *parcelID) error {
	var person string
	var shift int64
	err := db.one(ctx, []any{&person, &shift}, `SELECT person, shift FROM merges WHERE gone = $1`, key.person)
	if err == nil {
		*key = parcelID{person, key.seq + shift}
	}
	return err
}

// keyNow is the key of a parcel by an id that staff may have had on their screen
// for a while; flows.ErrNotFound when it is none.
func (db *DB) keyNow(ctx context.Context, id string) (parcelID, error) {
	key, ok := parseParcelID(id)
	if !ok {
		return key, flows.ErrNotFound
	}
	return db.latest(ctx, key)
}

// personNow is the record that a person's is part of by now, mostly itself.
func (db *DB) personNow(ctx context.Context, person string) (string, error) {
	key, err := db.latest(ctx, parcelID{person: person})
	return key.person, err
}

func (db *DB) latest(ctx context.Context, key parcelID) (parcelID, error) {
	for {
		switch err := db.renumbered(ctx, &key); {
		case err == nil:
		case errors.Is(err, flows.ErrNotFound):
			return key, nil
		default:
			return key, err
		}
	}
}
