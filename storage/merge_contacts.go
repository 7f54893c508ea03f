package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"majlis/flows"
	"majlis/flows/talk"
)

// contactRow is a conversation as it is kept; heard is the arrival of its newest
// message.
type contactRow struct {
	id, channel string
	address     []byte
	blockedAt   int64
	heard       int64
}

func (db *DB) contactsOf(ctx context.Context, person string) ([]contactRow, error) {
	return all(ctx, db, func(rows *sql.Rows) (c contactRow, err error) {
		err = rows.Scan(&c.id, &c.channel, &c.address, &c.blockedAt, &c.heard)
		return c, err
	}, `SELECT c.id, c.channel, c.address, c.blocked_at,
		COALESCE((SELECT MAX(i.arrival) FROM inbox i WHERE i.contact = c.id), 0)
		FROM contacts c WHERE c.person = $1 ORDER BY c.id`, person)
}

// moveContacts makes a record's conversations the person's. A person has one on a
// channel: of two, both are read as one.
func (db *DB) moveContacts(ctx context.Context, gone, person string) error {
	theirs, err := db.contactsOf(ctx, gone)
	if err != nil {
		return err
	}
	mine, err := db.contactsOf(ctx, person)
	if err != nil {
		return err
	}
	for _, c := range theirs {
		at := slices.IndexFunc(mine, func(m contactRow) bool { return m.channel == c.channel })
		if at >= 0 {
			err = db.joinContacts(ctx, person, mine[at], c)
		} else {
			err = db.moveContact(ctx, person, c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// moveContact gives a conversation to another record. Its session goes one turn
// on, so that a turn begun for the old record is not written.
func (db *DB) moveContact(ctx context.Context, person string, c contactRow) error {
	if _, err := db.exec(ctx, `UPDATE contacts SET person = $1 WHERE id = $2`, person, c.id); err != nil {
		return err
	}
	s, found, err := db.sessionRow(ctx, c.id)
	if err != nil || !found {
		return err
	}
	s.Turn++
	return db.putSessionRow(ctx, c.id, s)
}

// joinContacts makes two conversations on one channel one. Replies go to the
// address heard from last.
func (db *DB) joinContacts(ctx context.Context, person string, kept, gone contactRow) error {
	if gone.heard > kept.heard {
		_, err := db.exec(ctx, `UPDATE contacts SET address = $1, blocked_at = $2 WHERE id = $3`, gone.address, gone.blockedAt, kept.id)
		if err != nil {
			return err
		}
		kept.blockedAt = gone.blockedAt
	}
	if err := db.joinSessions(ctx, kept, gone); err != nil {
		return err
	}
	for _, query := range []string{
		// Turns are counted per conversation: those of the other would be counted
		// twice, and seem out of order.
		`UPDATE inbox SET contact = $1, turn = 0 WHERE contact = $2`,
		`UPDATE files SET contact = $1 WHERE contact = $2 AND contact <> ''`,
		`DELETE FROM contacts WHERE id = $2 AND id <> $1`,
	} {
		if _, err := db.exec(ctx, query, kept.id, gone.id); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`UPDATE outbox SET contact = $1 WHERE contact = $2 AND person = $3`,
		`UPDATE cases SET contact = $1 WHERE contact = $2 AND person = $3`,
		`UPDATE live_members SET contact = $1 WHERE contact = $2 AND person = $3`,
	} {
		if _, err := db.exec(ctx, query, kept.id, gone.id, person); err != nil {
			return err
		}
	}
	if kept.blockedAt == 0 {
		return nil
	}
	return db.dropWaiting(ctx, kept.id)
}

// sessionRow is a session with what stands beside it.
type sessionRow struct {
	talk.Session
	timer     string
	dueAt     int64
	updatedAt int64
}

// joinSessions keeps the conversation that is open, or the newer of two, a turn
// ahead of both: live copies of either are seen to be old.
func (db *DB) joinSessions(ctx context.Context, kept, gone contactRow) error {
	theirs, found, err := db.sessionRow(ctx, gone.id)
	if err != nil || !found {
		return err
	}
	if _, err := db.exec(ctx, `DELETE FROM sessions WHERE contact = $1`, gone.id); err != nil {
		return err
	}
	mine, _, err := db.sessionRow(ctx, kept.id)
	if err != nil {
		return err
	}
	newer, older := mine, theirs
	if gone.heard > kept.heard {
		newer, older = theirs, mine
	}
	s := newer
	if older.Weight() > newer.Weight() {
		s = older
	}
	s.Turn = max(mine.Turn, theirs.Turn) + 1
	s.Lang, s.Notice = cmp.Or(newer.Lang, older.Lang), cmp.Or(newer.Notice, older.Notice)
	s.Invites = slices.Concat(older.Invites, newer.Invites)
	s.updatedAt = max(mine.updatedAt, theirs.updatedAt)
	return db.putSessionRow(ctx, kept.id, s)
}

func (db *DB) sessionRow(ctx context.Context, contact string) (s sessionRow, found bool, err error) {
	var state string
	err = db.one(ctx, []any{&state, &s.timer, &s.dueAt, &s.updatedAt},
		`SELECT state, timer, due_at, updated_at FROM sessions WHERE contact = $1`, contact)
	if errors.Is(err, flows.ErrNotFound) {
		return s, false, nil
	}
	if err == nil {
		s.Session, err = talk.DecodeSession([]byte(state))
	}
	return s, err == nil, err
}

func (db *DB) putSessionRow(ctx context.Context, contact string, s sessionRow) error {
	raw, err := s.Encode()
	if err != nil {
		return err
	}
	_, err = db.exec(ctx, `INSERT INTO sessions (contact, turn, state, timer, due_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (contact) DO UPDATE SET turn = excluded.turn, state = excluded.state, timer = excluded.timer,
		due_at = excluded.due_at, updated_at = excluded.updated_at`,
		contact, s.Turn, string(raw), s.timer, s.dueAt, s.updatedAt)
	return err
}
