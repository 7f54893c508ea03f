package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
)

// txKey carries the open transaction in a ctx.
type txKey struct{}

// tx is the transaction of the writer's current batch; the jobs in it run one
// after the other, on the writer's goroutine.
type tx struct {
	statements *statements
	depth      int
	broken     error     // SQLite rolled everything back by itself
	after      []waiting // what to do once it is durable
}

// waiting is something to do after a commit; of those with the same key, one is
// enough.
type waiting struct {
	key string // "" always
	do  func()
}

func (t *tx) begin() error {
	t.depth, t.broken, t.after = 0, nil, t.after[:0]
	_, err := t.exec(`BEGIN IMMEDIATE`)
	return err
}

// end commits, and then does what waited for that.
func (t *tx) end() error {
	err := t.broken
	if err == nil {
		_, err = t.exec(`COMMIT`)
	}
	if err != nil {
		t.broken = nil
		_, _ = t.exec(`ROLLBACK`) // fails when SQLite has done it already
		return err
	}
	done := map[string]bool{}
	for _, w := range t.after {
		if done[w.key] {
			continue
		}
		done[w.key] = w.key != ""
		w.do()
	}
	return nil
}

// nested runs fn in a savepoint: what it wrote goes when it fails, and nothing else.
func (t *tx) nested(ctx context.Context, fn func(ctx context.Context) error) error {
	name := "s" + strconv.Itoa(t.depth)
	if _, err := t.exec(`SAVEPOINT ` + name); err != nil {
		return err
	}
	t.depth++
	waiting := len(t.after)
	err := caught(ctx, fn)
	t.depth--
	if err == nil {
		_, err = t.exec(`RELEASE ` + name)
		return err
	}
	t.after = t.after[:waiting]
	if t.broken != nil {
		return err
	}
	if _, undo := t.exec(`ROLLBACK TO ` + name); undo != nil {
		// A full disk makes SQLite roll back the whole transaction: the savepoint
		// is gone, and so is what the others of this batch wrote.
		t.broken = fmt.Errorf("storage: undone together with another write: %w", undo)
		if errors.Is(err, ErrFull) {
			t.broken = ErrFull
		}
		return err
	}
	_, _ = t.exec(`RELEASE ` + name)
	return err
}

// exec and query ignore the caller's ctx: an interrupted statement would roll
// back the whole batch, and each takes microseconds.
func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	if t.broken != nil {
		return nil, t.broken
	}
	stmt, err := t.statements.get(query) //nolint:sqlclosecheck // kept for its next use
	if err != nil {
		return nil, mapped(err)
	}
	res, err := stmt.Exec(args...)
	return res, mapped(err)
}

func (t *tx) query(query string, args ...any) (*sql.Rows, error) {
	if t.broken != nil {
		return nil, t.broken
	}
	stmt, err := t.statements.get(query) //nolint:sqlclosecheck // kept for its next use
	if err != nil {
		return nil, mapped(err)
	}
	rows, err := stmt.Query(args...)
	return rows, mapped(err)
}

// Write runs fn in one transaction: all it writes is durable when Write returns
// nil, and none of it is kept otherwise. Within another Write fn takes part in
// that one; when it fails, only what fn wrote is undone.
func (db *DB) Write(ctx context.Context, fn func(ctx context.Context) error) error {
	if t, open := ctx.Value(txKey{}).(*tx); open {
		return t.nested(ctx, fn)
	}
	return db.writer.write(ctx, fn)
}

// onCommit does something once the open transaction is durable.
func onCommit(ctx context.Context, do func()) { onceCommitted(ctx, "", do) }

// onceCommitted is onCommit for what a commit needs but once, however many of its
// writes ask for it.
func onceCommitted(ctx context.Context, key string, do func()) {
	t := ctx.Value(txKey{}).(*tx)
	t.after = append(t.after, waiting{key, do})
}
