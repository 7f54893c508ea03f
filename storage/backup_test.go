package storage_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"majlis/flows/talk"
	"majlis/storage"
)

func TestBackup(t *testing.T) {
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, name) }
	db := openAt(t, path("majlis.db"), storage.Options{})
	writing, stop := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	busy.Go(func() { // goes on meanwhile
		for writing.Err() == nil {
			c := talker{db: db, updates: &updates, id: 1}
			if _, err := db.Arrive(t.Context(), c.next()); err != nil {
				t.Error(err)
				return
			}
		}
	})
	_, err := db.Arrive(t.Context(), talk.Inbound{
		Channel: "test", ID: "kept", Address: "a", Senders: []talk.Identity{{Kind: "test", ID: "sara"}}, Kind: talk.KindText, Text: "hello",
	})
	if err == nil {
		err = db.Backup(t.Context(), path("copy.db"))
	}
	stop()
	busy.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path("copy.db")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has mode %v, %v", info.Mode(), err)
	}
	for name, err := range map[string]error{
		"backup":  db.Backup(t.Context(), path("copy.db")),
		"restore": storage.Restore(t.Context(), path("copy.db"), path("majlis.db")),
	} {
		if !errors.Is(err, os.ErrExist) {
			t.Errorf("%s over a file that is there: %v", name, err)
		}
	}
	if err := storage.Restore(t.Context(), path("copy.db"), path("back.db")); err != nil {
		t.Fatal(err)
	}
	back := openAt(t, path("back.db"), storage.Options{})
	_, known, err := back.Who(t.Context(), talk.Inbound{Channel: "test", Senders: []talk.Identity{{Kind: "test", ID: "sara"}}})
	if err != nil || !known {
		t.Fatalf("after the restore: known %v, %v", known, err)
	}
}

func TestDamaged(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "broken.db")
	if err := os.WriteFile(path, []byte("this is no database, whatever its name says; it is long enough for a header of one hundred bytes or so"), 0o600); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(folder, "to.db")
	if err := storage.Restore(t.Context(), path, to); !errors.Is(err, storage.ErrDamaged) {
		t.Errorf("%v, want ErrDamaged", err)
	}
	if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a damaged file was restored: %v", err)
	}
	if err := storage.Restore(t.Context(), filepath.Join(folder, "none"), to); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}
