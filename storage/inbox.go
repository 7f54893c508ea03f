package storage

import (
	"context"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"errors"

	"majlis/flows"
	"majlis/flows/talk"
)

var _ talk.Store = (*DB)(nil)

// inboxMore is what a message holds beside its text; most hold nothing.
type inboxMore struct {
	Choice  string      `json:"choice,omitempty"`
	ReplyTo string      `json:"reply_to,omitempty"`
	Edits   string      `json:"edits,omitempty"`
	Lang    string      `json:"lang,omitempty"`
	Spoken  bool        `json:"spoken,omitempty"`
	Files   []talk.File `json:"files,omitempty"`
	Place   *talk.Place `json:"place,omitempty"`
	Masked  []string    `json:"masked,omitempty"`
	About   string      `json:"about,omitempty"`
	Deleted bool        `json:"deleted,omitempty"` // by the person: what it held is gone
	Lane    talk.Lane   `json:"lane,omitempty"`    // of an invite: that of what it asks about
}

// Arrive implements talk.Store.
func (db *DB) Arrive(ctx context.Context, in talk.Inbound) (a talk.Arrival, err error) {
	if len(in.Senders) == 0 {
		return a, errors.New("storage: a message without a sender")
	}
	err = db.within(ctx, func(ctx context.Context) error {
		a, err = db.arrive(ctx, in)
		return err
	})
	return a, err
}

func (db *DB) arrive(ctx context.Context, in talk.Inbound) (talk.Arrival, error) {
	sender, seen, err := db.sender(ctx, in)
	if err != nil || seen {
		return talk.Arrival{Who: sender.who}, err
	}
	a := talk.Arrival{Row: db.rowID(in), Who: sender.who}
	if in.Kind == talk.KindDeleted {
		a.About, in.Files, err = db.erase(ctx, a.Who, in.Edits)
	} else if a.About, err = db.about(ctx, a.Who, in); err == nil {
		in.Files, err = db.nameFiles(ctx, a.Who, in)
	}
	if err != nil {
		return a, err
	}
	if a.Fresh, a.Waiting, err = db.insertInbox(ctx, a, in); err != nil || !a.Fresh {
		return a, err
	}
	if in.Kind == talk.KindDeleted {
		return a, nil
	}
	return a, db.attach(ctx, a.Who, in.Files)
}

// sender is who a message comes from, and reports a message seen before.
func (db *DB) sender(ctx context.Context, in talk.Inbound) (s knownSender, seen bool, err error) {
	key := senderKey(in)
	s, cached := db.known.get(key)
	if cached && !s.changes(in) {
		return s, false, nil
	}
	// A message seen before must neither make a person, whoever says it is from
	// them, nor move or shut a conversation that has gone on since.
	who, seen, err := db.seen(ctx, in)
	if err != nil || seen {
		return knownSender{who: who}, seen, err
	}
	if !cached {
		if s, err = db.introduce(ctx, in); err != nil {
			return s, false, err
		}
	}
	if s, err = db.follow(ctx, s, in); err != nil {
		return s, false, err
	}
	kept := s
	kept.who.New = false
	onCommit(ctx, func() { db.known.put(key, func(knownSender) knownSender { return kept }) })
	return s, false, nil
}

// changes reports a message that comes from another address, or shuts or opens
// the conversation.
func (s knownSender) changes(in talk.Inbound) bool { return s.moves(in) || s.turns(in) }

func (s knownSender) moves(in talk.Inbound) bool { return in.Address != "" && in.Address != s.address }

func (s knownSender) turns(in talk.Inbound) bool { return s.blocked != (in.Kind == talk.KindBlocked) }

// follow writes down what a message changes of its conversation.
func (db *DB) follow(ctx context.Context, s knownSender, in talk.Inbound) (knownSender, error) {
	if s.moves(in) {
		if err := db.setAddress(ctx, s.who.Contact, in.Address); err != nil {
			return s, err
		}
		s.address = in.Address
	}
	if s.turns(in) {
		if err := db.setBlocked(ctx, s.who.Contact, !s.blocked); err != nil {
			return s, err
		}
		s.blocked = !s.blocked
	}
	return s, nil
}

func (db *DB) seen(ctx context.Context, in talk.Inbound) (who talk.Who, seen bool, err error) {
	err = db.one(ctx, []any{&who.Contact, &who.Person, &who.Channel}, `SELECT c.id, c.person, c.channel
		FROM inbox i JOIN contacts c ON c.id = i.contact WHERE i.id = $1`, db.rowID(in))
	if errors.Is(err, flows.ErrNotFound) {
		return who, false, nil
	}
	return who, err == nil, err
}

// rowID is the id of a message's row: the same message has the same, and nobody
// can read in it who sent it (WhatsApp's ids name phones). It begins with the
// channel's order, so that what arrives together lies together on the disk.
func (db *DB) rowID(in talk.Inbound) string {
	var order [8]byte
	binary.BigEndian.PutUint64(order[:], uint64(in.Order))
	return base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(order[:]) + db.vault.Key("inbox", in.Channel+"|"+in.ID)
}

// insertInbox writes the row unless the message was seen before; waiting
// reports an older one that is not handled yet.
func (db *DB) insertInbox(ctx context.Context, a talk.Arrival, in talk.Inbound) (fresh, waiting bool, err error) {
	if in.Kind == talk.KindEmergency { // zero retention: not even what the guard may have left
		in.Text, in.Choice, in.Place = "", "", nil
	}
	more := inboxMore{
		Choice: in.Choice, ReplyTo: in.ReplyTo, Edits: in.Edits, Lang: in.Lang, Spoken: in.Spoken,
		Files: withoutRefs(in.Files), Place: in.Place, Masked: in.Masked, About: a.About,
	}
	if in.At.IsZero() {
		in.At = db.now()
	}
	raw, err := more.text()
	if err != nil {
		return false, false, err
	}
	var older int
	err = db.one(ctx, []any{&older}, `INSERT INTO inbox (id, contact, channel, ord, arrival, kind, text, more, native, said_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING
		RETURNING (SELECT COUNT(*) FROM inbox w WHERE w.contact = $2 AND w.state = '' AND (w.ord, w.arrival) < ($4, $5))`,
		a.Row, a.Who.Contact, in.Channel, in.Order, db.growing(), in.Kind, in.Text, raw, in.Native, millis(in.At))
	if errors.Is(err, flows.ErrNotFound) {
		return false, false, nil
	}
	return err == nil, older > 0, err
}

func (m inboxMore) text() (string, error) {
	if m.Choice == "" && m.ReplyTo == "" && m.Edits == "" && m.Lang == "" && m.About == "" && !m.Deleted &&
		m.Place == nil && len(m.Files) == 0 && len(m.Masked) == 0 {
		return "", nil
	}
	raw, err := json.Marshal(m)
	return string(raw), err
}

// about finds the case a message belongs to: the one whose message it replies
// to, or the one that the message it edits or answers had become.
func (db *DB) about(ctx context.Context, who talk.Who, in talk.Inbound) (id string, err error) {
	native := in.ReplyTo
	if in.Edits != "" {
		native = in.Edits
	}
	if native == "" {
		return "", nil
	}
	err = db.one(ctx, []any{&id}, `SELECT about FROM outbox WHERE person = $1 AND contact = $2 AND native = $3 AND about <> ''
		UNION ALL SELECT ref FROM inbox WHERE contact = $2 AND native = $3 AND state = $4 LIMIT 1`,
		who.Person, who.Contact, native, talk.EndCase)
	if errors.Is(err, flows.ErrNotFound) {
		return "", nil
	}
	return id, err
}

// Next implements talk.Store. Senders, address and the channel's id of the
// update are not kept and stay empty.
func (db *DB) Next(ctx context.Context, contact string) (in talk.Inbound, who talk.Who, attempts int, found bool, err error) {
	var more inboxMore
	who.Contact = contact
	err = db.one(ctx, []any{
		&in.Row, &in.Channel, &in.Order, &in.Kind, &in.Text,
		jsonValue{&more},
		&in.Native,
		timeValue{&in.At},
		&attempts, &who.Person, &who.New,
	}, `SELECT i.id, i.channel, i.ord, i.kind, i.text, i.more, i.native, i.said_at, i.attempts, c.person,
		NOT EXISTS (SELECT 1 FROM sessions s WHERE s.contact = i.contact)
		FROM inbox i JOIN contacts c ON c.id = i.contact
		WHERE i.contact = $1 AND i.state = '' ORDER BY i.ord, i.arrival LIMIT 1`, contact)
	if errors.Is(err, flows.ErrNotFound) {
		return talk.Inbound{}, talk.Who{}, 0, false, nil
	}
	who.Channel = in.Channel
	in.Choice, in.ReplyTo, in.Edits, in.Lang = more.Choice, more.ReplyTo, more.Edits, more.Lang
	in.Spoken = more.Spoken
	in.Files, in.Place, in.Masked, in.About = more.Files, more.Place, more.Masked, more.About
	return in, who, attempts, err == nil, err
}

// Unhandled implements talk.Store: the conversation that waits longest first.
func (db *DB) Unhandled(ctx context.Context, limit int) ([]string, error) {
	return all(ctx, db, scanString,
		`SELECT contact FROM inbox WHERE state = '' GROUP BY contact ORDER BY MIN(arrival) LIMIT $1`, limit)
}

// Attempt implements talk.Store.
func (db *DB) Attempt(ctx context.Context, row string) (n int, err error) {
	err = db.within(ctx, func(ctx context.Context) error {
		return db.one(ctx, []any{&n}, `UPDATE inbox SET attempts = attempts + 1 WHERE id = $1 RETURNING attempts`, row)
	})
	return n, err
}
