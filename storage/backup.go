package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// ErrDamaged says that a database file is not sound.
var ErrDamaged = errors.New("storage: the database file is damaged")

// Backup writes a copy of the store as of one moment to a new file (mode 0600)
// and checks it; writing goes on meanwhile. os.ErrExist when the file is there.
func (db *DB) Backup(ctx context.Context, path string) error {
	if err := reserve(path); err != nil {
		return err
	}
	err := db.copyTo(ctx, path)
	if err == nil {
		err = Check(ctx, path)
	}
	if err == nil {
		err = syncFile(path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("storage: backup: %w", err), os.Remove(path))
	}
	return nil
}

// copyTo fills an empty file. The copy is compact: SQLite writes it anew.
func (db *DB) copyTo(ctx context.Context, path string) error {
	conn, err := db.reader.pool.Conn(ctx)
	if err != nil {
		return mapped(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `PRAGMA query_only = 0`); err != nil {
		return mapped(err)
	}
	_, err = conn.ExecContext(ctx, `VACUUM INTO $1`, path)
	_, undo := conn.ExecContext(context.WithoutCancel(ctx), `PRAGMA query_only = 1`)
	return mapped(errors.Join(err, undo))
}

// reserve makes an empty file for the owner only; os.ErrExist when it is there.
func reserve(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	return f.Close()
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Check reports ErrDamaged for a file that is no sound database, with what
// SQLite found.
func Check(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	pool, err := sql.Open("sqlite", sqliteDSN(path, time.Second, true))
	if err != nil {
		return err
	}
	defer pool.Close()
	for _, pragma := range []string{`PRAGMA integrity_check`, `PRAGMA foreign_key_check`} {
		if err := sound(ctx, pool, pragma); err != nil {
			return err
		}
	}
	return nil
}

// sound runs a check whose every row is a fault, but for a single "ok".
func sound(ctx context.Context, pool *sql.DB, pragma string) error {
	rows, err := pool.QueryContext(ctx, pragma)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(sql.NullString)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			return err
		}
		if fault := values[0].(*sql.NullString).String; fault != "ok" {
			return fmt.Errorf("%w: %s", ErrDamaged, fault)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// Restore brings a backup back as the file to, which must not be there
// (os.ErrExist), and checks it first. The backup stays as it is.
func Restore(ctx context.Context, from, to string) error {
	if err := Check(ctx, from); err != nil {
		return err
	}
	if err := reserve(to); err != nil {
		return err
	}
	if err := copyFile(from, to); err != nil {
		return errors.Join(fmt.Errorf("storage: restore: %w", err), os.Remove(to))
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
