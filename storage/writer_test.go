package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"majlis/flows/faq"
	"majlis/flows/people"
)

// open opens a store in a folder of its own and returns its path.
func open(t *testing.T, o Options) (*DB, string) {
	t.Helper()
	vault, err := people.NewVault([]byte("a secret of many bytes"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "majlis.db")
	db, err := Open(t.Context(), path, vault, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db, path
}

// add writes a question of about size bytes.
func add(ctx context.Context, db *DB, id string, size int) error {
	return db.AddQuestion(ctx, faq.Question{ID: id, Text: strings.Repeat("x", size), At: time.UnixMilli(1)})
}

// questions are the ids of all questions kept.
func questions(t *testing.T, db *DB) map[string]bool {
	t.Helper()
	kept := map[string]bool{}
	err := db.Questions(t.Context(), time.Time{}, func(q faq.Question) bool {
		kept[q.ID] = true
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// held keeps the writer busy until the returned function is called, so that what
// is written meanwhile becomes one batch with it. Its own error is returned.
func held(t *testing.T, db *DB) (release func() error) {
	t.Helper()
	running, done, finished := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		finished <- db.Write(context.Background(), func(context.Context) error {
			close(running)
			<-done
			return nil
		})
	}()
	<-running
	return func() error {
		close(done)
		return <-finished
	}
}

func TestOneFailureInABatch(t *testing.T) {
	db, _ := open(t, Options{})
	bad := errors.New("bad")
	release := held(t, db)
	errs := make([]error, 30)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			errs[i] = db.Write(t.Context(), func(ctx context.Context) error {
				err := add(ctx, db, fmt.Sprint(i), 10)
				switch i % 3 {
				case 1:
					return errors.Join(err, bad)
				case 2:
					panic("a mistake in the code")
				}
				return err
			})
		})
	}
	if err := release(); err != nil {
		t.Error(err)
	}
	all.Wait()
	kept := questions(t, db)
	for i, err := range errs {
		switch i % 3 {
		case 0:
			if err != nil {
				t.Errorf("write %d: %v", i, err)
			}
		case 1:
			if !errors.Is(err, bad) {
				t.Errorf("write %d: %v, want its own error", i, err)
			}
		case 2:
			if err == nil || !strings.Contains(err.Error(), "a mistake in the code") {
				t.Errorf("write %d: %v, want its panic", i, err)
			}
		}
		if kept[fmt.Sprint(i)] != (err == nil) {
			t.Errorf("write %d: kept %v after %v", i, kept[fmt.Sprint(i)], err)
		}
	}
}

func TestCancelledBeforeItsTurn(t *testing.T) {
	db, _ := open(t, Options{})
	release := held(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ran := false
	err := db.Write(ctx, func(context.Context) error {
		ran = true
		return nil
	})
	if held := release(); held != nil || !errors.Is(err, context.Canceled) || ran {
		t.Fatalf("ran %v, %v; the other %v", ran, err, held)
	}
}

// TestCancelledMeanwhile checks that a caller who gives up in the middle doesn't
// undo the others of the batch: an interrupted statement would.
func TestCancelledMeanwhile(t *testing.T) {
	db, _ := open(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Write(ctx, func(ctx context.Context) error {
		cancel()
		return add(ctx, db, "kept", 10)
	})
	if err != nil || !questions(t, db)["kept"] {
		t.Fatalf("a write that had begun: %v", err)
	}
}

func TestAfterClose(t *testing.T) {
	db, _ := open(t, Options{})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := add(t.Context(), db, "late", 10); !errors.Is(err, ErrClosed) {
		t.Fatalf("%v, want ErrClosed", err)
	}
}

func TestLocked(t *testing.T) {
	db, path := open(t, Options{BusyWait: 20 * time.Millisecond})
	other, err := sql.Open("sqlite", sqliteDSN(path, 0, false))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	lock, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := add(t.Context(), db, "1", 10); !errors.Is(err, ErrBusy) {
		t.Fatalf("%v, want ErrBusy", err)
	}
	if kept := questions(t, db); len(kept) != 0 {
		t.Fatalf("reading while another writes: %v", kept)
	}
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := add(t.Context(), db, "1", 10); err != nil {
		t.Fatalf("after the other went: %v", err)
	}
}

// TestFull checks that nothing is kept of what didn't fit, all of what did, and
// that the store goes on when there is room again.
func TestFull(t *testing.T) {
	db, _ := open(t, Options{})
	pages := func(n int) {
		t.Helper()
		err := db.Write(t.Context(), func(ctx context.Context) error {
			return db.one(ctx, []any{new(int)}, fmt.Sprintf("PRAGMA max_page_count = %d", n))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	pages(1) // SQLite makes it the size the file has
	release := held(t, db)
	errs := make([]error, 40)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = add(t.Context(), db, fmt.Sprint(i), 10+i%2*100_000) })
	}
	if err := release(); err != nil && !errors.Is(err, ErrFull) { // SQLite may undo the whole batch
		t.Error(err)
	}
	all.Wait()
	kept, full := questions(t, db), 0
	for i, err := range errs {
		if errors.Is(err, ErrFull) {
			full++
		} else if err != nil {
			t.Errorf("write %d: %v, want ErrFull", i, err)
		}
		if kept[fmt.Sprint(i)] != (err == nil) {
			t.Errorf("write %d: kept %v after %v", i, kept[fmt.Sprint(i)], err)
		}
	}
	if full < len(errs)/2 {
		t.Errorf("only %d of %d found no room", full, len(errs))
	}
	pages(1_000_000)
	if err := add(t.Context(), db, "room again", 100_000); err != nil {
		t.Fatal(err)
	}
}
