package main

import (
	"context"
	"maps"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"majlis/bots/channeltest"
	"majlis/config"
	"majlis/flows/talk"
)

// town is the real house on a database of its own. Its citizens write on the
// channel "town", whose mail the test reads.
type town struct {
	*house
	t     testing.TB
	path  string // of the database
	clock *townClock
	log   *channeltest.Journal

	mu   sync.Mutex
	sent int
	mail map[string][]letter // by address, not read yet
}

// letter is a message as it arrived.
type letter struct {
	talk.Message
	native string // what the channel calls it
}

const townChannel = "town"

// sunday is when everything in a town begins: Sunday 22 November 2026, 12:05 in
// Riyadh.
var sunday = time.Date(2026, 11, 22, 9, 5, 0, 0, time.UTC)

// newTown opens a house with its rooms at work; set may change its settings.
func newTown(t testing.TB, set ...func(*config.Config)) *town {
	t.Helper()
	w := openTown(t, set...)
	w.work()
	return w
}

// openTown is newTown without anybody taking the turns of messages that wait.
func openTown(t testing.TB, set ...func(*config.Config)) *town {
	t.Helper()
	w := &town{t: t, clock: &townClock{at: sunday}, log: &channeltest.Journal{}, mail: map[string][]letter{}}
	c := config.Config{DB: filepath.Join(t.TempDir(), "majlis.db"), Secret: "a secret of the tests, long enough"}
	for _, change := range set {
		change(&c)
	}
	w.path = c.DB
	var err error
	if w.house, err = openAt(t.Context(), c, w.log.Logger(), w.clock.now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// work lets the reception take turns until the test is over.
func (w *town) work() {
	ctx, stop := context.WithCancel(context.WithoutCancel(w.t.Context()))
	var rooms sync.WaitGroup
	rooms.Go(func() { w.reception.Run(ctx) })
	w.t.Cleanup(func() {
		stop()
		rooms.Wait()
	})
}

// settle waits until every message has its turn, and delivers what is due.
func (w *town) settle() {
	w.t.Helper()
	w.ok(w.handled(w.t.Context()))
	w.deliver()
}

// deliver brings the mail.
func (w *town) deliver() {
	w.t.Helper()
	w.bring(townChannel)
}

// bring delivers what is due on a channel.
func (w *town) bring(channel string) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		parcels, err := w.db.Take(w.t.Context(), channel, w.now(), 100)
		w.ok(err)
		if len(parcels) == 0 {
			return
		}
		w.ok(w.db.Write(w.t.Context(), func(ctx context.Context) error {
			for _, p := range parcels {
				if err := w.db.Sent(ctx, p.ID, "native "+p.ID, w.now()); err != nil {
					return err
				}
				w.mail[p.Address] = append(w.mail[p.Address], letter{Message: p.Message, native: "native " + p.ID})
			}
			return nil
		}))
	}
}

// text is what people are told by a key, with the facts of the house.
func (w *town) text(lang, key string, args talk.Args) string {
	all := maps.Clone(newFacts(w.ministry))
	all["Warning"] = w.texts.Text(lang, "privacy.warning", nil)
	maps.Copy(all, args)
	return w.texts.Text(lang, key, all)
}

// balanced fails the test unless every message has its one end.
func (w *town) balanced() {
	w.t.Helper()
	report, err := w.db.Audit(w.t.Context())
	w.ok(err)
	if !report.Balanced() || report.Unhandled > 0 {
		w.t.Errorf("the books don't balance: %+v", report)
	}
}

// ends counts messages by their end.
func (w *town) ends() map[string]int {
	w.t.Helper()
	report, err := w.db.Audit(w.t.Context())
	w.ok(err)
	return report.Ends
}

func (w *town) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) nextID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent++
	return strconv.Itoa(w.sent)
}

// townClock stands still unless it is moved.
type townClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *townClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *townClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
