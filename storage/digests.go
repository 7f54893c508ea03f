package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"majlis/flows"
	"majlis/flows/faq"
)

const digestColumns = `id, number, status, entries, author, approver, created_at, published_at, recipients, version`

func scanDigest(rows *sql.Rows) (d faq.Digest, err error) {
	err = rows.Scan(&d.ID, &d.Number, &d.Status, jsonValue{&d.Entries}, &d.Author, &d.Approver, timeValue{&d.CreatedAt},
		timeValue{&d.PublishedAt}, &d.Recipients, &d.Version)
	return d, err
}

// CreateDigest implements faq.Store; flows.ErrExists when its number is taken.
func (db *DB) CreateDigest(ctx context.Context, d faq.Digest) error {
	n, err := db.exec(ctx, `INSERT INTO digests (`+digestColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
		d.ID, d.Number, d.Status, listText(d.Entries), d.Author, d.Approver, millis(d.CreatedAt), millis(d.PublishedAt),
		d.Recipients, d.Version)
	if err == nil && n == 0 {
		err = fmt.Errorf("digest %d: %w", d.Number, flows.ErrExists)
	}
	return err
}

// Digest implements faq.Store.
func (db *DB) Digest(ctx context.Context, id string) (faq.Digest, error) {
	found, err := all(ctx, db, scanDigest, `SELECT `+digestColumns+` FROM digests WHERE id = $1`, id)
	if err == nil && len(found) == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return faq.Digest{}, fmt.Errorf("digest %s: %w", id, err)
	}
	return found[0], nil
}

// UpdateDigest implements faq.Store.
func (db *DB) UpdateDigest(ctx context.Context, d faq.Digest) error {
	n, err := db.exec(ctx, `UPDATE digests SET number = $3, status = $4, entries = $5, author = $6, approver = $7,
		published_at = $8, recipients = $9, version = version + 1 WHERE id = $1 AND version = $2`,
		d.ID, d.Version, d.Number, d.Status, listText(d.Entries), d.Author, d.Approver, millis(d.PublishedAt), d.Recipients)
	return db.changed(ctx, n, err, `SELECT 1 FROM digests WHERE id = $1`, d.ID)
}

// Digests implements faq.Store: newest first.
func (db *DB) Digests(ctx context.Context, status faq.DigestStatus) ([]faq.Digest, error) {
	c := &conditions{}
	c.equal("status", string(status))
	return all(ctx, db, scanDigest, `SELECT `+digestColumns+` FROM digests`+c.where()+` ORDER BY number DESC`, c.args...)
}

// LastRun implements faq.Store; the zero time for a job that never ran.
func (db *DB) LastRun(ctx context.Context, job string) (at time.Time, err error) {
	err = db.one(ctx, []any{timeValue{&at}}, `SELECT ran_at FROM runs WHERE job = $1`, job)
	if errors.Is(err, flows.ErrNotFound) {
		return time.Time{}, nil
	}
	return at, err
}

// SetLastRun implements faq.Store.
func (db *DB) SetLastRun(ctx context.Context, job string, at time.Time) error {
	_, err := db.exec(ctx, `INSERT INTO runs (job, ran_at) VALUES ($1, $2)
		ON CONFLICT (job) DO UPDATE SET ran_at = excluded.ran_at`, job, millis(at))
	return err
}
