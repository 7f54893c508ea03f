package main

import (
	"context"
	"errors"
	"testing"

	"github.com/alicebob/miniredis/v2"

	"majlis/config"
	"majlis/flows/talk"
)

// badLive is a live copy that can't be trusted: spoil changes what it hands out.
type badLive struct {
	talk.Live
	spoil func(talk.Session) (talk.Session, bool, error)
}

func (b *badLive) Get(ctx context.Context, contact string) (talk.Session, bool, error) {
	s, found, err := b.Live.Get(ctx, contact)
	if err != nil || !found {
		return s, found, err
	}
	return b.spoil(s)
}

// TestLiveCopyIsNeverTrusted takes a complaint through live copies that are
// lost, unreachable, older or of another conversation altogether.
func TestLiveCopyIsNeverTrusted(t *testing.T) {
	for name, spoil := range map[string]func(talk.Session) (talk.Session, bool, error){
		"lost":        func(talk.Session) (talk.Session, bool, error) { return talk.Session{}, false, nil },
		"unreachable": func(talk.Session) (talk.Session, bool, error) { return talk.Session{}, false, errors.New("no route") },
		"empty":       func(talk.Session) (talk.Session, bool, error) { return talk.Session{}, true, nil },
		"older": func(s talk.Session) (talk.Session, bool, error) {
			s.Turn--
			s.Journal = nil
			return s, true, nil
		},
		"ahead": func(s talk.Session) (talk.Session, bool, error) {
			return talk.Session{Turn: s.Turn + 7, Lang: "ar", Notice: s.Notice, Flow: "suggestion"}, true, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := openTown(t)
			w.reception.Live = &badLive{w.state, spoil}
			w.work()
			fileInquiry(w.citizen("aisha", "en"))
		})
	}
}

// fileInquiry files an inquiry and checks each answer on the way.
func fileInquiry(c *townsman) letter {
	c.t.Helper()
	const text = "May I swap my plot for one in another town?"
	c.told(c.write("0"), "menu.pick")
	c.told(c.write("1"), "inquiry.text")
	c.toldPart(c.write(text), text)
	filed := c.write("1")
	if len(filed) != 1 || filed[0].About == "" {
		c.t.Fatalf("not filed:\n%s", show(filed))
	}
	c.balanced()
	return filed[0]
}

// TestRestoredUnderALiveCopy sets a live copy some turns ahead of SQL, as a
// restored backup finds it: when its turn comes round, its answers are not those
// that were given since.
func TestRestoredUnderALiveCopy(t *testing.T) {
	w := newTown(t)
	c := w.citizen("aisha", "en")
	const ahead = 3
	before := talk.Session{Turn: c.session().Turn + ahead, Lang: "ar", Notice: c.session().Notice, Flow: "suggestion"}
	w.ok(w.state.Keep(t.Context(), c.who().Contact, before))
	for range ahead {
		c.told(c.write("0"), "menu.pick")
	}
	if c.session().Turn != before.Turn {
		t.Fatalf("turn %d, want %d", c.session().Turn, before.Turn)
	}
	c.told(c.write("1"), "inquiry.text")
}

// TestRedisFlushedInTheMiddle loses every live copy and counter between two
// answers, then the server itself.
func TestRedisFlushedInTheMiddle(t *testing.T) {
	server := miniredis.RunT(t)
	w := newTown(t, func(c *config.Config) { c.Redis = "redis://" + server.Addr() })
	c := w.citizen("aisha", "ar")
	c.told(c.write("1"), "inquiry.text")
	if len(server.Keys()) == 0 {
		t.Fatal("nothing is kept in Redis")
	}
	server.FlushAll()
	const text = "هل يمكن تبديل قطعة الأرض بأخرى في مدينة ثانية؟"
	c.toldPart(c.write(text), text)
	server.Close()
	filed := c.write("١")
	if len(filed) != 1 || filed[0].About == "" {
		t.Fatalf("not filed:\n%s", show(filed))
	}
	w.ok(server.Restart())
	c.told(c.write("0"), "menu.pick")
	w.balanced()
}

// TestFirstContactWaitsForItsTurn accepts a stranger's message while nobody takes
// turns: it is kept, and answered once somebody does.
func TestFirstContactWaitsForItsTurn(t *testing.T) {
	w := openTown(t)
	c := w.stranger("aisha", "en")
	w.ok(w.reception.Accept(t.Context(), c.inbound(talk.Inbound{Text: "hello"})))
	report, err := w.db.Audit(t.Context())
	w.ok(err)
	if report.Unhandled != 1 || !report.Balanced() {
		t.Fatalf("after accepting: %+v", report)
	}
	w.work()
	w.settle()
	c.toldPart(c.read(), w.ministry.Name.In("en"))
	c.write("2")
	w.balanced()
}
