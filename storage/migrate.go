package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer says that the database was written by a newer release, which this
// one can't read safely.
var ErrNewer = errors.New("storage: the database belongs to a newer release")

// migration is one step of the schema: NNN_name.sql.
type migration struct {
	version int
	name    string
	text    string
}

// migrate brings the schema up to date, one transaction a step. It runs on the
// writer's connection.
func migrate(ctx context.Context, conn *sql.Conn, files fs.FS, now time.Time) error {
	steps, err := readMigrations(files)
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS migrations
		(version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)`)
	if err != nil {
		return mapped(err)
	}
	for _, step := range steps {
		if err := apply(ctx, conn, step, now); err != nil {
			return fmt.Errorf("storage: migration %s: %w", step.name, mapped(err))
		}
	}
	var version int
	if err := conn.QueryRowContext(ctx, `SELECT COALESCE(MAX(version), 0) FROM migrations`).Scan(&version); err != nil {
		return mapped(err)
	}
	if version > len(steps) {
		return fmt.Errorf("%w: its schema has version %d, this release knows %d", ErrNewer, version, len(steps))
	}
	return nil
}

// apply runs a step unless it has been. The version is read inside the
// transaction, so that two processes starting at once apply it once.
func apply(ctx context.Context, conn *sql.Conn, step migration, now time.Time) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(version), 0) FROM migrations`).Scan(&version); err != nil {
		return err
	}
	if version >= step.version {
		return nil
	}
	if _, err := tx.ExecContext(ctx, step.text); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO migrations (version, name, applied_at) VALUES ($1, $2, $3)`,
		step.version, step.name, millis(now))
	if err != nil {
		return err
	}
	return tx.Commit()
}

// readMigrations lists the steps in order; their numbers have no gap.
func readMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var steps []migration
	for i, path := range names {
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path, "migrations/"), ".sql")
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("storage: migration %s should have number %03d", path, i+1)
		}
		steps = append(steps, migration{version, name, string(text)})
	}
	return steps, nil
}
