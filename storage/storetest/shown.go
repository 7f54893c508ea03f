package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/talk"
)

func deadLetters(t *testing.T, w *world) {
	a := w.arrive(w.from("majed", "breaks"))
	_, err := w.Attempt(w.ctx(), a.Row)
	w.ok(err)
	w.ok(w.Settle(w.ctx(), a.Row, talk.End{State: talk.EndDead, Ref: "failed"}, nil))
	w.pass(time.Minute)
	who := w.meet("nada")
	w.post(who, talk.LaneReply, "undeliverable")
	w.ok(w.Fail(w.ctx(), w.take(1)[0].ID, "blocked", true))

	letters, err := w.DeadLetters(w.ctx(), 10)
	w.ok(err)
	if len(letters) != 2 || letters[0].Mine || !letters[1].Mine {
		t.Fatalf("dead letters: %+v", letters)
	}
	in := talk.DeadLetter{ID: a.Row, Mine: true, Channel: "test", Contact: a.Who.Contact, At: start, Tries: 1, Code: "failed", Text: "breaks"}
	if diff := cmp.Diff(in, letters[1]); diff != "" {
		t.Error(diff)
	}
	if letters[0].Code != "blocked" || letters[0].Text != "undeliverable" || letters[0].Contact != who.Contact {
		t.Errorf("outbound: %+v", letters[0])
	}
	for _, l := range letters {
		w.ok(w.RetryDead(w.ctx(), l.ID))
		if err := w.RetryDead(w.ctx(), l.ID); !errors.Is(err, flows.ErrNotFound) {
			t.Errorf("retrying what isn't dead: %v", err)
		}
	}
	if _, _, tries, found, err := w.Next(w.ctx(), a.Who.Contact); !found || tries != 0 || err != nil {
		t.Fatalf("after the retry: found %v, %d tries, %v", found, tries, err)
	}
	p := w.take(1)
	if len(p) != 1 || p[0].Tries != 0 {
		t.Fatalf("after the retry: %+v", p)
	}
	w.ok(w.Settle(w.ctx(), a.Row, talk.End{State: talk.EndDead, Ref: "failed"}, nil))
	w.ok(w.Fail(w.ctx(), p[0].ID, "blocked", false))
	for _, l := range letters {
		w.ok(w.DismissDead(w.ctx(), l.ID, "staff-1"))
		if err := w.DismissDead(w.ctx(), l.ID, "staff-1"); !errors.Is(err, flows.ErrNotFound) {
			t.Errorf("dismissing twice: %v", err)
		}
	}
	if letters, err := w.DeadLetters(w.ctx(), 10); len(letters) != 0 || err != nil {
		t.Fatalf("left: %+v, %v", letters, err)
	}
}

func transcript(t *testing.T, w *world) {
	visitor := talk.Identity{Kind: "test", ID: "rania"}
	if lines, err := w.Transcript(w.ctx(), visitor, 10); len(lines) != 0 || err != nil {
		t.Fatalf("a stranger has said %+v, %v", lines, err)
	}
	a := w.arrive(w.from("rania", "hello"))
	question := talk.Message{Text: "which?", Options: []talk.Option{{ID: "y", Label: "نعم"}, {ID: "n", Label: "لا"}}, Asked: 1}
	asks := turn(a, 0, talk.End{State: talk.EndTalk})
	asks.Messages = []talk.Message{question}
	w.ok(w.Finish(w.ctx(), asks))
	w.pass(time.Second)
	pick := w.from("rania", "")
	pick.Kind, pick.Choice = talk.KindChoice, question.Payload("y")
	w.arrive(pick)

	lines, err := w.Transcript(w.ctx(), visitor, 10)
	w.ok(err)
	want := []talk.Line{
		{ID: "m1", At: start, Mine: true, Kind: talk.KindText, Text: "hello", Handled: true},
		{Seq: 1, ID: lines[1].ID, At: start, Message: question, Lang: "ar"},
		{ID: "m2", At: start.Add(time.Second), Mine: true, Kind: talk.KindChoice, Text: "نعم"},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	same, err := w.Conversation(w.ctx(), a.Who.Contact, 2)
	w.ok(err)
	if diff := cmp.Diff(want[1:], same); diff != "" {
		t.Error(diff)
	}
	for after, n := range map[int64]int{0: 1, 1: 0} {
		replies, err := w.Replies(w.ctx(), visitor, after, 10)
		w.ok(err)
		if len(replies) != n {
			t.Errorf("after %d: %+v", after, replies)
		}
	}
}

func peopleKept(t *testing.T, w *world) {
	who := w.meet("salma")
	w.ok(w.SetLang(w.ctx(), who.Person, "en"))
	w.ok(w.SetNotice(w.ctx(), who.Person, "2026-1", start))
	p, err := w.Person(w.ctx(), who.Person)
	w.ok(err)
	if p.Lang != "en" || p.NoticeVersion != "2026-1" || !p.NoticeAt.Equal(start) || !p.CreatedAt.Equal(start) || p.Notify {
		t.Errorf("kept: %+v", p)
	}
	a := w.arrive(w.from("salma", "عربي"))
	says := turn(a, 1, talk.End{State: talk.EndTalk})
	says.Said = "ar"
	w.ok(w.Finish(w.ctx(), says))
	if p, err := w.Person(w.ctx(), who.Person); p.Lang != "ar" || err != nil {
		t.Errorf("a turn changed the language: %+v, %v", p, err)
	}
	if _, err := w.Person(w.ctx(), "nobody"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	if err := w.SetLang(w.ctx(), "nobody", "en"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}
