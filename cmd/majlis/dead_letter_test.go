package main

import (
	"context"
	"errors"
	"testing"

	"majlis/flows/talk"
)

// fragile is the house's book with one flow more, which fails while it is broken.
type fragile struct {
	broken bool
	tries  int
}

// fill puts the flow in the way of everything typed outside a flow.
func (f *fragile) fill(w *town) {
	book := w.book()
	free := book.Free
	book.Flows = append(book.Flows, talk.Flow{Name: "fragile", Run: func(t *talk.Talk) {
		talk.Do(t, "try", func(context.Context) (bool, error) {
			f.tries++
			if f.broken {
				return false, errors.New("the flow is broken")
			}
			return true, nil
		})
		t.Go(free, t.Given())
	}})
	book.Free = "fragile"
	w.reception.Engine = talk.NewEngine(w.texts, book, newFacts(w.ministry), w.now)
}

// TestDeadLetter follows a message that can't be handled: the citizen is told,
// staff see it, and once the fault is mended it gets its answer.
func TestDeadLetter(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel() // the tries are apart by the wall clock: more than a second in all
			deadLetter(t, lang)
		})
	}
}

func deadLetter(t *testing.T, lang string) {
	w := openTown(t)
	f := &fragile{broken: true}
	f.fill(w)
	w.work()
	c := w.citizen("aisha", lang)
	const text = "May I paint the wall green?"
	told := c.write(text)
	c.told(told, "talk.dead")
	if len(told) != 1 || f.tries != 4 { // once with the message, then three times by itself
		t.Errorf("%d tries, told:\n%s", f.tries, show(told))
	}
	letters, err := w.db.DeadLetters(t.Context(), 10)
	w.ok(err)
	if len(letters) != 1 || !letters[0].Mine || letters[0].Text != text || letters[0].Tries != 3 {
		t.Fatalf("staff see %+v", letters)
	}
	if n := w.ends()[talk.EndDead]; n != 1 {
		t.Errorf("%d messages ended as dead letters", n)
	}
	c.told(c.write("0"), "menu.pick") // the conversation goes on meanwhile

	f.broken = false
	w.ok(w.db.RetryDead(t.Context(), letters[0].ID))
	w.settle()
	c.toldPart(c.read(), c.text("free.which", talk.Args{"Text": text}))
	if n := w.ends()[talk.EndDead]; n != 0 {
		t.Errorf("%d dead letters after the retry", n)
	}
	w.balanced()
}

// TestPanicInAFlow shows that a flow which panics costs one message, no process
// and no session.
func TestPanicInAFlow(t *testing.T) {
	t.Parallel()
	w := openTown(t)
	book := w.book()
	book.Flows = append(book.Flows, talk.Flow{Name: "panics", Run: func(*talk.Talk) { panic("a bug") }})
	book.Free = "panics"
	w.reception.Engine = talk.NewEngine(w.texts, book, newFacts(w.ministry), w.now)
	w.work()
	c := w.citizen("aisha", "en")
	before := c.session()
	c.told(c.write("anything at all"), "talk.dead")
	if after := c.session(); after.Turn != before.Turn || after.Flow != before.Flow {
		t.Errorf("the session moved from %+v to %+v", before, after)
	}
	c.told(c.write("1"), "inquiry.text")
	w.balanced()
}
