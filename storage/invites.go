package storage

import (
	"context"

	"majlis/flows/talk"
)

// invite writes an invite behind all that waits in a conversation. It stands in
// the inbox like a message, so that its turn is as durable, in order and audited
// as one; dedupe makes its id. What it asks goes behind what it asks about: in the
// same lane.
func (db *DB) invite(ctx context.Context, who talk.Who, dedupe string, i talk.Invite, lane talk.Lane) error {
	more, err := inboxMore{About: i.About, Lane: lane}.text()
	if err != nil {
		return err
	}
	if dedupe == "" {
		dedupe = db.newID()
	}
	at := millis(db.now())
	_, err = db.exec(ctx, `INSERT INTO inbox (id, contact, channel, ord, arrival, kind, text, more, native, said_at)
		VALUES ($1, $2, $3, (SELECT COALESCE(MAX(ord), 0) FROM inbox WHERE contact = $2), $4, $5, $6, $7, '', $8)
		ON CONFLICT (id) DO NOTHING`,
		db.vault.Key("inbox", "invite|"+dedupe), who.Contact, who.Channel, db.growing(), talk.KindInvite, i.Flow, more, at)
	if err == nil {
		onCommit(ctx, func() { db.options.Knock(who.Contact) })
	}
	return err
}

// inviteLane is the lane of what an invite asks about.
func (db *DB) inviteLane(ctx context.Context, row string) (talk.Lane, error) {
	var more inboxMore
	err := db.one(ctx, []any{jsonValue{&more}}, `SELECT more FROM inbox WHERE id = $1`, row)
	return more.Lane, err
}

// Silent implements talk.Store.
func (db *DB) Silent(ctx context.Context, contact string) (silent bool, err error) {
	err = db.one(ctx, []any{&silent}, `SELECT c.blocked_at <> 0 OR p.stopped_at <> 0
		FROM contacts c JOIN people p ON p.id = c.person WHERE c.id = $1`, contact)
	return silent, err
}
