package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"majlis/flows/cases"
	"majlis/flows/talk"
)

// answered is a citizen whose inquiry staff have just replied to.
func (c *townsman) answered() (cases.Case, []letter) {
	c.t.Helper()
	filed := fileInquiry(c)
	return c.caseOf(filed.About), c.reply(filed.About)
}

// reply lets staff answer a case; what reaches the citizen is returned.
func (c *townsman) reply(id string) []letter {
	c.t.Helper()
	c.clock.pass(time.Hour)
	_, err := c.cases.Reply(c.t.Context(), c.deed(id), "Yes, once a year.")
	c.ok(err)
	c.settle()
	return c.read()
}

func (c *townsman) caseOf(id string) cases.Case {
	c.t.Helper()
	one, err := c.db.Case(c.t.Context(), id)
	c.ok(err)
	return one
}

// waiting counts the conversations with messages that have no turn yet.
func (w *town) waiting() int {
	w.t.Helper()
	list, err := w.db.Unhandled(w.t.Context(), 10)
	w.ok(err)
	return len(list)
}

// TestRatingPath lets staff answer, and the citizen say that it is solved and how
// they were served, as the store keeps it.
func TestRatingPath(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		one, told := c.answered()
		if len(told) != 2 {
			t.Fatalf("told:\n%s", show(told))
		}
		c.toldPart(told[:1], "Yes, once a year.")
		c.toldPart(told[1:], c.text("rate.solved", talk.Args{"Ref": isolatedRef(one)}))
		c.write("1", "4")
		c.told(c.write("my number is 0501234567, all well"), "guard.masked", "rate.thanks")
		list, err := c.db.CaseRatings(t.Context(), one.ID)
		c.ok(err)
		if len(list) != 1 || list[0].Score != 4 || list[0].Person != one.Person || list[0].Comment != "my number is •••, all well" {
			t.Errorf("kept %+v", list)
		}
		if after := c.caseOf(one.ID); after.Status != cases.Closed || after.CloseReason != "solved" {
			t.Errorf("%+v", after)
		}
		c.balanced()
	})
}

// TestInviteWaitsForTheOpenAnswer, which is taken as though nothing had come.
func TestInviteWaitsForTheOpenAnswer(t *testing.T) {
	inBoth(t, func(t *testing.T, c *townsman) {
		filed := fileInquiry(c)
		c.write("0", "3")
		c.told(c.write("1"), "complaint.text")
		if told := c.reply(filed.About); len(told) != 1 {
			t.Errorf("told in the middle of a complaint:\n%s", show(told))
		}
		c.told(c.write("The lift has not worked for a month"), "complaint.place")
		c.write("1", "1")
		told := c.write("1")
		if len(told) != 2 || told[0].About == "" {
			t.Fatalf("told at the end:\n%s", show(told))
		}
		c.toldPart(told[1:], c.text("rate.solved", talk.Args{"Ref": isolatedRef(c.caseOf(filed.About))}))
		c.balanced()
	})
}

// TestNobodyWhoStoppedIsAsked: the reply comes, the question does not.
func TestNobodyWhoStoppedIsAsked(t *testing.T) {
	w := newTown(t)
	c := w.citizen("aisha", "en")
	filed := fileInquiry(c)
	c.write("stop")
	discards := w.ends()[talk.EndDiscard]
	if told := c.reply(filed.About); len(told) != 1 {
		t.Errorf("told after stop:\n%s", show(told))
	}
	if got := w.ends()[talk.EndDiscard]; got != discards+1 {
		t.Errorf("%d discards, want %d", got, discards+1)
	}
	c.told(c.write("menu"), "menu.pick")

	other := w.citizen("omar", "en")
	filed = fileInquiry(other)
	other.send(talk.Inbound{Kind: talk.KindBlocked})
	if told := other.reply(filed.About); len(told) != 0 {
		t.Errorf("told after shutting the channel:\n%s", show(told))
	}
	if s := other.session(); s.Flow != "" {
		t.Errorf("a question nobody can read is open: %+v", s)
	}
	w.balanced()
}

// TestInviteOutlivesTheProcess: nobody takes turns while staff reply; whoever
// does later finds the invite, in order before what the citizen wrote since.
func TestInviteOutlivesTheProcess(t *testing.T) {
	w := openTown(t)
	inside, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { w.reception.Run(inside); close(ended) }()
	c := w.citizen("aisha", "en")
	filed := fileInquiry(c)
	stop()
	<-ended
	_, err := w.cases.Reply(t.Context(), c.deed(filed.About), "Yes, once a year.")
	w.ok(err)
	w.ok(w.reception.Accept(t.Context(), c.inbound(talk.Inbound{Text: "1"})))
	if n := w.waiting(); n != 1 {
		t.Fatalf("%d conversations wait", n)
	}
	w.work()
	w.settle()
	told := c.read()
	c.toldPart(told[1:2], c.text("rate.solved", talk.Args{"Ref": isolatedRef(c.caseOf(filed.About))}))
	c.toldPart(told[2:], c.text("follow.closed", talk.Args{"Ref": isolatedRef(c.caseOf(filed.About))}))
	w.balanced()
}

// TestBrokenInvite gives up in silence: nobody wrote, so nobody is told.
func TestBrokenInvite(t *testing.T) {
	w := openTown(t)
	book := w.book()
	for i, f := range book.Flows {
		if f.Name == cases.Rate {
			book.Flows[i].Run = func(t *talk.Talk) {
				talk.Look(t, func(context.Context) (bool, error) { return false, errors.New("the flow is broken") })
			}
		}
	}
	w.reception.Engine = talk.NewEngine(w.texts, book, newFacts(w.ministry), w.now)
	w.work()
	c := w.citizen("aisha", "en")
	filed := fileInquiry(c)
	if told := c.reply(filed.About); len(told) != 1 {
		t.Errorf("told:\n%s", show(told))
	}
	if dead, err := w.db.DeadLetters(t.Context(), 10); err != nil || len(dead) != 0 {
		t.Errorf("dead letters %+v, %v", dead, err)
	}
	c.told(c.write("menu"), "menu.pick")
	w.balanced()
}
