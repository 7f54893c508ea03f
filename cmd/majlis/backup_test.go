package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"majlis/config"
	"majlis/storage"
)

// TestBackupAndRestore copies a house in the middle of a conversation and opens
// the copy elsewhere: the books balance and the conversation goes on.
func TestBackupAndRestore(t *testing.T) {
	w := newTown(t)
	c := w.citizen("aisha", "en")
	filed := fileInquiry(c)
	asking(c)
	copied := filepath.Join(t.TempDir(), "copy.db")
	w.ok(w.db.Backup(t.Context(), copied))
	c.write("This question came after the copy was made.")

	back := filepath.Join(t.TempDir(), "back.db")
	w.ok(storage.Restore(t.Context(), copied, back))
	if err := storage.Restore(t.Context(), copied, back); !errors.Is(err, os.ErrExist) {
		t.Errorf("a database was overwritten: %v", err)
	}
	again := newTown(t, func(c *config.Config) { c.DB = back })
	again.balanced()
	if one, err := again.db.Case(t.Context(), filed.About); err != nil || one.Text == "" {
		t.Errorf("the case is %+v, %v", one, err)
	}
	again.sent = w.sent
	same := again.stranger("aisha", "en")
	if s := same.session(); s.Flow != "inquiry" {
		t.Errorf("the conversation stands at %+v", s)
	}
	const text = "May I paint the wall?"
	same.toldPart(same.write(text), text)
	again.balanced()
	w.balanced()
}
