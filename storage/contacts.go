package storage

import (
	"context"
	"errors"
	"strings"

	"majlis/flows"
	"majlis/flows/talk"
)

// knownSenders is how many senders are remembered in memory: looking one up in
// SQL takes longer than all else of accepting a message.
const knownSenders = 16384

// knownSender is what need not be looked up again. It is kept only once the
// transaction that learned it is durable.
type knownSender struct {
	who     talk.Who
	address string
	blocked bool
}

// senderKey names a sender in memory; the ids in it never reach the disk.
func senderKey(in talk.Inbound) string {
	var b strings.Builder
	b.WriteString(in.Channel)
	for _, s := range in.Senders {
		b.WriteString("\x00" + s.Kind + "\x00" + s.ID)
	}
	return b.String()
}

// Who implements talk.Store: not found means that the person has no conversation
// on this channel yet, or that their message has first to be written down to say
// who they are.
func (db *DB) Who(ctx context.Context, in talk.Inbound) (talk.Who, bool, error) {
	if sender, ok := db.known.get(senderKey(in)); ok {
		return sender.who, true, nil
	}
	ids, err := db.identify(ctx, in)
	if err != nil {
		return talk.Who{}, false, err
	}
	who := talk.Who{Person: agreed(ids), Channel: in.Channel}
	if who.Person == "" {
		return talk.Who{}, false, nil
	}
	err = db.one(ctx, []any{&who.Contact}, `SELECT id FROM contacts WHERE person = $1 AND channel = $2`, who.Person, in.Channel)
	if errors.Is(err, flows.ErrNotFound) {
		return talk.Who{}, false, nil
	}
	return who, err == nil, err
}

func (db *DB) keys(in talk.Inbound) []string {
	keys := make([]string, len(in.Senders))
	for i, s := range in.Senders {
		keys[i] = db.vault.Key(s.Kind, s.ID)
	}
	return keys
}

// introduce finds or makes the person and the conversation behind a message,
// and records what of the sender is new.
func (db *DB) introduce(ctx context.Context, in talk.Inbound) (knownSender, error) {
	ids, err := db.identify(ctx, in)
	if err != nil {
		return knownSender{}, err
	}
	s := knownSender{who: talk.Who{Channel: in.Channel}}
	if s.who.Person, s.who.New, err = db.settle(ctx, ids); err != nil {
		return s, err
	}
	return s, db.readContact(ctx, &s, in.Address)
}

// readContact fills in the conversation, made when there is none.
func (db *DB) readContact(ctx context.Context, s *knownSender, address string) error {
	var sealed []byte
	var blockedAt int64
	err := db.one(ctx, []any{&s.who.Contact, &sealed, &blockedAt},
		`SELECT id, address, blocked_at FROM contacts WHERE person = $1 AND channel = $2`, s.who.Person, s.who.Channel)
	if errors.Is(err, flows.ErrNotFound) {
		s.who.Contact, s.address = db.newID(), address
		_, err := db.exec(ctx, `INSERT INTO contacts (id, person, channel, address, created_at) VALUES ($1, $2, $3, $4, $5)`,
			s.who.Contact, s.who.Person, s.who.Channel, db.vault.Seal([]byte(address)), millis(db.now()))
		return err
	}
	if err != nil {
		return err
	}
	s.blocked = blockedAt != 0
	plain, err := db.vault.Open(sealed)
	s.address = string(plain)
	return err
}

// setAddress keeps where replies go, when the channel names another place.
func (db *DB) setAddress(ctx context.Context, contact, address string) error {
	_, err := db.exec(ctx, `UPDATE contacts SET address = $1 WHERE id = $2`, db.vault.Seal([]byte(address)), contact)
	return err
}

// setBlocked shuts a conversation and drops what waits for it, or opens it again.
func (db *DB) setBlocked(ctx context.Context, contact string, blocked bool) error {
	onCommit(ctx, db.known.purge)
	var at int64
	if blocked {
		at = millis(db.now())
	}
	if _, err := db.exec(ctx, `UPDATE contacts SET blocked_at = $1 WHERE id = $2`, at, contact); err != nil || !blocked {
		return err
	}
	return db.dropWaiting(ctx, contact)
}

// dropWaiting drops what waits for a conversation that was shut.
func (db *DB) dropWaiting(ctx context.Context, contact string) error {
	_, err := db.exec(ctx, `UPDATE outbox SET state = 'dropped', code = 'blocked'
		WHERE person = (SELECT person FROM contacts WHERE id = $1) AND contact = $1 AND state IN ('queued', 'put_off')`, contact)
	return err
}
