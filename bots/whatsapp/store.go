package whatsapp

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of postgres://
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	_ "modernc.org/sqlite" // the driver of a file
)

// openWithin bounds opening the store.
const openWithin = 20 * time.Second

// devices is the store of the link: keys, sessions, and for a while what was said.
// It is personal data.
type devices struct {
	*sqlstore.Container
	db     *sql.DB
	driver string
	log    *slog.Logger
}

// openDevices opens a file, or a database of postgres://.
func openDevices(dsn string, log *slog.Logger) (*devices, error) {
	driver := "pgx"
	if !strings.HasPrefix(dsn, "postgres://") && !strings.HasPrefix(dsn, "postgresql://") {
		if err := private(dsn); err != nil {
			return nil, err
		}
		driver, dsn = "sqlite", sqliteDSN(dsn)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, errors.New("the address of the link's database can't be used") // it may hold a password
	}
	if driver == "sqlite" {
		db.SetMaxOpenConns(1) // the library has no other way to wait its turn
	}
	d := &devices{db: db, driver: driver, log: log}
	d.reread()
	ctx, cancel := context.WithTimeout(context.Background(), openWithin)
	defer cancel()
	if err := d.prepare(ctx); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("the link's database: %w", err)
	}
	return d, nil
}

// reread forgets what the library keeps in memory of the database: another process
// may have had the link since.
func (d *devices) reread() {
	d.Container = sqlstore.NewWithDB(d.db, d.driver, newLogger(d.log))
}

// prepare brings the tables up to date: the library's and one of our own.
func (d *devices) prepare(ctx context.Context) error {
	if err := d.Upgrade(ctx); err != nil {
		return err
	}
	_, err := d.db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS majlis_phone (jid TEXT PRIMARY KEY, seen BIGINT NOT NULL)`)
	return err
}

// sqliteDSN is the connection string of modernc.org/sqlite. Without foreign_keys
// the library refuses to start.
func sqliteDSN(path string) string {
	q := url.Values{"_pragma": {"foreign_keys(1)", "busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)"}}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// private makes the file for its owner only, whatever the umask; the files SQLite
// puts beside it take over its mode. Those of an earlier run are mended as well.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Chmod(name, 0o600); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// forget deletes a device with all that belongs to it. The library deletes one
// that WhatsApp logged out by itself, at its own time; to do it twice is no error.
func (d *devices) forget(ctx context.Context, id types.JID) error {
	device, err := d.GetDevice(ctx, id)
	if err != nil {
		return err
	}
	if device != nil {
		if err := d.DeleteDevice(ctx, device); err != nil {
			return err
		}
	}
	_, err = d.db.ExecContext(ctx, `DELETE FROM majlis_phone WHERE jid = $1`, id.String())
	return err
}

// first is the linked device, or a new one that is not linked yet.
func (d *devices) first(ctx context.Context) (*store.Device, error) { return d.GetFirstDevice(ctx) }

// phoneSeen is when the phone last gave a sign; zero when none is known.
func (d *devices) phoneSeen(ctx context.Context, id types.JID) (time.Time, error) {
	var ms int64
	err := d.db.QueryRowContext(ctx, `SELECT seen FROM majlis_phone WHERE jid = $1`, id.String()).Scan(&ms)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return time.UnixMilli(ms), err
}

// seePhone notes a sign of the phone.
func (d *devices) seePhone(ctx context.Context, id types.JID, at time.Time) error {
	_, err := d.db.ExecContext(ctx, `INSERT INTO majlis_phone (jid, seen) VALUES ($1, $2)
		ON CONFLICT (jid) DO UPDATE SET seen = excluded.seen`, id.String(), at.UnixMilli())
	return err
}
