package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
	"majlis/flows/words"
)

var _ cases.Store = (*DB)(nil)

const caseColumns = `id, ref, kind, status, service, destination, text, lang, person, contact, channel, owner, files, place,
	group_id, created_at, due_at, counted, replied_at, closed_at, close_reason, reopened, version`

func scanCase(rows *sql.Rows) (c cases.Case, err error) {
	var place string
	err = rows.Scan(&c.ID, &c.Ref, &c.Kind, &c.Status, &c.Service, &c.Destination, &c.Text, &c.Lang, &c.Person, &c.Contact,
		&c.Channel, &c.Owner, jsonValue{&c.Files}, &place, &c.Group, timeValue{&c.CreatedAt}, timeValue{&c.DueAt}, &c.Counted,
		timeValue{&c.RepliedAt}, timeValue{&c.ClosedAt}, &c.CloseReason, &c.Reopened, &c.Version)
	if err == nil && place != "" {
		c.Place = new(talk.Place)
		err = json.Unmarshal([]byte(place), c.Place)
	}
	return c, err
}

// CreateCase implements cases.Store.
func (db *DB) CreateCase(ctx context.Context, c cases.Case) error {
	place, err := placeText(c.Place)
	if err != nil {
		return err
	}
	n, err := db.exec(ctx, `INSERT INTO cases (`+caseColumns+`, folded) VALUES
		($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
		ON CONFLICT DO NOTHING`,
		c.ID, c.Ref, c.Kind, c.Status, c.Service, c.Destination, c.Text, c.Lang, c.Person, c.Contact, c.Channel, c.Owner,
		listText(c.Files), place, c.Group, millis(c.CreatedAt), millis(c.DueAt), c.Counted, millis(c.RepliedAt),
		millis(c.ClosedAt), c.CloseReason, c.Reopened, c.Version, foldedCase(c))
	if err == nil && n == 0 {
		err = fmt.Errorf("case %s: %w", c.Ref, flows.ErrExists)
	}
	return err
}

// UpdateCase implements cases.Store.
func (db *DB) UpdateCase(ctx context.Context, c cases.Case) error {
	place, err := placeText(c.Place)
	if err != nil {
		return err
	}
	n, err := db.exec(ctx, `UPDATE cases SET kind = $3, status = $4, service = $5, destination = $6, text = $7, lang = $8,
		person = $9, contact = $10, channel = $11, owner = $12, files = $13, place = $14, group_id = $15, due_at = $16,
		counted = $17, replied_at = $18, closed_at = $19, close_reason = $20, reopened = $21, folded = $22, version = version + 1
		WHERE id = $1 AND version = $2`,
		c.ID, c.Version, c.Kind, c.Status, c.Service, c.Destination, c.Text, c.Lang, c.Person, c.Contact, c.Channel, c.Owner,
		listText(c.Files), place, c.Group, millis(c.DueAt), c.Counted, millis(c.RepliedAt), millis(c.ClosedAt), c.CloseReason,
		c.Reopened, foldedCase(c))
	return db.changed(ctx, n, err, `SELECT 1 FROM cases WHERE id = $1`, c.ID)
}

// changed explains an update that found no row of its version: another changed
// it (flows.ErrStale), or it isn't there. known asks for a row by its id.
func (db *DB) changed(ctx context.Context, n int64, err error, known, id string) error {
	if err != nil || n > 0 {
		return err
	}
	var there int
	if err := db.one(ctx, []any{&there}, known, id); err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	return fmt.Errorf("%s: %w", id, flows.ErrStale)
}

func placeText(p *talk.Place) (string, error) {
	if p == nil {
		return "", nil
	}
	raw, err := json.Marshal(p)
	return string(raw), err
}

func foldedCase(c cases.Case) string { return words.Fold(c.Text + " " + c.Ref) }

// Case implements cases.Store.
func (db *DB) Case(ctx context.Context, id string) (cases.Case, error) {
	return db.findCase(ctx, `id = $1`, id)
}

// CaseByRef implements cases.Store.
func (db *DB) CaseByRef(ctx context.Context, ref string) (cases.Case, error) {
	return db.findCase(ctx, `ref = $1`, ref)
}

func (db *DB) findCase(ctx context.Context, where, value string) (cases.Case, error) {
	found, err := all(ctx, db, scanCase, `SELECT `+caseColumns+` FROM cases WHERE `+where, value)
	if err == nil && len(found) == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return cases.Case{}, fmt.Errorf("case %s: %w", value, err)
	}
	return found[0], nil
}

// CasesOf implements cases.Store.
func (db *DB) CasesOf(ctx context.Context, person string, limit int) ([]cases.Case, error) {
	return all(ctx, db, scanCase,
		`SELECT `+caseColumns+` FROM cases WHERE person = $1 ORDER BY created_at DESC, id DESC LIMIT $2`, person, limit)
}

// OpenCases implements cases.Store.
func (db *DB) OpenCases(ctx context.Context) ([]cases.Case, error) {
	return all(ctx, db, scanCase,
		`SELECT `+caseColumns+` FROM cases WHERE status NOT IN ('answered', 'closed') ORDER BY due_at, id`)
}

// FindCases implements cases.Store.
func (db *DB) FindCases(ctx context.Context, f cases.Filter) (found []cases.Case, total int, err error) {
	where := caseConditions(f)
	if err := db.one(ctx, []any{&total}, `SELECT COUNT(*) FROM cases`+where.where(), where.args...); err != nil {
		return nil, 0, err
	}
	query := `SELECT ` + caseColumns + ` FROM cases` + where.where() +
		` ORDER BY CASE WHEN status IN ('answered', 'closed') THEN 1 ELSE 0 END, due_at, id LIMIT ` + where.arg(limitOf(f.Limit)) +
		` OFFSET ` + where.arg(f.Offset)
	found, err = all(ctx, db, scanCase, query, where.args...)
	return found, total, err
}

func caseConditions(f cases.Filter) *conditions {
	c := &conditions{}
	c.equal("kind", string(f.Kind))
	c.equal("status", string(f.Status))
	c.equal("service", f.Service)
	c.equal("channel", f.Channel)
	c.equal("lang", f.Lang)
	if f.Open || f.Overdue {
		c.add("status NOT IN ('answered', 'closed')")
	}
	if f.Overdue {
		c.add("due_at < ?", millis(f.Now))
	}
	if f.Owner == "none" {
		c.add("owner = ''")
	} else {
		c.equal("owner", f.Owner)
	}
	if ref, err := cases.ParseRef(f.Search); err == nil {
		c.add("ref = ?", string(ref))
	} else {
		c.contains("folded", f.Search)
	}
	return c
}

// limitOf is how many rows a list has when its caller doesn't say.
func limitOf(limit int) int {
	if limit == 0 {
		return 50
	}
	return limit
}

// AddEvent implements cases.Store.
func (db *DB) AddEvent(ctx context.Context, e cases.Event) error {
	_, err := db.exec(ctx, `INSERT INTO case_events (id, case_id, at, kind, actor, text, files) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.ID, e.Case, millis(e.At), e.Kind, e.Actor, e.Text, listText(e.Files))
	return err
}

// Events implements cases.Store: oldest first.
func (db *DB) Events(ctx context.Context, caseID string) ([]cases.Event, error) {
	return all(ctx, db, func(rows *sql.Rows) (e cases.Event, err error) {
		err = rows.Scan(&e.ID, &e.Case, timeValue{&e.At}, &e.Kind, &e.Actor, &e.Text, jsonValue{&e.Files})
		return e, err
	}, `SELECT id, case_id, at, kind, actor, text, files FROM case_events WHERE case_id = $1 ORDER BY at, id`, caseID)
}
