package storage

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statementsKept bounds the prepared statements of a connection: searches make
// new texts, a statement each.
const statementsKept = 256

// statements keeps statements prepared by their text. Not safe for concurrent use.
type statements struct {
	prepare func(ctx context.Context, query string) (*sql.Stmt, error)
	kept    map[string]*sql.Stmt
}

func newStatements(prepare func(context.Context, string) (*sql.Stmt, error)) *statements {
	return &statements{prepare: prepare, kept: map[string]*sql.Stmt{}}
}

func (s *statements) get(query string) (*sql.Stmt, error) {
	if stmt, ok := s.kept[query]; ok {
		return stmt, nil
	}
	if len(s.kept) >= statementsKept {
		if err := s.close(); err != nil {
			return nil, err
		}
	}
	stmt, err := s.prepare(context.Background(), query)
	if err != nil {
		return nil, err
	}
	s.kept[query] = stmt
	return stmt, nil
}

func (s *statements) close() error {
	var errs []error
	for _, stmt := range s.kept {
		errs = append(errs, stmt.Close())
	}
	clear(s.kept)
	return errors.Join(errs...)
}

// readers is how many reads go on at once.
const readers = 8

// reader is the pool for reads outside a transaction; they see what is committed
// and never wait for the writer.
type reader struct {
	pool *sql.DB
	mu   sync.Mutex
	kept map[string]*sql.Stmt
}

func newReader(pool *sql.DB) *reader {
	pool.SetMaxOpenConns(readers)
	pool.SetMaxIdleConns(readers)
	return &reader{pool: pool, kept: map[string]*sql.Stmt{}}
}

// query runs a read; past statementsKept texts it is prepared for this once.
func (r *reader) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	r.mu.Lock()
	stmt, ok := r.kept[query]
	full := len(r.kept) >= statementsKept
	r.mu.Unlock()
	if !ok && full {
		return r.pool.QueryContext(ctx, query, args...)
	}
	if !ok {
		var err error
		if stmt, err = r.keep(ctx, query); err != nil {
			return nil, err
		}
	}
	return stmt.QueryContext(ctx, args...)
}

func (r *reader) keep(ctx context.Context, query string) (*sql.Stmt, error) {
	stmt, err := r.pool.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if other, ok := r.kept[query]; ok {
		defer stmt.Close()
		return other, nil
	}
	r.kept[query] = stmt
	return stmt, nil
}

func (r *reader) close() error {
	var errs []error
	for _, stmt := range r.kept {
		errs = append(errs, stmt.Close())
	}
	return errors.Join(append(errs, r.pool.Close())...)
}

// query reads within the open transaction, or from what is committed.
func (db *DB) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if t, open := ctx.Value(txKey{}).(*tx); open {
		return t.query(query, args...)
	}
	rows, err := db.reader.query(ctx, query, args)
	return rows, mapped(err)
}

// each reads rows one by one into what dest points at; row is called after each.
func (db *DB) each(ctx context.Context, row func() error, dest []any, query string, args ...any) error {
	rows, err := db.query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if err := row(); err != nil {
			return err
		}
	}
	return mapped(rows.Err())
}

// one reads a single row; flows.ErrNotFound when there is none.
func (db *DB) one(ctx context.Context, dest []any, query string, args ...any) error {
	rows, err := db.query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return mapped(err)
		}
		return mapped(sql.ErrNoRows)
	}
	return rows.Scan(dest...)
}

// all reads rows through scan, which reads one.
func all[T any](ctx context.Context, db *DB, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, v)
	}
	return found, mapped(rows.Err())
}

// exec writes one statement, in the open transaction or one of its own, and
// returns how many rows it changed.
func (db *DB) exec(ctx context.Context, query string, args ...any) (int64, error) {
	t, open := ctx.Value(txKey{}).(*tx)
	if !open {
		var n int64
		err := db.writer.write(ctx, func(ctx context.Context) (err error) {
			n, err = db.exec(ctx, query, args...)
			return err
		})
		return n, err
	}
	res, err := t.exec(query, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return n, mapped(err)
}

// within runs fn in the open transaction, or in one of its own.
func (db *DB) within(ctx context.Context, fn func(ctx context.Context) error) error {
	if ctx.Value(txKey{}) != nil {
		return fn(ctx)
	}
	return db.writer.write(ctx, fn)
}

// snapshot runs reads that all see the store as of one moment; the writer goes on.
func (db *DB) snapshot(ctx context.Context, fn func(ctx context.Context) error) error {
	conn, err := db.reader.pool.Conn(ctx)
	if err != nil {
		return mapped(err)
	}
	defer conn.Close()
	t := &tx{statements: newStatements(conn.PrepareContext)}
	defer t.statements.close()
	if _, err := t.exec(`BEGIN`); err != nil {
		return err
	}
	defer func() { _, _ = t.exec(`ROLLBACK`) }()
	return fn(context.WithValue(ctx, txKey{}, t))
}
