package main

import (
	"strings"
	"sync"
	"testing"

	"majlis/flows/cases"
	"majlis/flows/live"
)

// TestLiveCancelled cancels a broadcast that collects: who asked is told that it
// is, and that their question is an inquiry now, each once; one question is still
// being grouped.
func TestLiveCancelled(t *testing.T) {
	w := newTown(t)
	a := w.air()
	aisha, omar, layla := w.citizen("aisha", "ar"), w.citizen("omar", "ar"), w.citizen("layla", "en")
	a.to(live.Announced, live.Collecting)
	a.work()
	for _, c := range []*townsman{aisha, omar, layla} {
		c.write(a.Code)
	}
	aisha.write(parking)
	a.work()
	omar.write(garden)
	a.to(live.Cancelled)
	a.work()
	a.again()
	a.work()
	for c, question := range map[*townsman]string{aisha: parking, omar: garden, layla: ""} {
		var cancelled, inquiries []string
		for _, l := range c.read() {
			if l.About != "" {
				inquiries = append(inquiries, l.About)
				c.toldPart([]letter{l}, question)
				continue
			}
			cancelled = append(cancelled, l.Text)
		}
		if len(cancelled) != 1 || !strings.Contains(cancelled[0], a.Title.In(c.lang)) || len(inquiries) > 1 || (len(inquiries) == 1) != (question != "") {
			t.Errorf("%s was told %q and got the inquiries %v", c.name, cancelled, inquiries)
			continue
		}
		if question == "" {
			continue
		}
		if i := c.caseOf(inquiries[0]); i.Kind != cases.Inquiry || i.Owner != "sara" || i.DueAt.IsZero() || i.Text != question {
			t.Errorf("%s: the inquiry is %+v", c.name, i)
		}
	}
	w.balanced()
}

// TestLiveChangesWhileTheHouseIsBuilt lets the store tell of changes from its own
// goroutine before the room of broadcasts stands.
func TestLiveChangesWhileTheHouseIsBuilt(t *testing.T) {
	w := newTown(t)
	a := w.air()
	fresh := &house{db: w.db, cases: w.cases, library: w.library, ministry: w.ministry, texts: w.texts, log: w.house.log, now: w.now, newID: w.newID}
	var store sync.WaitGroup
	for range 4 {
		store.Go(func() {
			for range 200 {
				fresh.liveChanged(a.ID)
			}
		})
	}
	fresh.openLive()
	changed, stop := fresh.live.boards.Watch(a.ID)
	defer stop()
	store.Wait()
	fresh.liveChanged(a.ID)
	<-changed
}
