package storetest

import (
	"errors"
	"testing"

	"majlis/flows"
)

func notesKept(t *testing.T, w *world) {
	if _, err := w.Note(w.ctx(), "link"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("a note nobody wrote: %v", err)
	}
	for _, text := range []string{"first", `{"state":"connected"}`, ""} {
		w.ok(w.SetNote(w.ctx(), "link", text))
		got, err := w.Note(w.ctx(), "link")
		w.ok(err)
		if got != text {
			t.Errorf("kept %q, want %q", got, text)
		}
	}
	w.ok(w.SetNote(w.ctx(), "other", "x"))
	if got, err := w.Note(w.ctx(), "link"); got != "" || err != nil {
		t.Errorf("another note changed it: %q, %v", got, err)
	}
}
