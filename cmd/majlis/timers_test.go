package main

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"majlis/flows/talk"
)

// Distances of the engine's two timers, and a little more.
const (
	afterReminder = time.Hour + time.Minute
	afterExpiry   = 23*time.Hour + time.Minute
)

// ring waits until no timer is due any more, and delivers. The reception looks
// for them every second.
func (w *town) ring() {
	w.t.Helper()
	for {
		due, err := w.db.Fired(w.t.Context(), w.now(), 10)
		w.ok(err)
		if len(due) == 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	w.deliver()
}

// halfway is a citizen in the middle of a complaint.
func halfway(w *town, lang string) *townsman {
	c := w.citizen("aisha", lang)
	c.write("0", "3")
	c.told(c.write("1"), "complaint.text")
	return c
}

func TestReminderThenExpiry(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			w := newTown(t)
			c := halfway(w, lang)
			w.clock.pass(afterReminder)
			w.ring()
			c.told(c.read(), "talk.remind", "complaint.text")
			w.clock.pass(afterExpiry)
			w.ring()
			c.told(c.read(), "talk.expired")
			w.clock.pass(afterExpiry)
			w.ring()
			if told := c.read(); len(told) > 0 {
				t.Errorf("told after the end:\n%s", show(told))
			}
			w.balanced()
		})
	}
}

// TestTimerOfAnEarlierTurn answers the question before the reminder is due: it
// stays silent, and the new question has a timer of its own.
func TestTimerOfAnEarlierTurn(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c := halfway(w, "en")
	w.clock.pass(time.Hour - time.Minute)
	c.told(c.write("The lift has not worked for a month"), "complaint.place")
	w.clock.pass(2 * time.Minute)
	w.ring()
	if told := c.read(); len(told) > 0 {
		t.Errorf("a conversation that moved on was recalled:\n%s", show(told))
	}
	w.clock.pass(time.Hour)
	w.ring()
	c.told(c.read(), "talk.remind", "complaint.place")
}

// TestTimersOfSomebodyWhoStopped: reminders are messages of our own accord.
func TestTimersOfSomebodyWhoStopped(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c := halfway(w, "en")
	c.told(c.write("stop"), "stop.done", "complaint.text")
	for _, wait := range []time.Duration{afterReminder, afterExpiry} {
		w.clock.pass(wait)
		w.ring()
		if told := c.read(); len(told) > 0 {
			t.Errorf("told after stop:\n%s", show(told))
		}
	}
	if s := c.session(); s.Flow != "" {
		t.Errorf("the complaint is still open: %+v", s)
	}
	c.told(c.send(talk.Inbound{Kind: talk.KindStart}), "menu.pick") // replies still come
	w.balanced()
}

// TestFailingTimerIsPutOff shows that a timer whose turn fails stands in nobody's
// way, and fires once the fault is mended.
func TestFailingTimerIsPutOff(t *testing.T) {
	t.Parallel()
	w := openTown(t)
	var broken atomic.Bool
	book := w.book()
	book.Free = "fragile"
	book.Flows = append(book.Flows, talk.Flow{Name: "fragile", Run: func(t *talk.Talk) {
		t.Ask("first", "inquiry.text", talk.Words)
		talk.Look(t, func(context.Context) (bool, error) {
			if broken.Load() {
				return false, errors.New("the flow is broken")
			}
			return true, nil
		})
		t.Ask("second", "complaint.text", talk.Words)
	}})
	w.reception.Engine = talk.NewEngine(w.texts, book, newFacts(w.ministry), w.now)
	w.work()
	c := w.citizen("aisha", "en")
	c.write("my neighbour's wall leans", "it leans since spring")
	broken.Store(true)
	w.clock.pass(afterReminder)
	w.ring()
	if told := c.read(); len(told) > 0 {
		t.Errorf("told by a turn that failed:\n%s", show(told))
	}
	broken.Store(false)
	w.clock.pass(11 * time.Minute)
	w.ring()
	c.told(c.read(), "talk.remind")
}
