package storage

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"
)

func TestMigrate(t *testing.T) {
	pool, err := sql.Open("sqlite", sqliteDSN(filepath.Join(t.TempDir(), "m.db"), time.Second, false))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	at := func(files fstest.MapFS) error { return migrate(t.Context(), conn, files, time.UnixMilli(1)) }

	first := fstest.MapFS{"migrations/001_start.sql": {Data: []byte(`CREATE TABLE things (id TEXT); INSERT INTO things VALUES ('old');`)}}
	second := fstest.MapFS{
		"migrations/001_start.sql": first["migrations/001_start.sql"],
		"migrations/002_size.sql":  {Data: []byte(`ALTER TABLE things ADD COLUMN size BIGINT NOT NULL DEFAULT 7;`)},
	}
	broken := fstest.MapFS{
		"migrations/001_start.sql": first["migrations/001_start.sql"],
		"migrations/002_size.sql":  second["migrations/002_size.sql"],
		"migrations/003_oops.sql":  {Data: []byte(`INSERT INTO things VALUES ('half', 1); CREATE NONSENSE;`)},
	}
	for range 2 {
		if err := at(first); err != nil {
			t.Fatal(err)
		}
	}
	if err := at(second); err != nil {
		t.Fatal(err)
	}
	if err := at(broken); err == nil {
		t.Fatal("a broken step passed")
	}
	var count, size int
	if err := conn.QueryRowContext(t.Context(), `SELECT COUNT(*), MAX(size) FROM things`).Scan(&count, &size); err != nil {
		t.Fatal(err)
	}
	if count != 1 || size != 7 {
		t.Errorf("%d things of size %d: what was there is changed, or half a step was kept", count, size)
	}
	if err := at(first); !errors.Is(err, ErrNewer) {
		t.Errorf("an older release: %v, want ErrNewer", err)
	}
	if err := at(fstest.MapFS{"migrations/002_gap.sql": {}}); err == nil {
		t.Error("a gap in the numbers passed")
	}
}
