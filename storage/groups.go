package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"majlis/flows"
	"majlis/flows/faq"
	"majlis/flows/words"
)

// week is what growth compares: the last seven days with the seven before.
const week = 7 * 24 * time.Hour

func (db *DB) createGroup(ctx context.Context, g faq.Group) error {
	_, err := db.exec(ctx, `INSERT INTO question_groups (id, canonical, folded, lang, pinned, entry, merged, first_at, last_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
		g.ID, g.Canonical, words.Fold(g.Canonical), g.Lang, g.Pinned, g.Entry, g.Merged, millis(g.FirstAt), millis(g.LastAt))
	return err
}

// UpdateGroup implements faq.Store.
func (db *DB) UpdateGroup(ctx context.Context, g faq.Group) error {
	n, err := db.exec(ctx, `UPDATE question_groups SET canonical = $1, folded = $2, lang = $3, pinned = $4, entry = $5, merged = $6
		WHERE id = $7`, g.Canonical, words.Fold(g.Canonical), g.Lang, g.Pinned, g.Entry, g.Merged, g.ID)
	if err == nil && n == 0 {
		err = fmt.Errorf("group %s: %w", g.ID, flows.ErrNotFound)
	}
	return err
}

// groupRows is groups with their counts: $1 is a week ago, $2 two weeks. A
// person counts once; a group without questions has the times it was made with.
const groupRows = `SELECT g.id, g.canonical, g.lang, g.pinned, g.entry, g.merged,
	COUNT(DISTINCT q.counted) AS people, COUNT(q.id) AS questions,
	COUNT(DISTINCT CASE WHEN q.at > $1 THEN q.counted END) AS recent,
	COUNT(DISTINCT CASE WHEN q.at > $2 AND q.at <= $1 THEN q.counted END) AS before,
	COALESCE(MIN(q.at), g.first_at) AS first, COALESCE(MAX(q.at), g.last_at) AS last
	FROM question_groups g LEFT JOIN questions q ON q.group_id = g.id`

func scanGroup(rows *sql.Rows) (g faq.Group, err error) {
	err = rows.Scan(&g.ID, &g.Canonical, &g.Lang, &g.Pinned, &g.Entry, &g.Merged, &g.People, &g.Count, &g.Recent, &g.Before,
		timeValue{&g.FirstAt}, timeValue{&g.LastAt})
	return g, err
}

// Group implements faq.Store.
func (db *DB) Group(ctx context.Context, id string) (faq.Group, error) {
	now := db.now()
	found, err := all(ctx, db, scanGroup, groupRows+` WHERE g.id = $3 GROUP BY g.id`,
		millis(now.Add(-week)), millis(now.Add(-2*week)), id)
	if err == nil && len(found) == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return faq.Group{}, fmt.Errorf("group %s: %w", id, err)
	}
	return found[0], nil
}

// Groups implements faq.Store.
func (db *DB) Groups(ctx context.Context, f faq.GroupFilter) (found []faq.Group, total int, err error) {
	now := f.Now
	if now.IsZero() {
		now = db.now()
	}
	c := &conditions{args: []any{millis(now.Add(-week)), millis(now.Add(-2 * week))}}
	c.add("g.merged = ''")
	c.contains("g.folded", f.Search)
	query := groupRows + c.where() + ` GROUP BY g.id HAVING COUNT(q.id) > 0 AND COUNT(DISTINCT q.counted) >= ` + c.arg(f.Min)
	if err := db.one(ctx, []any{&total}, `SELECT COUNT(*) FROM (`+query+`) AS standing`, c.args...); err != nil {
		return nil, 0, err
	}
	query = `SELECT * FROM (` + query + `) AS standing ORDER BY ` + groupOrder(f.Order) +
		`, people DESC, id LIMIT ` + c.arg(limitOf(f.Limit)) + ` OFFSET ` + c.arg(f.Offset)
	found, err = all(ctx, db, scanGroup, query, c.args...)
	return found, total, err
}

func groupOrder(by string) string {
	switch by {
	case "growth":
		return "recent - before DESC"
	case "recent":
		return "last DESC"
	}
	return "people DESC"
}

// AddDecision implements faq.Store.
func (db *DB) AddDecision(ctx context.Context, d faq.Decision) error {
	_, err := db.exec(ctx, `INSERT INTO decisions (id, kind, group_ids, items, actor, at, undone) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		d.ID, d.Kind, listText(d.Groups), listText(d.Items), d.Actor, millis(d.At), millis(d.Undone))
	return err
}

// Decisions implements faq.Store: in the order they were taken.
func (db *DB) Decisions(ctx context.Context) ([]faq.Decision, error) {
	return all(ctx, db, func(rows *sql.Rows) (d faq.Decision, err error) {
		err = rows.Scan(&d.ID, &d.Kind, jsonValue{&d.Groups}, jsonValue{&d.Items}, &d.Actor, timeValue{&d.At}, timeValue{&d.Undone})
		return d, err
	}, `SELECT id, kind, group_ids, items, actor, at, undone FROM decisions ORDER BY at, id`)
}

// UndoDecision implements faq.Store.
func (db *DB) UndoDecision(ctx context.Context, id string, at time.Time) error {
	n, err := db.exec(ctx, `UPDATE decisions SET undone = $1 WHERE id = $2`, millis(at), id)
	if err == nil && n == 0 {
		err = fmt.Errorf("decision %s: %w", id, flows.ErrNotFound)
	}
	return err
}
