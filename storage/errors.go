package storage

import (
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"majlis/flows"
)

// The errors of the place where things are kept. Nothing was written when a
// write returns one of them, and the same write may succeed later.
var (
	// ErrBusy says that another process holds the database.
	ErrBusy = errors.New("storage: the database is locked by another process")
	// ErrFull says that the disk or the database's quota is full.
	ErrFull = errors.New("storage: there is no room left")
	// ErrSecret says that the database was written with another master secret:
	// nobody in it would be known again, and no reply could be sent.
	ErrSecret = errors.New("storage: the database was written with another secret")
	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("storage: closed")
)

// mapped gives a driver's error the name that callers know it by.
func mapped(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return flows.ErrNotFound
	}
	native, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	switch code := native.Code(); {
	case code == sqlite3.SQLITE_CONSTRAINT_UNIQUE, code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return fmt.Errorf("%w: %w", flows.ErrExists, err)
	case code&0xff == sqlite3.SQLITE_BUSY, code&0xff == sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w: %w", ErrBusy, err)
	case code&0xff == sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case code&0xff == sqlite3.SQLITE_CORRUPT, code&0xff == sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}
