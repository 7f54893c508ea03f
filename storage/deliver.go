package storage

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/talk"
)

// takenAtMost bounds how often a parcel is taken whose sender died meanwhile: one
// that ends the process each time must not do so for ever.
const takenAtMost = 10

// queueAhead is how much of a queue is looked at for conversations that are free:
// one with many parcels at its head leaves the others this much.
const queueAhead = 256

// Take implements bots.Outbox. A conversation has one parcel on its way at a
// time, so that order holds however long a delivery takes.
func (db *DB) Take(ctx context.Context, channel string, now time.Time, limit int) ([]talk.Parcel, error) {
	idle, err := db.nothingDue(ctx, channel, now)
	if err != nil || idle {
		return nil, err
	}
	var taken []talk.Parcel
	err = db.within(ctx, func(ctx context.Context) error {
		taken = nil
		if err := db.reclaim(ctx, channel, now); err != nil {
			return err
		}
		for lane := talk.LaneReply; lane <= talk.LaneBulk && len(taken) < limit; lane++ {
			ids, err := db.due(ctx, channel, lane, now, limit-len(taken))
			if err != nil {
				return err
			}
			for _, id := range ids {
				p, err := db.take(ctx, id, now)
				if err != nil {
					return err
				}
				taken = append(taken, p)
			}
		}
		return nil
	})
	return taken, err
}

// nothingDue spares the writer a transaction each time a sender looks.
func (db *DB) nothingDue(ctx context.Context, channel string, now time.Time) (bool, error) {
	var due bool
	err := db.one(ctx, []any{&due}, `SELECT
		EXISTS (SELECT 1 FROM outbox WHERE state = 'queued' AND channel = $1) OR
		EXISTS (SELECT 1 FROM outbox WHERE state = 'put_off' AND channel = $1 AND next_at <= $2) OR
		EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND channel = $1 AND taken_at <= $3)`,
		channel, millis(now), millis(now.Add(-db.options.SendLease)))
	return !due, err
}

// reclaim puts back what was taken longer ago than the lease: its sender died,
// and nobody knows whether it arrived.
func (db *DB) reclaim(ctx context.Context, channel string, now time.Time) error {
	_, err := db.exec(ctx, `UPDATE outbox SET unsure = TRUE, next_at = $3,
		state = CASE WHEN attempts >= $4 THEN 'failed' ELSE 'put_off' END,
		code = CASE WHEN attempts >= $4 THEN 'unsure' ELSE code END
		WHERE state = 'sending' AND channel = $1 AND taken_at <= $2`,
		channel, millis(now.Add(-db.options.SendLease)), millis(now), takenAtMost)
	return err
}

// Reclaim puts back all that is on its way on any channel, for the one process
// that sends, when it starts: whoever took it is gone.
func (db *DB) Reclaim(ctx context.Context) error {
	_, err := db.exec(ctx, `UPDATE outbox SET taken_at = 0 WHERE state = 'sending'`)
	return err
}

// due lists the parcels of a lane that are next for their conversation, one each.
// Queued parcels stand in the order they were posted. One that was put off keeps
// its place: what comes after it, or in a lower lane, waits with it.
func (db *DB) due(ctx context.Context, channel string, lane talk.Lane, now time.Time, limit int) ([]parcelID, error) {
	var ids []parcelID
	var id parcelID
	var contact string
	chosen := map[string]bool{}
	err := db.each(ctx, func() error {
		if !chosen[contact] && len(ids) < limit {
			chosen[contact] = true
			ids = append(ids, id)
		}
		return nil
	}, []any{&id.person, &id.seq, &contact}, `SELECT o.person, o.seq, o.contact FROM (
			SELECT * FROM (SELECT person, seq, contact, channel, lane, place FROM outbox
				WHERE state = 'queued' AND channel = $1 AND lane = $2 ORDER BY place LIMIT $4) AS queue
			UNION ALL SELECT person, seq, contact, channel, lane, place FROM outbox
				WHERE state = 'put_off' AND channel = $1 AND lane = $2 AND next_at <= $3) AS o
		WHERE NOT EXISTS (SELECT 1 FROM outbox b WHERE b.state = 'sending' AND b.channel = o.channel AND b.contact = o.contact)
		AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.state = 'put_off' AND b.channel = o.channel AND b.contact = o.contact
			AND (b.lane, b.seq) < (o.lane, o.seq))
		ORDER BY o.place`, channel, lane, millis(now), queueAhead)
	return ids, err
}

func (db *DB) take(ctx context.Context, id parcelID, now time.Time) (talk.Parcel, error) {
	p := talk.Parcel{ID: id.String(), Seq: id.seq}
	err := db.one(ctx, []any{&p.Contact, &p.Channel, &p.Lang, jsonValue{&p.Message}, &p.Native, &p.Tries, &p.Unsure},
		`UPDATE outbox SET state = 'sending', taken_at = $1, attempts = attempts + 1 WHERE person = $2 AND seq = $3
		RETURNING contact, channel, lang, body, native, attempts - 1, unsure`, millis(now), id.person, id.seq)
	if err != nil {
		return p, err
	}
	var sealed []byte
	if err := db.one(ctx, []any{&sealed}, `SELECT address FROM contacts WHERE id = $1`, p.Contact); err != nil {
		return p, err
	}
	plain, err := db.vault.Open(sealed)
	p.Address = string(plain)
	return p, err
}

// Sent implements bots.Outbox.
func (db *DB) Sent(ctx context.Context, id, native string, at time.Time) error {
	return db.setParcel(ctx, id, `UPDATE outbox SET state = 'sent', code = '', native = $3, sent_at = $4
		WHERE person = $1 AND seq = $2`, native, millis(at))
}

// Later implements bots.Outbox.
func (db *DB) Later(ctx context.Context, id, code string, at time.Time) error {
	return db.setParcel(ctx, id, `UPDATE outbox SET state = 'put_off', code = $3, next_at = $4
		WHERE person = $1 AND seq = $2 AND state = 'sending'`, code, millis(at))
}

// Fail implements bots.Outbox.
func (db *DB) Fail(ctx context.Context, id, code string, stop bool) error {
	return db.within(ctx, func(ctx context.Context) error {
		err := db.setParcel(ctx, id, `UPDATE outbox SET state = 'failed', code = $3 WHERE person = $1 AND seq = $2`, code)
		if err != nil || !stop {
			return err
		}
		key, _ := parseParcelID(id)
		var contact string
		err = db.one(ctx, []any{&contact}, `SELECT contact FROM outbox WHERE person = $1 AND seq = $2`, key.person, key.seq)
		if err != nil {
			return err
		}
		return db.setBlocked(ctx, contact, true)
	})
}

// setParcel runs an update whose $1 and $2 are the parcel's key.
func (db *DB) setParcel(ctx context.Context, id, query string, more ...any) error {
	key, ok := parseParcelID(id)
	if !ok {
		return fmt.Errorf("parcel %q: %w", id, flows.ErrNotFound)
	}
	n, err := db.exec(ctx, query, append([]any{key.person, key.seq}, more...)...)
	if err == nil && n == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("parcel %s: %w", id, err)
	}
	return nil
}

// parcelID is the key of an outbox row.
type parcelID struct {
	person string
	seq    int64
}

func (id parcelID) String() string { return id.person + "-" + strconv.FormatInt(id.seq, 10) }

func parseParcelID(s string) (parcelID, bool) {
	person, n, found := strings.Cut(s, "-")
	seq, err := strconv.ParseInt(n, 10, 64)
	return parcelID{person, seq}, found && err == nil
}
