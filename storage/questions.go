package storage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"time"

	"majlis/flows"
	"majlis/flows/faq"
)

var _ faq.Store = (*DB)(nil)

const questionColumns = `id, text, lang, asker, source, case_id, at, group_id, score`

// questionPage is how many questions are read at a time, so that no read is
// held open while the caller thinks.
const questionPage = 1000

func scanQuestion(rows *sql.Rows) (q faq.Question, err error) {
	err = rows.Scan(&q.ID, &q.Text, &q.Lang, &q.Asker, &q.Source, &q.Case, timeValue{&q.At}, &q.Group, &q.Score)
	return q, err
}

// AddQuestion implements faq.Store.
func (db *DB) AddQuestion(ctx context.Context, q faq.Question) error {
	n, err := db.exec(ctx, `INSERT INTO questions (`+questionColumns+`, arrival, counted)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
		q.ID, q.Text, q.Lang, q.Asker, q.Source, q.Case, millis(q.At), q.Group, q.Score, db.newID(), cmp.Or(q.Asker, q.ID))
	if err == nil && n == 0 {
		err = fmt.Errorf("question %s: %w", q.ID, flows.ErrExists)
	}
	return err
}

// Questions implements faq.Store.
func (db *DB) Questions(ctx context.Context, since time.Time, yield func(faq.Question) bool) error {
	arrival := ""
	for {
		page, err := all(ctx, db, func(rows *sql.Rows) (q faq.Question, err error) {
			err = rows.Scan(&q.ID, &q.Text, &q.Lang, &q.Asker, &q.Source, &q.Case, timeValue{&q.At}, &q.Group, &q.Score, &arrival)
			return q, err
		}, `SELECT `+questionColumns+`, arrival FROM questions WHERE arrival > $1 AND at > $2 ORDER BY arrival LIMIT $3`,
			arrival, millis(since), questionPage)
		if err != nil {
			return err
		}
		for _, q := range page {
			if !yield(q) {
				return nil
			}
		}
		if len(page) < questionPage {
			return nil
		}
	}
}

// GroupQuestions implements faq.Store.
func (db *DB) GroupQuestions(ctx context.Context, group string, limit, offset int) ([]faq.Question, error) {
	return all(ctx, db, scanQuestion, `SELECT `+questionColumns+` FROM questions
		WHERE group_id = $1 ORDER BY at DESC, arrival DESC LIMIT $2 OFFSET $3`, group, limit, offset)
}

// Ungrouped implements faq.Store.
func (db *DB) Ungrouped(ctx context.Context, limit int) ([]faq.Question, error) {
	return all(ctx, db, scanQuestion, `SELECT `+questionColumns+` FROM questions
		WHERE group_id = '' ORDER BY at, arrival LIMIT $1`, limit)
}

// Regroup implements faq.Store. A group left empty is not deleted, since a
// decision that is undone may fill it again: it stands as long as it has questions.
func (db *DB) Regroup(ctx context.Context, moves []faq.Move, create []faq.Group) error {
	return db.within(ctx, func(ctx context.Context) error {
		for _, g := range create {
			if err := db.createGroup(ctx, g); err != nil {
				return err
			}
		}
		for _, m := range moves {
			n, err := db.exec(ctx, `UPDATE questions SET group_id = $1, score = $2 WHERE id = $3`, m.Group, m.Score, m.Question)
			if err == nil && n == 0 {
				err = flows.ErrNotFound
			}
			if err != nil {
				return fmt.Errorf("question %s: %w", m.Question, err)
			}
		}
		return nil
	})
}
