package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"majlis/flows/talk"
	"majlis/storage"
)

// impatient opens the store anew, so that it waits for a lock no longer than a
// test may take.
func (w *town) impatient() {
	w.t.Helper()
	w.ok(w.db.Close())
	var err error
	w.db, err = storage.Open(w.t.Context(), w.path, w.vault, storage.Options{
		Log: w.house.log, Now: w.now, NewID: w.newID, Wake: w.wake, BusyWait: 20 * time.Millisecond,
	})
	w.ok(err)
	w.state = w.db.State()
	w.ok(w.furnish())
}

// refused fails the test unless a message was refused with words in both
// languages, and nothing of it was kept.
func (v *visitor) refused(body string) {
	v.t.Helper()
	for _, lang := range []string{"ar", "en"} {
		answer, said := v.post(lang, body)
		if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
			v.t.Errorf("%s: status %d, retry after %q", lang, answer.StatusCode, answer.Header.Get("Retry-After"))
		}
		if want := v.text(lang, "web.problem.busy", nil); !strings.Contains(said, `"message":"`+want) {
			v.t.Errorf("%s: want %q in %s", lang, want, said)
		}
	}
}

// taken fails the test unless a message is accepted, and kept once.
func (v *visitor) taken(body string) {
	v.t.Helper()
	for range 2 {
		if answer, said := v.post("ar", body); answer.StatusCode != http.StatusAccepted {
			v.t.Fatalf("status %d: %s", answer.StatusCode, said)
		}
	}
	v.settle()
	report, err := v.db.Audit(v.t.Context())
	v.ok(err)
	if n := report.Channels["web"]; len(n) != 1 || report.Inbound != n[talk.EndTalk] {
		v.t.Errorf("kept %+v", report.Channels)
	}
	v.balanced()
}

// TestLockedDatabase: another program holds the database. Nobody is told that
// their message is kept; once it is free, the same message is taken, once.
func TestLockedDatabase(t *testing.T) {
	w := openTown(t)
	w.impatient()
	w.work()
	v := w.visitor()
	c := w.stranger("aisha", "en")
	free := w.lock()
	v.refused(`{"id":"m1","text":"السلام عليكم"}`)
	in := c.inbound(talk.Inbound{ID: "t1", Text: "hello"})
	if err := w.reception.Accept(t.Context(), in); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("a channel that waits for the write is told %v", err)
	}
	free()
	v.taken(`{"id":"m1","text":"السلام عليكم"}`)
	w.ok(w.reception.Accept(t.Context(), in))
	w.settle()
	if told := c.read(); len(told) != 1 {
		t.Errorf("told:\n%s", show(told))
	}
}

// lock holds the write lock, as another program would.
func (w *town) lock() (free func()) {
	w.t.Helper()
	other, err := sql.Open("sqlite", "file:"+w.path)
	w.ok(err)
	conn, err := other.Conn(w.t.Context())
	w.ok(err)
	_, err = conn.ExecContext(w.t.Context(), `BEGIN IMMEDIATE`)
	w.ok(err)
	return func() {
		_, err := conn.ExecContext(w.t.Context(), `ROLLBACK`)
		w.ok(errors.Join(err, conn.Close(), other.Close()))
	}
}

// noRoom is the store on a disk that is full: the error is the one storage gives
// for it, as its own tests show.
type noRoom struct {
	*storage.DB
	full bool
}

func (n *noRoom) Write(ctx context.Context, fn func(ctx context.Context) error) error {
	if n.full {
		return fmt.Errorf("%w: disk", storage.ErrFull)
	}
	return n.DB.Write(ctx, fn)
}

// TestFullDatabase is TestLockedDatabase for a disk without room.
func TestFullDatabase(t *testing.T) {
	w := openTown(t)
	disk := &noRoom{DB: w.db, full: true}
	w.reception.Store = disk
	v := w.visitor()
	in := w.stranger("aisha", "en").inbound(talk.Inbound{ID: "t1", Text: "hello"})
	v.refused(`{"id":"m1","text":"السلام عليكم"}`)
	if err := w.reception.Accept(t.Context(), in); !errors.Is(err, storage.ErrFull) {
		t.Errorf("a channel that waits for the write is told %v", err)
	}
	if report, err := w.db.Audit(t.Context()); err != nil || report.Inbound != 0 {
		t.Errorf("%d messages kept, %v", report.Inbound, err)
	}
	disk.full = false
	w.work()
	v.taken(`{"id":"m1","text":"السلام عليكم"}`)
}

// TestRefusedForWantOfRoom shows the page without scripts: it says so in words
// and keeps what was typed.
func TestRefusedForWantOfRoom(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			w := openTown(t)
			w.reception.Store = &noRoom{DB: w.db, full: true}
			v := w.visitor()
			answer, said := v.postForm(lang, url.Values{"id": {"m1"}, "text": {"May I paint the wall?"}})
			if answer.StatusCode != http.StatusServiceUnavailable {
				t.Errorf("status %d", answer.StatusCode)
			}
			for _, want := range []string{v.text(lang, "web.problem.busy", nil), "May I paint the wall?"} {
				if !strings.Contains(said, want) {
					t.Errorf("the page does not say %q:\n%s", want, said)
				}
			}
		})
	}
}
