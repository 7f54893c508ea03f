package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"majlis/flows"
	"majlis/flows/talk"
)

// fileTries is how often an attachment is fetched before it is given up.
const fileTries = 5

// nameFiles gives every file of a message its id. A file that was uploaded
// before stays only if the message is its uploader's; a message is never refused
// for a file.
func (db *DB) nameFiles(ctx context.Context, who talk.Who, in talk.Inbound) ([]talk.File, error) {
	var named []talk.File
	for _, f := range in.Files {
		if f.ID == "" {
			f.ID = db.newID()
			named = append(named, f)
			continue
		}
		mine, err := db.mayAttach(ctx, f.ID, who, in)
		if err != nil {
			return nil, err
		}
		if mine {
			f.Ref, f.TooLarge = "", false
			named = append(named, f)
		}
	}
	return named, nil
}

func (db *DB) mayAttach(ctx context.Context, id string, who talk.Who, in talk.Inbound) (bool, error) {
	var owner, contact string
	err := db.one(ctx, []any{&owner, &contact}, `SELECT owner, contact FROM files WHERE id = $1`, id)
	if errors.Is(err, flows.ErrNotFound) {
		return false, nil
	}
	if err != nil || contact != "" {
		return contact == who.Contact, err
	}
	return slices.Contains(db.keys(in), owner), nil
}

// attach writes the rows of files that are to be fetched, and makes those
// uploaded before part of the conversation.
func (db *DB) attach(ctx context.Context, who talk.Who, files []talk.File) error {
	for _, f := range files {
		n, err := db.exec(ctx, `UPDATE files SET contact = $1 WHERE id = $2`, who.Contact, f.ID)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if err := db.createFile(ctx, f, "", who); err != nil {
			return err
		}
	}
	return nil
}

// give makes a file that was stored before part of a conversation; it is
// flows.ErrNotFound when it is another's.
func (db *DB) give(ctx context.Context, id, contact string) error {
	return db.setFile(ctx, id, `UPDATE files SET contact = $1 WHERE id = $2 AND contact IN ('', $1) AND state = 'stored'`, contact)
}

func (db *DB) createFile(ctx context.Context, f talk.File, owner string, who talk.Who) error {
	state, now := "pending", millis(db.now())
	switch {
	case f.TooLarge:
		state = "too_large"
	case f.Ref == "":
		state = "failed" // nothing says where to fetch it
	}
	_, err := db.exec(ctx, `INSERT INTO files
		(id, owner, contact, channel, ref, kind, name, mime, size, seconds, state, next_at, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) ON CONFLICT (id) DO NOTHING`,
		f.ID, owner, who.Contact, who.Channel, db.vault.Seal([]byte(f.Ref)), f.Kind, f.Name, f.MIME, f.Size, f.Seconds, state, now)
	return err
}

// withoutRefs is how files stand in an inbox row: where to fetch them is sealed
// in their own.
func withoutRefs(files []talk.File) []talk.File {
	files = slices.Clone(files)
	for i := range files {
		files[i].Ref = ""
	}
	return files
}

// AddFile stores what a person uploads before the message that names it, and
// returns its id. owner is the identity that the message will come from.
func (db *DB) AddFile(ctx context.Context, channel string, owner talk.Identity, f talk.File, body []byte) (string, error) {
	f.ID, f.Size, f.Ref, f.TooLarge = db.newID(), int64(len(body)), "", false
	err := db.within(ctx, func(ctx context.Context) error {
		if err := db.createFile(ctx, f, db.vault.Key(owner.Kind, owner.ID), talk.Who{Channel: channel}); err != nil {
			return err
		}
		return db.StoreFile(ctx, f.ID, f.MIME, body)
	})
	return f.ID, err
}

// PendingFiles lists attachments of a channel that are due to be fetched, with
// the channel's handle in Ref, oldest first.
func (db *DB) PendingFiles(ctx context.Context, channel string, now time.Time, limit int) ([]talk.File, error) {
	var all []talk.File
	var f talk.File
	var ref []byte
	err := db.each(ctx, func() error {
		plain, err := db.vault.Open(ref)
		if err != nil {
			return fmt.Errorf("file %s: %w", f.ID, err)
		}
		f.Ref = string(plain)
		all = append(all, f)
		return nil
	}, []any{&f.ID, &ref, &f.Kind, &f.Name, &f.MIME, &f.Size, &f.Seconds}, `SELECT id, ref, kind, name, mime, size, seconds
		FROM files WHERE channel = $1 AND state = 'pending' AND next_at <= $2 ORDER BY next_at, id LIMIT $3`,
		channel, millis(now), limit)
	return all, err
}

// StoreFile keeps the body of an attachment, sealed; mime is what it turned out to be.
func (db *DB) StoreFile(ctx context.Context, id, mime string, body []byte) error {
	return db.setFile(ctx, id, `UPDATE files SET body = $1, mime = $3, size = $4, state = 'stored' WHERE id = $2`,
		db.vault.Seal(body), mime, len(body))
}

// RefuseFile records that an attachment is larger than the house takes.
func (db *DB) RefuseFile(ctx context.Context, id string) error {
	return db.setFile(ctx, id, `UPDATE files SET state = $1 WHERE id = $2`, "too_large")
}

// FailFile puts an attachment off until again, or gives it up: after the fifth
// try, or at once when again is zero.
func (db *DB) FailFile(ctx context.Context, id, code string, again time.Time) error {
	return db.setFile(ctx, id, `UPDATE files SET code = $1, attempts = attempts + 1, next_at = $3,
		state = CASE WHEN $3 = 0 OR attempts + 1 >= $4 THEN 'failed' ELSE 'pending' END WHERE id = $2`,
		code, millis(again), fileTries)
}

func (db *DB) setFile(ctx context.Context, id, query string, first any, more ...any) error {
	n, err := db.exec(ctx, query, append([]any{first, id}, more...)...)
	if err == nil && n == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("file %s: %w", id, err)
	}
	return nil
}

// File reads an attachment; body is nil until it is stored.
func (db *DB) File(ctx context.Context, id string) (f talk.File, body []byte, err error) {
	var sealed []byte
	var state string
	f.ID = id
	err = db.one(ctx, []any{&f.Kind, &f.Name, &f.MIME, &f.Size, &f.Seconds, &state, &sealed},
		`SELECT kind, name, mime, size, seconds, state, body FROM files WHERE id = $1`, id)
	if err == nil && sealed != nil {
		body, err = db.vault.Open(sealed)
	}
	if err != nil {
		return talk.File{}, nil, fmt.Errorf("file %s: %w", id, err)
	}
	f.TooLarge = state == "too_large"
	return f, body, nil
}

// FileContact is the conversation an attachment belongs to, "" while no message
// named it.
func (db *DB) FileContact(ctx context.Context, id string) (contact string, err error) {
	err = db.one(ctx, []any{&contact}, `SELECT contact FROM files WHERE id = $1`, id)
	if err != nil {
		return "", fmt.Errorf("file %s: %w", id, err)
	}
	return contact, nil
}

// FilesOf says what files are, in the order of their ids, without their bodies;
// one that is unknown is left out.
func (db *DB) FilesOf(ctx context.Context, ids []string) ([]talk.File, error) {
	var found []talk.File
	for _, id := range ids {
		f := talk.File{ID: id}
		err := db.one(ctx, []any{&f.Kind, &f.Name, &f.MIME, &f.Size, &f.Seconds, &f.TooLarge},
			`SELECT kind, name, mime, size, seconds, state = 'too_large' FROM files WHERE id = $1`, id)
		if errors.Is(err, flows.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("file %s: %w", id, err)
		}
		found = append(found, f)
	}
	return found, nil
}
