package redis_test

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"
	"github.com/rs/zerolog"

	"majlis/flows/talk"
	"majlis/storage"
	"majlis/storage/redis"
)

// flush empties a Redis as an operator might.
func flush(t *testing.T, addr string) {
	t.Helper()
	c := goredis.NewClient(&goredis.Options{Addr: addr})
	defer c.Close()
	if err := c.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
}

// proxied puts a wire that can be cut between the house and Redis.
func proxied(t *testing.T, upstream string) *toxiproxy.Proxy {
	t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.New(io.Discard))
	p := toxiproxy.NewProxy(server, "redis", "127.0.0.1:0", upstream)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}

// counter is a conversation that says how many messages it has heard: any that
// is answered from an old session counts wrong.
type counter struct {
	t         *testing.T
	reception *talk.Reception
	db        *storage.DB
	heard     int
}

type plainTexts struct{}

func (plainTexts) Text(_, key string, args map[string]any) string {
	if n, ok := args["Number"].(string); ok {
		return n
	}
	return key
}

func (plainTexts) Words(string, string) []string { return nil }

func newCounter(t *testing.T, live *redis.State) *counter {
	t.Helper()
	db, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "majlis.db"), newVault(t), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	flow := talk.Flow{Name: "count", Run: func(tk *talk.Talk) {
		for n := 0; ; n++ {
			tk.Ask("n"+strconv.Itoa(n), "count.heard", heard, talk.Args{"Number": strconv.Itoa(n)})
		}
	}}
	book := talk.Book{Flows: []talk.Flow{flow}, First: "count", Free: "count", Follow: "count", Person: "count"}
	c := &counter{t: t, db: db, reception: &talk.Reception{
		Store: db, Engine: talk.NewEngine(plainTexts{}, book, nil, time.Now), Guard: func(*talk.Inbound) {}, Live: live, Limiter: live,
		Log: slog.New(slog.DiscardHandler), Wake: func(string) {},
	}}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { c.reception.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return c
}

func heard(in talk.Inbound) (value, wrong string, args talk.Args) { return in.Text, "", nil }

// say sends messages one by one and checks that each is counted right.
func (c *counter) say(when string, n int) {
	c.t.Helper()
	for range n {
		id := strconv.Itoa(c.heard)
		err := c.reception.Accept(c.t.Context(), talk.Inbound{
			Channel: "test", ID: id, Order: int64(c.heard + 1), Address: "x", Senders: []talk.Identity{{Kind: "test", ID: "sara"}},
			Kind: talk.KindText, Text: "message " + id, At: time.Now(),
		})
		if err != nil {
			c.t.Fatalf("%s: %v", when, err)
		}
		if got := c.reply(); got.Message.Text != id {
			c.t.Fatalf("%s: message %s was counted as %s", when, id, got.Message.Text)
		}
		c.heard++
	}
}

// reply waits for the next reply and delivers it.
func (c *counter) reply() talk.Parcel {
	c.t.Helper()
	for range 2000 {
		parcels, err := c.db.Take(c.t.Context(), "test", time.Now(), 1)
		if err != nil {
			c.t.Fatal(err)
		}
		if len(parcels) == 0 {
			time.Sleep(5 * time.Millisecond)
			continue
		}
		if err := c.db.Sent(c.t.Context(), parcels[0].ID, "", time.Now()); err != nil {
			c.t.Fatal(err)
		}
		return parcels[0]
	}
	c.t.Fatal("no reply")
	return talk.Parcel{}
}

// contact is the id of the one conversation.
func (c *counter) contact() string {
	c.t.Helper()
	who, known, err := c.db.Who(c.t.Context(), talk.Inbound{Channel: "test", Senders: []talk.Identity{{Kind: "test", ID: "sara"}}})
	if err != nil || !known {
		c.t.Fatal("the conversation isn't known", err)
	}
	return who.Contact
}

// reachable waits until Redis is used again.
func reachable(t *testing.T, live *redis.State) {
	t.Helper()
	for range 1000 {
		if _, _, err := live.Get(t.Context(), "anything"); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("Redis isn't used again after it came back")
}

// TestFaults lets a conversation go on while its live copy is lost, old, from the
// future, unreadable, cut off and stalled.
func TestFaults(t *testing.T) {
	m := miniredis.RunT(t)
	wire := proxied(t, m.Addr())
	live := dialWithin(t, wire.Listen, time.Second)
	c := newCounter(t, live)
	keep := func(s talk.Session) {
		t.Helper()
		if err := live.Keep(t.Context(), c.contact(), s); err != nil {
			t.Fatal(err)
		}
	}
	c.say("at first", 3)
	old, err := c.db.Session(t.Context(), c.contact())
	if err != nil {
		t.Fatal(err)
	}
	if kept, found, err := live.Get(t.Context(), c.contact()); !found || err != nil || kept.Turn != old.Turn {
		t.Fatalf("the live copy is in turn %d (found %v, %v), SQL in %d", kept.Turn, found, err, old.Turn)
	}
	c.say("going on", 3)
	flush(t, m.Addr())
	c.say("after a flush", 2)
	flush(t, m.Addr())
	keep(old)
	c.say("with an old copy", 2)
	old.Turn = 1000
	keep(old)
	c.say("with a copy that SQL has lost", 2)
	for _, key := range m.Keys() {
		if strings.HasPrefix(key, "majlis:session:") {
			m.HSet(key, "state", "{")
		}
	}
	c.say("with a copy nobody can read", 2)
	flush(t, m.Addr())

	wire.Stop()
	c.say("with the wire cut", 3)
	if ok, err := live.Allow(t.Context(), "k", 1, time.Hour); !ok || err != nil {
		t.Errorf("the first event with the wire cut: %v, %v", ok, err)
	}
	if ok, err := live.Allow(t.Context(), "k", 1, time.Hour); ok || err != nil {
		t.Errorf("the second event with the wire cut: %v, %v", ok, err)
	}
	if held, err := live.Hold(t.Context(), "poll", "me", time.Hour); held || err == nil {
		t.Errorf("a lease with the wire cut: %v, %v", held, err)
	}
	if err := wire.Start(); err != nil {
		t.Fatal(err)
	}
	reachable(t, live)
	c.say("with the wire mended", 3)

	stall := strings.NewReader(`{"name": "stall", "type": "timeout", "stream": "downstream", "attributes": {"timeout": 0}}`)
	if _, err := wire.Toxics.AddToxicJson(stall); err != nil {
		t.Fatal(err)
	}
	c.say("with answers that never come", 2)
	if err := wire.Toxics.RemoveToxic(t.Context(), "stall"); err != nil {
		t.Fatal(err)
	}
	reachable(t, live)
	c.say("in the end", 2)

	report, err := c.db.Audit(t.Context())
	if err != nil || !report.Balanced() || report.Inbound != c.heard || report.Unhandled != 0 {
		t.Errorf("the books: %+v, %v", report, err)
	}
}

// TestNobodyInRedis looks for a person in what Redis holds.
func TestNobodyInRedis(t *testing.T) {
	m := miniredis.RunT(t)
	s := dial(t, m.Addr())
	for _, err := range []error{
		s.Keep(t.Context(), "contact", talk.Session{Turn: 1}),
		second(s.Allow(t.Context(), "flood|phone|+966500000001", 5, time.Hour)),
		second(s.Hold(t.Context(), "poll", "owner", time.Hour)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if dump := m.Dump(); strings.Contains(dump, "500000001") || len(m.Keys()) != 3 {
		t.Errorf("Redis holds:\n%s", dump)
	}
	for _, key := range m.Keys() {
		if m.TTL(key) <= 0 {
			t.Errorf("%s stays for ever", key)
		}
	}
}

func second(_ bool, err error) error { return err }

func TestBadURL(t *testing.T) {
	_, err := redis.Open("redis://user:hunter2@host:port:x", newVault(t), slog.New(slog.DiscardHandler))
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("error: %v", err)
	}
}
