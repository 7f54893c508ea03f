package storage

import (
	"context"
	"crypto/rand"
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

// take marks a parcel as on its way. The id made beforehand is written with that,
// so that whoever takes it again sends it under the same.
func (db *DB) take(ctx context.Context, id parcelID, now time.Time) (talk.Parcel, error) {
	p := talk.Parcel{ID: id.String(), Seq: id.seq}
	err := db.one(ctx, []any{&p.Contact, &p.Channel, &p.Lane, &p.Lang, jsonValue{&p.Message}, &p.Native, &p.Tries, &p.Unsure},
		`UPDATE outbox SET state = 'sending', taken_at = $1, attempts = attempts + 1,
		native = CASE WHEN native = '' THEN $4 ELSE native END WHERE person = $2 AND seq = $3
		RETURNING contact, channel, lane, lang, body, native, attempts - 1, unsure`, millis(now), id.person, id.seq, newNative())
	if err != nil {
		return p, err
	}
	var sealed []byte
	err = db.one(ctx, []any{&sealed, timeValue{&p.Heard}}, `SELECT address, (SELECT said_at FROM inbox
		WHERE contact = $1 AND kind NOT IN (`+unsaid+`) ORDER BY arrival DESC LIMIT 1) FROM contacts WHERE id = $1`, p.Contact)
	if err != nil {
		return p, err
	}
	plain, err := db.vault.Open(sealed)
	p.Address = string(plain)
	return p, err
}

// unsaid are the kinds of message in which the person says nothing new: no
// platform counts from them how long it may be written to.
const unsaid = `'blocked', 'returned', 'edit', 'deleted', 'reaction', 'invite'`

// newNative makes a message id as WhatsApp's own clients do: "3EB0" and eighteen
// hexadecimal digits in upper case.
func newNative() string {
	var b [9]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return fmt.Sprintf("3EB0%X", b)
}

// Sent implements bots.Outbox.
func (db *DB) Sent(ctx context.Context, id, native string, at time.Time) error {
	_, err := db.setParcel(ctx, id, `UPDATE outbox SET state = 'sent', code = '', native = $3, sent_at = $4
		WHERE person = $1 AND seq = $2`, native, millis(at))
	return err
}

// Later implements bots.Outbox.
func (db *DB) Later(ctx context.Context, id, code string, at time.Time) error {
	_, err := db.setParcel(ctx, id, `UPDATE outbox SET state = 'put_off', code = $3, next_at = $4, unsure = unsure AND $3 <> 'unsure'
		WHERE person = $1 AND seq = $2 AND state = 'sending'`, code, millis(at))
	return err
}

// Fail implements bots.Outbox.
func (db *DB) Fail(ctx context.Context, id, code string, stop bool) error {
	return db.within(ctx, func(ctx context.Context) error {
		key, err := db.setParcel(ctx, id, `UPDATE outbox SET state = 'failed', code = $3 WHERE person = $1 AND seq = $2`, code)
		if err != nil {
			return err
		}
		var contact, channel string
		err = db.one(ctx, []any{&contact, &channel}, `SELECT contact, channel FROM outbox WHERE person = $1 AND seq = $2`, key.person, key.seq)
		if err != nil {
			return err
		}
		return db.gaveUp(ctx, contact, channel, code, stop)
	})
}

// gaveUp does what follows when a parcel is given up.
func (db *DB) gaveUp(ctx context.Context, contact, channel, code string, stop bool) error {
	onCommit(ctx, func() { db.options.Failed(channel, code) })
	if !stop {
		return nil
	}
	return db.setBlocked(ctx, contact, true)
}

// setParcel runs an update whose $1 and $2 are the parcel's key, and returns the
// key it has now: a sender may still know it by the one it had before its person's
// record became part of another.
func (db *DB) setParcel(ctx context.Context, id, query string, more ...any) (parcelID, error) {
	key, ok := parseParcelID(id)
	if !ok {
		return key, fmt.Errorf("parcel %q: %w", id, flows.ErrNotFound)
	}
	for {
		n, err := db.exec(ctx, query, append([]any{key.person, key.seq}, more...)...)
		if err == nil && n == 0 {
			err = db.renumbered(ctx, &key)
			if err == nil {
				continue
			}
		}
		if err != nil {
			err = fmt.Errorf("parcel %s: %w", id, err)
		}
		return key, err
	}
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
