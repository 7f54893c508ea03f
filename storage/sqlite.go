package storage

import (
	"fmt"
	"net/url"
	"os"
	"time"
)

// checkpointPages is how many pages the log of writes grows by before they are
// moved into the file: by then most have been written several times over.
const checkpointPages = 4000

// cacheKiB is SQLite's page cache per connection: the indexes of some hundred
// thousand messages.
const cacheKiB = 32 << 10

// sqliteDSN is the connection string of modernc.org/sqlite. Without
// _txlock=immediate half of all transactions that read before they write fail
// under load, whatever the busy timeout.
func sqliteDSN(path string, wait time.Duration, readOnly bool) string {
	q := url.Values{}
	for _, pragma := range []string{
		fmt.Sprintf("busy_timeout(%d)", wait.Milliseconds()),
		"journal_mode(WAL)",
		"synchronous(FULL)", // a confirmed message survives a power cut
		"foreign_keys(1)",
		fmt.Sprintf("cache_size(-%d)", cacheKiB),
		fmt.Sprintf("wal_autocheckpoint(%d)", checkpointPages),
		"temp_store(MEMORY)", // a savepoint notes what it changes: in memory, not in a file
	} {
		q.Add("_pragma", pragma)
	}
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Add("_txlock", "immediate")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// private makes the file, for its owner only, before SQLite would make it for
// everyone; the files SQLite puts beside it take over its mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return f.Chmod(0o600)
}
