package storetest

import (
	"testing"

	"majlis/flows/live"
	"majlis/flows/talk"
)

// erasedAndAsked checks that a deleted message is known as what it asked in a
// broadcast, in its own words or some messages later, and as nothing else.
func erasedAndAsked(t *testing.T, w *world) {
	w.onAir("B1", "1234")
	who := w.meet("abeer")
	turn := 0
	says := func(text, ref string, questions ...string) talk.Inbound {
		t.Helper()
		in := w.from("abeer", text)
		a := w.arrive(in)
		for _, q := range questions {
			w.ok(w.Live().Append(w.ctx(), -1, live.Event{
				Broadcast: "B1", At: w.clock(), Kind: live.EventAsked, Data: live.Data{Question: q, Person: who.Person, Text: questionWords[q]},
			}))
		}
		end := talk.End{State: talk.EndTalk}
		if ref != "" {
			end = talk.End{State: talk.EndQuestion, Ref: ref}
		}
		turn++
		w.answer(a, turn, end)
		return in
	}
	hello := says("good evening", "")
	plain := says("When will the pool open?", "Q1", "Q1")
	next := says("A question of its own?", "Q2", "Q2") // right behind it in the log
	several := says("Why is it late?\nWho decides?\nAnd how much ?", "")
	confirms := says("1", "Q3", "Q3", "Q4", "Q5")
	w.ok(w.Live().Append(w.ctx(), -1, live.Event{
		Broadcast: "B1", At: w.clock(), Kind: live.EventAsked, Data: live.Data{Question: "Q6", Person: "somebody else", Text: "Who decides?"},
	}))
	w.ok(w.Live().Append(w.ctx(), -1, live.Event{
		Broadcast: "B1", At: w.clock(), Kind: live.EventSupported, Data: live.Data{Question: "M1", Person: who.Person, Group: "G"},
	}))
	supports := says("2", "M1")
	voice := says("", "Q7", "Q7")

	for _, c := range []struct {
		what  string
		said  talk.Inbound
		about string
	}{
		{"a greeting", hello, ""},
		{"a question", plain, "B1/Q1"},
		{"the next", next, "B1/Q2"},
		{"several", several, "B1/Q3 B1/Q4 B1/Q5"},
		{"what sent them", confirms, "B1/Q3 B1/Q4 B1/Q5"},
		{"a me too", supports, "B1/M1"},
		{"a voice note", voice, "B1/Q7"},
		{"what is gone already", plain, "B1/Q1"},
	} {
		if d := w.deletes("abeer", c.said.Native); d.About != c.about {
			t.Errorf("deleting %s is about %q, want %q", c.what, d.About, c.about)
		}
	}
	r, err := w.Audit(w.ctx())
	w.ok(err)
	if !r.Balanced() {
		t.Errorf("the books: %+v", r)
	}
}

var questionWords = map[string]string{
	"Q1": "When will the pool open?", "Q2": "A question of its own?",
	"Q3": "Why is it late?", "Q4": "Who decides?", "Q5": "And how much?", "Q7": "voice note, 7 seconds",
}
