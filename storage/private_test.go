package storage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"majlis/flows/talk"
	"majlis/storage"
)

// TestNobodyInADump looks for a person in the files of the database.
func TestNobodyInADump(t *testing.T) {
	folder := t.TempDir()
	db := openAt(t, filepath.Join(folder, "majlis.db"), storage.Options{})
	in := talk.Inbound{
		Channel: "whatsapp", ID: "966500000001@s.whatsapp.net/ABCDEF", Address: "966500000001@s.whatsapp.net", Kind: talk.KindAttachment,
		Senders: []talk.Identity{{Kind: "phone", ID: "+966500000001"}, {Kind: "lid", ID: "SECRETLID"}},
		Files:   []talk.File{{Kind: "photo", Ref: "SECRETREF"}},
	}
	a, err := db.Arrive(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	files, err := db.PendingFiles(t.Context(), "whatsapp", time.Now().Add(time.Hour), 1)
	if err != nil || len(files) != 1 {
		t.Fatalf("%+v, %v", files, err)
	}
	for _, err := range []error{
		db.StoreFile(t.Context(), files[0].ID, "image/jpeg", []byte("SECRETPHOTO")),
		db.Link(t.Context(), a.Who.Person, talk.Identity{Kind: "email", ID: "secret@example.org"}),
		db.SetNote(t.Context(), "link", "SECRETNOTE"),
		db.WebSessions().Commit("SECRETTOKEN", []byte("SECRETDATA"), time.Now().Add(time.Hour)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(paths) < 2 {
		t.Fatalf("files: %v, %v", paths, err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"500000001", "SECRET", "secret@"} {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s holds %q", filepath.Base(path), secret)
			}
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", path, info.Mode(), err)
		}
	}
}

func TestInMemory(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	db := openAt(t, ":memory:", storage.Options{})
	if err := db.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestIDsOnlyGrow(t *testing.T) {
	now := time.UnixMilli(1_800_000_000_000)
	next := storage.NewIDs(func() time.Time { return now })
	last := ""
	for range 1000 {
		id := next()
		if strings.Compare(last, id) >= 0 {
			t.Fatalf("%s came after %s", id, last)
		}
		last = id
		now = now.Add(-time.Second)
	}
}
