package storage

import (
	"context"
	"database/sql"
	"fmt"

	"majlis/flows/ratings"
)

var _ ratings.Store = (*DB)(nil)

// RateCase implements ratings.Store.
func (db *DB) RateCase(ctx context.Context, r ratings.Rating) error {
	_, err := db.exec(ctx, `INSERT INTO case_ratings (case_id, person, service, score, comment, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (case_id, person) DO UPDATE SET service = excluded.service, score = excluded.score,
		comment = excluded.comment, at = excluded.at`,
		r.Case, r.Person, r.Service, r.Score, r.Comment, millis(r.At))
	if err != nil {
		return fmt.Errorf("rating of case %s: %w", r.Case, err)
	}
	return nil
}

// CaseRatings implements ratings.Store.
func (db *DB) CaseRatings(ctx context.Context, caseID string) ([]ratings.Rating, error) {
	return all(ctx, db, func(rows *sql.Rows) (r ratings.Rating, err error) {
		err = rows.Scan(&r.Case, &r.Person, &r.Service, &r.Score, &r.Comment, timeValue{&r.At})
		return r, err
	}, `SELECT case_id, person, service, score, comment, at FROM case_ratings WHERE case_id = $1 ORDER BY at DESC, person`, caseID)
}
