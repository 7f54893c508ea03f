package storage

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/words"
)

const entryColumns = `id, status, service, question_ar, question_en, answer_ar, answer_en, variants, group_id, replaces,
	author, approver, created_at, updated_at, published_at, useful, not_useful, version`

func scanEntry(rows *sql.Rows) (e faq.Entry, err error) {
	err = rows.Scan(&e.ID, &e.Status, &e.Service, &e.QuestionAr, &e.QuestionEn, &e.AnswerAr, &e.AnswerEn, jsonValue{&e.Variants},
		&e.Group, &e.Replaces, &e.Author, &e.Approver, timeValue{&e.CreatedAt}, timeValue{&e.UpdatedAt}, timeValue{&e.PublishedAt},
		&e.Useful, &e.NotUseful, &e.Version)
	return e, err
}

// foldedEntry is what of an entry is compared: what is asked, and all of it.
func foldedEntry(e faq.Entry) (asked, all string) {
	asked = words.Fold(strings.Join(append([]string{e.QuestionAr, e.QuestionEn}, e.Variants...), "\n"))
	return asked, asked + " " + words.Fold(e.AnswerAr+"\n"+e.AnswerEn)
}

// CreateEntry implements faq.Store.
func (db *DB) CreateEntry(ctx context.Context, e faq.Entry) error {
	asked, all := foldedEntry(e)
	n, err := db.exec(ctx, `INSERT INTO entries (`+entryColumns+`, asked, folded)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) ON CONFLICT DO NOTHING`,
		e.ID, e.Status, e.Service, e.QuestionAr, e.QuestionEn, e.AnswerAr, e.AnswerEn, listText(e.Variants), e.Group, e.Replaces,
		e.Author, e.Approver, millis(e.CreatedAt), millis(e.UpdatedAt), millis(e.PublishedAt), e.Useful, e.NotUseful, e.Version,
		asked, all)
	if err == nil && n == 0 {
		err = fmt.Errorf("entry %s: %w", e.ID, flows.ErrExists)
	}
	return err
}

// Entry implements faq.Store.
func (db *DB) Entry(ctx context.Context, id string) (faq.Entry, error) {
	found, err := all(ctx, db, scanEntry, `SELECT `+entryColumns+` FROM entries WHERE id = $1`, id)
	if err == nil && len(found) == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return faq.Entry{}, fmt.Errorf("entry %s: %w", id, err)
	}
	return found[0], nil
}

// UpdateEntry implements faq.Store. What people said of its use is counted by
// Rate alone and not written here.
func (db *DB) UpdateEntry(ctx context.Context, e faq.Entry) error {
	asked, all := foldedEntry(e)
	n, err := db.exec(ctx, `UPDATE entries SET status = $3, service = $4, question_ar = $5, question_en = $6, answer_ar = $7,
		answer_en = $8, variants = $9, group_id = $10, replaces = $11, author = $12, approver = $13, updated_at = $14,
		published_at = $15, asked = $16, folded = $17, version = version + 1 WHERE id = $1 AND version = $2`,
		e.ID, e.Version, e.Status, e.Service, e.QuestionAr, e.QuestionEn, e.AnswerAr, e.AnswerEn, listText(e.Variants), e.Group,
		e.Replaces, e.Author, e.Approver, millis(e.UpdatedAt), millis(e.PublishedAt), asked, all)
	return db.changed(ctx, n, err, `SELECT 1 FROM entries WHERE id = $1`, e.ID)
}

// Entries implements faq.Store.
func (db *DB) Entries(ctx context.Context, status faq.EntryStatus) ([]faq.Entry, error) {
	c := &conditions{}
	c.equal("status", string(status))
	return all(ctx, db, scanEntry, `SELECT `+entryColumns+` FROM entries`+c.where()+` ORDER BY updated_at DESC, id DESC`, c.args...)
}

// SearchEntries implements faq.Store: entries that have all words of the query,
// those that ask with them first, then those most people found useful.
func (db *DB) SearchEntries(ctx context.Context, query string, limit int) ([]faq.Entry, error) {
	if len(sought(query)) == 0 {
		return nil, nil
	}
	c := &conditions{}
	c.equal("status", string(faq.Published))
	c.contains("folded", query)
	asks := &conditions{args: c.args}
	asks.contains("asked", query)
	order := strings.TrimPrefix(asks.where(), " WHERE ")
	return all(ctx, db, scanEntry, `SELECT `+entryColumns+` FROM entries`+c.where()+
		` ORDER BY CASE WHEN `+order+` THEN 0 ELSE 1 END, useful - not_useful DESC, id LIMIT `+asks.arg(limit), asks.args...)
}

// Rate implements faq.Store.
func (db *DB) Rate(ctx context.Context, entry, person string, useful bool, at time.Time) error {
	return db.within(ctx, func(ctx context.Context) error {
		if _, err := db.Entry(ctx, entry); err != nil {
			return err
		}
		n, err := db.exec(ctx, `INSERT INTO ratings (entry, person, useful, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (entry, person) DO NOTHING`, entry, person, useful, millis(at))
		if err != nil || n == 0 {
			return err
		}
		_, err = db.exec(ctx, `UPDATE entries SET useful = useful + CASE WHEN $1 THEN 1 ELSE 0 END,
			not_useful = not_useful + CASE WHEN $1 THEN 0 ELSE 1 END WHERE id = $2`, useful, entry)
		return err
	})
}
