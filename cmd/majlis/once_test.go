package main

import (
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/talk"
)

// atOnce hands messages in at the same time and fails the test unless all are kept.
func (w *town) atOnce(list []talk.Inbound) {
	w.t.Helper()
	var all sync.WaitGroup
	for _, in := range list {
		all.Go(func() {
			if err := w.reception.Accept(w.t.Context(), in); err != nil {
				w.t.Error(err)
			}
		})
	}
	all.Wait()
	w.settle()
}

func TestSameUpdateEightTimesAtOnceIsOneTurn(t *testing.T) {
	w := newTown(t)
	c := w.citizen("aisha", "en")
	was := c.session().Turn
	same := make([]talk.Inbound, 8)
	for i := range same {
		same[i] = c.inbound(talk.Inbound{ID: "again", Text: "1"})
	}
	w.atOnce(same)
	told := c.read()
	c.told(told, "inquiry.text")
	if turns := c.session().Turn - was; turns != 1 || len(told) != 1 {
		t.Errorf("%d turns, %d replies, want one each:\n%s", turns, len(told), show(told))
	}
	w.balanced()
}

func TestFirstMessageEightTimesAtOnceMakesOnePerson(t *testing.T) {
	w := newTown(t)
	c := w.stranger("aisha", "ar")
	same := make([]talk.Inbound, 8)
	for i := range same {
		same[i] = c.inbound(talk.Inbound{ID: "first", Kind: talk.KindStart})
	}
	w.atOnce(same)
	if told := c.read(); len(told) != 1 {
		t.Errorf("%d replies to one message:\n%s", len(told), show(told))
	}
	if turn := c.session().Turn; turn != 1 {
		t.Errorf("turn %d after one message", turn)
	}
	w.balanced()
}

// TestTenMessagesInASecond sends five questions and takes each back, without
// waiting for an answer.
func TestTenMessagesInASecond(t *testing.T) {
	w := newTown(t)
	c := w.citizen("aisha", "en")
	var want []string
	for i := range 5 {
		question := fmt.Sprintf("May I paint wall number %d green?", i+1)
		for _, text := range []string{question, "5"} {
			w.ok(w.reception.Accept(t.Context(), c.inbound(talk.Inbound{Text: text})))
		}
		want = append(want, c.text("free.which", talk.Args{"Text": question}), c.text("free.dropped"))
	}
	w.settle()
	var got []string
	for _, l := range c.read() {
		got = append(got, l.Text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.balanced()
}

// TestSixtyFourPeopleAtOnce lets each person's lines overlap with everybody
// else's, first contact included.
func TestSixtyFourPeopleAtOnce(t *testing.T) {
	w := newTown(t)
	const people = 64
	lines := []string{"2", "1", "May I register a contract without a broker?", "1"}
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			c := w.stranger("p"+strconv.Itoa(i), "en")
			for n, line := range append([]string{"hello"}, lines...) {
				in := c.inbound(talk.Inbound{ID: fmt.Sprintf("%d/%d", i, n), Order: int64(n + 1), Text: line})
				if err := w.reception.Accept(t.Context(), in); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	w.settle()
	if filed := w.ends()[talk.EndCase]; filed != people {
		t.Errorf("%d cases of %d people", filed, people)
	}
	for i := range people {
		c := w.stranger("p"+strconv.Itoa(i), "en")
		told := c.read()
		if len(told) == 0 || told[len(told)-1].About == "" {
			t.Fatalf("%s was not told their reference last:\n%s", c.name, show(told))
		}
		if c.session().Turn != len(lines)+1 {
			t.Errorf("%s is in turn %d", c.name, c.session().Turn)
		}
	}
	w.balanced()
}
