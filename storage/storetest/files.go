package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

// filesOfStaff checks that what staff attach goes out behind their words, once, and
// to nobody but whom it was given to first.
func filesOfStaff(t *testing.T, w *world) {
	a, b := w.meet("amna"), w.meet("badr")
	f := talk.File{Kind: "document", Name: "form.pdf", MIME: "application/pdf"}
	id, err := w.AddFile(w.ctx(), "desk", talk.Identity{Kind: "staff", ID: "S1"}, f, []byte("%PDF"))
	w.ok(err)
	f.ID = id
	w.post(a, talk.LaneReply, "see the form")
	give := func(to talk.Who, f talk.File, dedupe string) error {
		return w.Post(w.ctx(), cases.Post{Contact: to.Contact, Message: talk.Message{File: &f, About: "C1"}, Dedupe: dedupe})
	}
	for range 2 {
		w.ok(give(a, f, "case:E1/0"))
	}
	if err := give(b, f, "case:E2/0"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("another's file was sent: %v", err)
	}
	if err := give(b, talk.File{ID: "none"}, "case:E3/0"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("a file that is none was sent: %v", err)
	}
	var sent []string
	lines, err := w.Conversation(w.ctx(), a.Contact, 10)
	w.ok(err)
	for _, l := range lines {
		if l.Mine {
			continue
		}
		if l.Message.File != nil {
			sent = append(sent, l.Message.File.ID)
			continue
		}
		sent = append(sent, l.Message.Text)
	}
	if diff := cmp.Diff([]string{"see the form", id}, sent); diff != "" {
		t.Error(diff)
	}
	if contact, err := w.FileContact(w.ctx(), id); err != nil || contact != a.Contact {
		t.Errorf("the file is of %q, %v", contact, err)
	}
	got, body, err := w.File(w.ctx(), id)
	if err != nil || got.Name != "form.pdf" || string(body) != "%PDF" {
		t.Errorf("file %+v %q, %v", got, body, err)
	}
}
