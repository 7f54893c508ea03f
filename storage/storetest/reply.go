package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

// repliesAndEdits checks that a message is known to be about a case.
func repliesAndEdits(t *testing.T, w *world) {
	who := w.meet("hind")
	w.ok(w.CreateCase(w.ctx(), newCase("C1", "260042173", who)))
	filing := w.from("hind", "the lights are out")
	w.answer(w.arrive(filing), 1, talk.End{State: talk.EndCase, Ref: "C1"})
	w.ok(w.Post(w.ctx(), cases.Post{Contact: who.Contact, Message: talk.Message{Text: "which street?", About: "C1"}, Dedupe: "e1"}))
	sent := w.take(1)[0]
	w.ok(w.Sent(w.ctx(), sent.ID, "ours-77", w.clock()))

	reply := w.from("hind", "King Fahd street")
	reply.ReplyTo = "ours-77"
	edit := w.from("hind", "the lights are out again")
	edit.Kind, edit.Edits = talk.KindEdit, filing.Native
	other := w.from("noor", "somebody else's number")
	other.ReplyTo = "ours-77"
	for name, c := range map[string]struct {
		in   talk.Inbound
		want string
	}{"a reply": {reply, "C1"}, "an edit": {edit, "C1"}, "another person": {other, ""}, "neither": {w.from("hind", "hm"), ""}} {
		a := w.arrive(c.in)
		if a.About != c.want {
			t.Errorf("%s is about %q, want %q", name, a.About, c.want)
		}
	}
	in, _, _, _, err := w.Next(w.ctx(), who.Contact)
	w.ok(err)
	if in.About == "" && in.ReplyTo != "" {
		t.Errorf("read again it is about nothing: %+v", in)
	}
}

func timers(t *testing.T, w *world) {
	a := w.arrive(w.from("faisal", "1"))
	asks := turn(a, 0, talk.End{State: talk.EndTalk})
	asks.Timers = []talk.Timer{{Name: "expire", At: start.Add(24 * time.Hour)}, {Name: "remind", At: start.Add(time.Hour)}}
	w.ok(w.Finish(w.ctx(), asks))
	fired := func(at time.Time) []talk.Firing {
		list, err := w.Fired(w.ctx(), at, 10)
		w.ok(err)
		return list
	}
	if list := fired(start.Add(time.Hour - time.Millisecond)); len(list) != 0 {
		t.Fatalf("fired early: %+v", list)
	}
	want := []talk.Firing{{Who: talk.Who{Person: a.Who.Person, Contact: a.Who.Contact, Channel: "test"}, Name: "remind", Turn: 1}}
	for range 2 { // a crash before its turn only fires it again
		if diff := cmp.Diff(want, fired(start.Add(time.Hour))); diff != "" {
			t.Fatal(diff)
		}
	}
	w.answer(w.arrive(w.from("faisal", "2")), 1, talk.End{State: talk.EndTalk})
	if list := fired(start.Add(48 * time.Hour)); len(list) != 0 {
		t.Fatalf("fired in a conversation that has moved on: %+v", list)
	}
}

func attachments(t *testing.T, w *world) {
	in := w.from("badr", "see the photo")
	in.Files = []talk.File{
		{Kind: "photo", Ref: "remote-1", Size: 10}, {Kind: "voice", Ref: "remote-2", Seconds: 7}, {Kind: "video", TooLarge: true, Name: "long.mp4"},
	}
	a := w.arrive(in)
	got, _, _, _, err := w.Next(w.ctx(), a.Who.Contact)
	w.ok(err)
	if len(got.Files) != 3 || got.Files[0].ID == "" || got.Files[0].Ref != "" || !got.Files[2].TooLarge {
		t.Fatalf("files of the message: %+v", got.Files)
	}
	pending, err := w.PendingFiles(w.ctx(), "test", w.clock(), 10)
	w.ok(err)
	if len(pending) != 2 || pending[0].Ref != "remote-1" || pending[1].Seconds != 7 {
		t.Fatalf("pending: %+v", pending)
	}
	w.ok(w.StoreFile(w.ctx(), pending[0].ID, "image/jpeg", []byte("picture")))
	w.ok(w.FailFile(w.ctx(), pending[1].ID, "timeout", start.Add(time.Minute)))
	if list, err := w.PendingFiles(w.ctx(), "test", w.clock(), 10); len(list) != 0 || err != nil {
		t.Fatalf("due too early: %+v, %v", list, err)
	}
	w.ok(w.FailFile(w.ctx(), pending[1].ID, "gone", time.Time{}))
	if list, err := w.PendingFiles(w.ctx(), "test", start.Add(time.Hour), 10); len(list) != 0 || err != nil {
		t.Fatalf("given up and still pending: %+v, %v", list, err)
	}
	f, body, err := w.File(w.ctx(), pending[0].ID)
	w.ok(err)
	if string(body) != "picture" || f.MIME != "image/jpeg" || f.Size != int64(len("picture")) {
		t.Fatalf("stored: %+v %q", f, body)
	}
	if _, body, err := w.File(w.ctx(), pending[1].ID); body != nil || err != nil {
		t.Fatalf("never fetched: %q, %v", body, err)
	}
	if _, _, err := w.File(w.ctx(), "none"); !errors.Is(err, flows.ErrNotFound) {
		t.Fatalf("no such file: %v", err)
	}
	known, err := w.FilesOf(w.ctx(), []string{got.Files[2].ID, "none", got.Files[0].ID})
	w.ok(err)
	if len(known) != 2 || !known[0].TooLarge || known[1].MIME != "image/jpeg" {
		t.Fatalf("files of: %+v", known)
	}
}

// uploads checks that a file stored ahead joins only its uploader's message.
func uploads(t *testing.T, w *world) {
	mine := talk.Identity{Kind: "test", ID: "dana"}
	id, err := w.AddFile(w.ctx(), "test", mine, talk.File{Kind: "photo", MIME: "image/png", Name: "a.png"}, []byte("png"))
	w.ok(err)
	thief := w.from("thief", "mine now")
	thief.Files = []talk.File{{ID: id, Kind: "photo"}, {ID: "invented", Kind: "photo"}}
	stolen, _, _, _, err := w.Next(w.ctx(), w.arrive(thief).Who.Contact)
	w.ok(err)
	if len(stolen.Files) != 0 || stolen.Text != "mine now" {
		t.Fatalf("a message with another's file came as %+v", stolen)
	}
	in := w.from("dana", "my photo")
	in.Files = []talk.File{{ID: id, Kind: "photo", Name: "a.png"}}
	a := w.arrive(in)
	got, _, _, _, err := w.Next(w.ctx(), a.Who.Contact)
	w.ok(err)
	if len(got.Files) != 1 || got.Files[0].ID != id {
		t.Fatalf("files: %+v", got.Files)
	}
	contact, err := w.FileContact(w.ctx(), id)
	w.ok(err)
	if contact != a.Who.Contact {
		t.Errorf("the file belongs to %q", contact)
	}
}
