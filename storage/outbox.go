package storage

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/talk"
)

// outgoing is a message on its way into the outbox.
type outgoing struct {
	who     talk.Who
	lang    string
	lane    talk.Lane
	message talk.Message
	dedupe  string
	dropped string // why it is written down but not sent: "blocked", "stopped"
}

// enqueue writes a message behind all others of its person; false when its
// dedupe key was used before.
func (db *DB) enqueue(ctx context.Context, o outgoing) (bool, error) {
	body, err := json.Marshal(o.message)
	if err != nil {
		return false, err
	}
	state := "queued"
	if o.dropped != "" {
		state = "dropped"
	}
	n, err := db.exec(ctx, `INSERT INTO outbox
		(person, seq, contact, channel, lane, lang, body, about, dedupe, state, code, place, posted_at)
		VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM outbox WHERE person = $1),
			$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (dedupe) WHERE dedupe <> '' DO NOTHING`,
		o.who.Person, o.who.Contact, o.who.Channel, o.lane, o.lang, string(body), o.message.About, o.dedupe, state, o.dropped, db.growing(), millis(db.now()))
	return n == 1, err
}

// Post implements cases.Store. A file must be new, or of that conversation. To a conversation that was shut, and past what
// the person wants to hear unasked, it is written down but not sent.
func (db *DB) Post(ctx context.Context, p cases.Post) error {
	return db.within(ctx, func(ctx context.Context) error {
		_, err := db.post(ctx, p)
		return err
	})
}

func (db *DB) post(ctx context.Context, p cases.Post) (bool, error) {
	if f := p.Message.File; f != nil {
		if err := db.give(ctx, f.ID, p.Contact); err != nil {
			return false, err
		}
	}
	o := outgoing{lane: p.Lane, message: p.Message, dedupe: p.Dedupe}
	var blockedAt, stoppedAt int64
	err := db.one(ctx, []any{&o.who.Person, &o.who.Contact, &o.who.Channel, &o.lang, &blockedAt, &stoppedAt},
		`SELECT c.person, c.id, c.channel, p.lang, c.blocked_at, p.stopped_at
		FROM contacts c JOIN people p ON p.id = c.person WHERE c.id = $1`, p.Contact)
	if err != nil {
		return false, fmt.Errorf("posting to conversation %q: %w", p.Contact, err)
	}
	o.lang = cmp.Or(o.lang, flows.Arabic)
	switch {
	case blockedAt != 0:
		o.dropped = "blocked"
	case stoppedAt != 0 && p.Lane > talk.LaneAnswer:
		o.dropped = "stopped"
	}
	fresh, err := db.enqueue(ctx, o)
	if err != nil || !fresh {
		return false, err
	}
	if p.Invite != nil {
		if err := db.invite(ctx, o.who, p.Dedupe, *p.Invite, p.Lane); err != nil {
			return false, err
		}
	}
	if o.dropped == "" {
		onCommit(ctx, func() { db.options.Wake(o.who.Channel) })
	}
	return o.dropped == "", nil
}

// Broadcast implements faq.Store; it returns how many are on their way that were
// not before.
func (db *DB) Broadcast(ctx context.Context, dedupe string, to []faq.Reader, message func(faq.Reader) talk.Message) (int, error) {
	sent := 0
	err := db.within(ctx, func(ctx context.Context) error {
		for _, r := range to {
			p := cases.Post{Contact: r.Contact, Lane: talk.LaneBulk, Message: message(r), Dedupe: dedupe + "|" + r.Contact}
			fresh, err := db.post(ctx, p)
			if errors.Is(err, flows.ErrNotFound) {
				continue // deleted since the list was read
			}
			if err != nil {
				return err
			}
			if fresh {
				sent++
			}
		}
		return nil
	})
	return sent, err
}

// audience finds the conversations of people who opted in to what comes unasked,
// one a person: the one they used last.
const audience = `SELECT c.id, c.channel, p.lang, p.id, p.zone
	FROM contacts c JOIN people p ON p.id = c.person JOIN sessions s ON s.contact = c.id
	WHERE p.notify AND p.stopped_at = 0 AND c.blocked_at = 0 AND c.id > $1 AND NOT EXISTS (
		SELECT 1 FROM contacts o JOIN sessions os ON os.contact = o.id
		WHERE o.person = c.person AND o.blocked_at = 0 AND (os.updated_at, o.id) > (s.updated_at, c.id))
	ORDER BY c.id LIMIT $2`

// Audience implements faq.Store.
func (db *DB) Audience(ctx context.Context, after string, limit int) ([]faq.Reader, error) {
	var readers []faq.Reader
	var r faq.Reader
	var person, zone string
	err := db.each(ctx, func() error {
		readers = append(readers, r)
		return nil
	}, []any{&r.Contact, &r.Channel, &r.Lang, &person, &zone}, audience, after, limit)
	return readers, err
}
