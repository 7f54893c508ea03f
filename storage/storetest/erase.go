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

// deletes brings the news that somebody deleted a message of theirs.
func (w *world) deletes(name, native string) talk.Arrival {
	w.t.Helper()
	in := w.from(name, "")
	in.Kind, in.Edits = talk.KindDeleted, native
	return w.arrive(in)
}

// heard is what is kept of a conversation's messages, but for their times.
func (w *world) heard(who talk.Who) (lines []talk.Line) {
	w.t.Helper()
	all, err := w.Conversation(w.ctx(), who.Contact, 100)
	w.ok(err)
	for _, l := range all {
		if l.Mine {
			l.At = time.Time{}
			lines = append(lines, l)
		}
	}
	return lines
}

// erased checks that nothing is kept of a message its sender deleted, nor of its
// later version, and that what waits for its turn gets none.
func erased(t *testing.T, w *world) {
	who := w.meet("abeer")
	said := w.from("abeer", "SECRET words")
	said.Kind, said.Place = talk.KindAttachment, &talk.Place{Lat: 24.7, Lon: 46.7}
	said.Files = []talk.File{{Kind: "photo", Ref: "remote"}}
	a := w.arrive(said)
	file := w.heard(who)[1].Files[0].ID
	w.answer(a, 1, talk.End{State: talk.EndTalk}, "re")
	edit := w.from("abeer", "SECRET words, changed")
	edit.Kind, edit.Edits = talk.KindEdit, said.Native
	w.answer(w.arrive(edit), 2, talk.End{State: talk.EndTalk})
	waits := w.from("abeer", "SECRET as well")
	w.arrive(waits)
	other := w.from("noor", "not hers")
	other.Native = said.Native
	noor := w.arrive(other)

	for _, native := range []string{said.Native, waits.Native, "unknown", ""} {
		if d := w.deletes("abeer", native); !d.Fresh || d.About != "" {
			t.Errorf("deleting %q arrived as %+v", native, d)
		}
	}
	want := []talk.Line{
		{ID: "m1", Mine: true, Kind: talk.KindText, Text: "hello", Handled: true},
		{ID: said.Native, Mine: true, Kind: talk.KindAttachment, Handled: true, Deleted: true},
		{ID: waits.Native, Mine: true, Kind: talk.KindText, Handled: true, Deleted: true},
	}
	if diff := cmp.Diff(want, w.heard(who)); diff != "" {
		t.Error(diff)
	}
	if _, _, err := w.File(w.ctx(), file); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("the photo is kept: %v", err)
	}
	next, _, _, found, err := w.Next(w.ctx(), who.Contact)
	w.ok(err)
	if !found || next.Kind != talk.KindDeleted || next.Edits != said.Native || len(next.Files) != 1 || next.Files[0].ID != file {
		t.Errorf("next is %+v", next)
	}
	if lines := w.heard(noor.Who); lines[0].Text != "not hers" {
		t.Errorf("somebody else's message: %+v", lines)
	}
	r, err := w.Audit(w.ctx())
	w.ok(err)
	if !r.Balanced() || r.Ends[talk.EndDiscard] != 1 {
		t.Errorf("the books: %+v", r)
	}
}

// erasedAndFiled checks that a message which had become part of a case is known as
// such, whether it filed the case, held its words or its photo; the case stays.
func erasedAndFiled(t *testing.T, w *world) {
	who := w.meet("majd")
	words := w.from("majd", "the lights are out ")
	w.answer(w.arrive(words), 1, talk.End{State: talk.EndTalk}, "send it?")
	photo := w.from("majd", "")
	photo.Kind, photo.Files = talk.KindAttachment, []talk.File{{Kind: "photo", Ref: "remote"}}
	w.answer(w.arrive(photo), 2, talk.End{State: talk.EndTalk}, "thank you")
	confirms := w.from("majd", "1")
	w.answer(w.arrive(confirms), 3, talk.End{State: talk.EndCase, Ref: "C1"}, "filed")
	more := w.from("majd", "since May")
	w.answer(w.arrive(more), 4, talk.End{State: talk.EndTalk})
	file := w.heard(who)[2].Files[0].ID
	c := newCase("C1", "260042173", who)
	c.Text, c.Files = "the lights are out", []string{file}
	w.ok(w.CreateCase(w.ctx(), c))
	w.ok(w.AddEvent(w.ctx(), cases.Event{ID: "E1", Case: "C1", At: start, Kind: cases.EventCitizen, Text: "since May"}))
	w.ok(w.AddEvent(w.ctx(), cases.Event{ID: "E2", Case: "C1", At: start, Kind: cases.EventReply, Actor: "u1", Text: "hello"}))

	for native, about := range map[string]string{
		words.Native: "C1", photo.Native: "C1", confirms.Native: "C1", more.Native: "C1", "m1": "",
	} {
		if d := w.deletes("majd", native); d.About != about {
			t.Errorf("deleting %s is about %q, want %q", native, d.About, about)
		}
	}
	if got, err := w.Case(w.ctx(), "C1"); got.Text != c.Text || err != nil {
		t.Errorf("the case: %+v, %v", got, err)
	}
	if _, _, err := w.File(w.ctx(), file); err != nil {
		t.Errorf("the photo of the case: %v", err)
	}
	for _, l := range w.heard(who) {
		if !l.Deleted || l.Text != "" || len(l.Files) > 0 {
			t.Errorf("kept: %+v", l)
		}
	}
	in, _, _, _, err := w.Next(w.ctx(), who.Contact)
	if err != nil || in.Kind != talk.KindDeleted {
		t.Errorf("next: %+v, %v", in, err)
	}
}

// reactions checks that the sign on a message stands beside it, the newest one.
func reactions(t *testing.T, w *world) {
	who := w.meet("hessa")
	w.ok(w.CreateCase(w.ctx(), newCase("C1", "260042173", who)))
	w.ok(w.Post(w.ctx(), cases.Post{Contact: who.Contact, Message: talk.Message{Text: "solved", About: "C1"}, Dedupe: "case:E1"}))
	p := w.take(1)[0]
	w.ok(w.Sent(w.ctx(), p.ID, "ours-7", w.clock()))
	for _, step := range []struct{ to, sign, want string }{
		{"ours-7", "👍", "👍"}, {"something else", "😡", "👍"}, {"ours-7", "❤️", "❤️"}, {"ours-7", "", ""},
	} {
		in := w.from("hessa", step.sign)
		in.Kind, in.ReplyTo = talk.KindReaction, step.to
		a := w.arrive(in)
		if want := map[bool]string{true: "C1"}[step.to == "ours-7"]; a.About != want {
			t.Errorf("a reaction to %s is about %q", step.to, a.About)
		}
		w.ok(w.Settle(w.ctx(), a.Row, talk.End{State: talk.EndTalk}, nil))
		told, err := w.Told(w.ctx(), "C1")
		w.ok(err)
		if len(told) != 1 || told[0].Reaction != step.want || told[0].Dedupe != "case:E1" || w.line(who).Reaction != step.want {
			t.Errorf("after %q to %s: %+v", step.sign, step.to, told)
		}
	}
	if lines := w.heard(who); len(lines) != 1 {
		t.Errorf("a sign is shown as a message: %+v", lines)
	}
}
