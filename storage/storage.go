// Package storage is what is remembered: one file a noun, over SQL. Whoever
// talks, answers or counts sees only the small interfaces of flows and bots.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"majlis/flows"
	"majlis/flows/people"
)

// Options of Open; the zero Options are ready for use.
type Options struct {
	Log *slog.Logger     // nil: silent
	Now func() time.Time // nil: time.Now
	// NewID makes ids that sort in the order they were made; nil: NewIDs.
	NewID func() string
	// Wake is called with a channel's name once something that staff or a digest
	// causes waits in its outbox. It must not block.
	Wake func(channel string)
	// Knock is called with a conversation's id once an invite waits there for its
	// turn. It must not block.
	Knock func(contact string)
	// LiveChanged is called with a broadcast's id once its log has grown. It must not
	// block.
	LiveChanged func(broadcast string)
	// Failed is called with a channel's name and a code for each parcel that was
	// given up. It must not block.
	Failed func(channel, code string)
	// BusyWait is how long a write waits for another process; 0: five seconds.
	BusyWait time.Duration
	// SendLease is how long a parcel may be on its way before it is taken for
	// lost and sent again; 0: thirty seconds.
	SendLease time.Duration
}

// DB is the store of all rooms. It is safe for concurrent use.
type DB struct {
	vault   *people.Vault
	options Options
	writer  *writer
	reader  *reader
	known   *lru[knownSender]
	last    atomic.Int64 // what growing returned last
	closed  atomic.Bool
	temp    string // folder to remove on Close, for ":memory:"
}

// Open opens the SQLite file dsn, made when it isn't there (mode 0600), and
// brings its schema up to date. ":memory:" is a file of its own that goes with
// Close. ErrNewer, ErrBusy, ErrFull, ErrDamaged and ErrSecret tell what a person
// can mend.
func Open(ctx context.Context, dsn string, vault *people.Vault, options Options) (*DB, error) {
	options.fill()
	db := &DB{vault: vault, options: options, known: newLRU[knownSender](knownSenders)}
	if dsn == ":memory:" {
		folder, err := os.MkdirTemp("", "majlis")
		if err != nil {
			return nil, err
		}
		db.temp, dsn = folder, folder+"/majlis.db"
	}
	if err := db.open(ctx, dsn); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (db *DB) open(ctx context.Context, path string) error {
	if err := private(path); err != nil {
		return err
	}
	write, err := sql.Open("sqlite", sqliteDSN(path, db.options.BusyWait, false))
	if err != nil {
		return err
	}
	conn, err := write.Conn(ctx)
	if err != nil {
		return errors.Join(mapped(err), write.Close())
	}
	if err := migrate(ctx, conn, migrations, db.options.Now()); err != nil {
		return errors.Join(err, conn.Close(), write.Close())
	}
	db.writer = newWriter(write, conn)
	read, err := sql.Open("sqlite", sqliteDSN(path, db.options.BusyWait, true))
	if err != nil {
		return err
	}
	db.reader = newReader(read)
	if err := mapped(read.PingContext(ctx)); err != nil {
		return err
	}
	return db.checkSecret(ctx)
}

// checkSecret opens the first address there is: with another secret it stays
// sealed, as all others do.
func (db *DB) checkSecret(ctx context.Context) error {
	var sealed []byte
	err := db.one(ctx, []any{&sealed}, `SELECT address FROM contacts ORDER BY id LIMIT 1`)
	if errors.Is(err, flows.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := db.vault.Open(sealed); err != nil {
		return ErrSecret
	}
	return nil
}

func (o *Options) fill() {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = NewIDs(o.Now)
	}
	if o.Wake == nil {
		o.Wake = func(string) {}
	}
	if o.Knock == nil {
		o.Knock = func(string) {}
	}
	if o.LiveChanged == nil {
		o.LiveChanged = func(string) {}
	}
	if o.Failed == nil {
		o.Failed = func(string, string) {}
	}
	if o.BusyWait == 0 {
		o.BusyWait = 5 * time.Second
	}
	if o.SendLease == 0 {
		o.SendLease = 30 * time.Second
	}
}

// Close finishes the writes in hand and closes the file; the second time it does
// nothing.
func (db *DB) Close() error {
	if !db.closed.CompareAndSwap(false, true) {
		return nil
	}
	var errs []error
	if db.writer != nil {
		errs = append(errs, db.writer.close())
	}
	if db.reader != nil {
		errs = append(errs, db.reader.close())
	}
	if db.temp != "" {
		errs = append(errs, os.RemoveAll(db.temp))
	}
	return errors.Join(errs...)
}

// Ping reports whether the store answers.
func (db *DB) Ping(ctx context.Context) error { return mapped(db.reader.pool.PingContext(ctx)) }

func (db *DB) now() time.Time { return db.options.Now() }
func (db *DB) newID() string  { return db.options.NewID() }
