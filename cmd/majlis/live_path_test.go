package main

import (
	"strings"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// airing is a broadcast of a town and whoever hosts it.
type airing struct {
	*town
	sitting
}

// air plans a broadcast that begins in two days.
func (w *town) air() *airing {
	w.t.Helper()
	return &airing{w, w.sit(w.t, live.Plan{
		Title: flows.Text{Ar: "لقاء الإسكان", En: "Housing hour"}, About: flows.Text{Ar: "الدعم السكني", En: "Housing support"},
		Keyword: flows.Text{Ar: "لقاء", En: "hour"}, Link: "https://www.youtube.com/watch?v=abc", Host: "sara",
		StartsAt: w.now().Add(48 * time.Hour), Length: time.Hour, Moderation: live.ModerateNone,
	})}
}

// work groups what was asked, tells what is due, and brings the mail.
func (a *airing) work() {
	a.t.Helper()
	a.ok(a.live.sorter.Sort(a.t.Context()))
	a.ok(a.live.teller.Tell(a.t.Context()))
	a.ok(a.live.herald.Run(a.t.Context()))
	a.settle()
}

const parking = "متى يبدأ التقديم على مواقف سيارات الأحياء السكنية الجديدة؟"

// TestLivePath lets two people ask the same and a third another thing; the host
// answers one on air, and what is left becomes an inquiry.
func TestLivePath(t *testing.T) {
	w := newTown(t)
	a := w.air()
	aisha, omar, layla := w.citizen("aisha", "ar"), w.citizen("omar", "ar"), w.citizen("layla", "en")
	a.to(live.Announced, live.Collecting)
	aisha.toldPart(aisha.write(a.Code), "لقاء الإسكان")
	aisha.toldPart(aisha.write(parking), aisha.text("live.taken", talk.Args{"Title": "لقاء الإسكان", "Count": 1}))
	a.work()
	omar.write("لقاء")
	told := omar.write("متى يبدأ التقديم على مواقف سيارات الأحياء السكنية الجديدة")
	omar.toldPart(told, omar.text("live.like.others", talk.Args{"Count": 1}))
	layla.write("hour")
	layla.write("Why was the community garden in our district closed without notice?")
	a.work()

	a.to(live.OnAir)
	a.clock.pass(90 * time.Second)
	first := a.groups()[0]
	if len(a.groups()) != 2 || first.Supporters != 2 {
		t.Fatalf("the board has %d groups, the first with %d people", len(a.groups()), first.Supporters)
	}
	a.did(a.live.desk.Take(t.Context(), a.host, first.ID))
	a.work()
	for _, c := range []*townsman{aisha, omar} {
		c.toldPart(c.read(), "سؤالك يُطرح الآن")
	}
	a.clock.pass(time.Minute)
	a.did(a.live.desk.Answer(t.Context(), a.host, first.ID, ""))
	a.work()
	if early := aisha.read(); len(early) != 0 {
		t.Errorf("told before the host could take it back:\n%s", show(early))
	}
	a.clock.pass(live.Grace)
	a.work()
	a.work()
	for _, c := range []*townsman{aisha, omar} {
		told := c.read()
		if len(told) != 2 {
			t.Fatalf("%s was told:\n%s", c.name, show(told))
		}
		c.toldPart(told[:1], "t=90s") // what is asked about it comes after it
		c.toldPart(told[1:], c.text("live.helped"))
	}
	aisha.told(aisha.write("1"), "live.glad")
	a.close(t, layla)
	w.balanced()
}

// close shows that nothing is forgotten: the one who is owed an answer gets an
// inquiry with an owner and a due date.
func (a *airing) close(t *testing.T, layla *townsman) {
	t.Helper()
	if _, err := a.live.desk.Advance(t.Context(), a.host, live.Closed); err == nil {
		t.Fatal("closed while a question has no final state")
	}
	a.did(a.live.desk.PostponeRest(t.Context(), a.host))
	a.to(live.Closed)
	a.books(1, 0)
	a.clock.pass(2 * time.Hour)
	a.books(1, 1) // nobody worked
	a.work()
	a.books(0, 0)
	told := layla.read()
	if len(told) != 1 || told[0].About == "" || !strings.Contains(told[0].Text, "community garden") {
		t.Fatalf("layla was told:\n%s", show(told))
	}
	c := layla.caseOf(told[0].About)
	if c.Kind != cases.Inquiry || c.Owner != "sara" || c.DueAt.IsZero() {
		t.Errorf("the inquiry is %+v", c)
	}
	a.ok(a.live.boards.Read(t.Context(), a.ID, func(b *live.Board) error {
		if l := b.Ledger(); l[live.FateLive] != 2 || l[live.FateLater] != 1 || l[live.FateWaiting] != 0 {
			t.Errorf("ledger %v", l)
		}
		return nil
	}))
}

// books fails the test unless so many inquiries are owed, and so many forgotten.
func (a *airing) books(owed, forgotten int) {
	a.t.Helper()
	b, err := a.live.desk.Audit(a.t.Context())
	a.ok(err)
	if b.Closed != 1 || b.Questions != 3 || b.Owed != owed || b.Forgotten != forgotten || b.Balanced() != (forgotten == 0) {
		a.t.Errorf("want %d owed, %d forgotten: %+v", owed, forgotten, b)
	}
}

// TestLivePageSpeaks lets somebody who joined one broadcast ask in another from
// its page, and say "me too" there, while an inquiry is open.
func TestLivePageSpeaks(t *testing.T) {
	w := newTown(t)
	a := w.air()
	a.to(live.Announced, live.Collecting)
	other := w.air()
	other.to(live.Announced, live.Collecting)
	aisha, omar := w.citizen("aisha", "ar"), w.citizen("omar", "ar")
	aisha.write(a.Code)
	aisha.write(other.Code) // joined last
	aisha.send(talk.Inbound{Kind: talk.KindStart, Text: live.Address(a.Code, 0) + " " + parking})
	a.work()
	if len(a.groups()) != 1 || len(other.groups()) != 0 {
		t.Fatalf("%d groups here, %d there", len(a.groups()), len(other.groups()))
	}
	g := a.groups()[0]
	if g.Text != parking {
		t.Errorf("asked %q", g.Text)
	}
	omar.write("استفسار")
	omar.send(talk.Inbound{Kind: talk.KindStart, Text: live.Address(a.Code, g.Seq)})
	omar.send(talk.Inbound{Kind: talk.KindStart, Text: live.Address(a.Code, g.Seq)})
	a.work()
	if got := a.groups()[0].Supporters; got != 2 {
		t.Errorf("%d people, want 2", got)
	}
	// Who comes by the page has read it in a language: their question doesn't wait
	// until they look into the chat.
	huda := w.stranger("huda", "en")
	told := huda.send(talk.Inbound{Kind: talk.KindStart, Text: live.Address(a.Code, 0) + " When does the public library open?", Lang: "en", Spoken: true})
	huda.toldPart(told, "Housing hour")
	a.work()
	if got := len(a.groups()); got != 2 {
		t.Errorf("%d groups, want that of a stranger, too", got)
	}
	w.balanced()
}
