package whatsapptest_test

import (
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/store/sqlstore"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	_ "modernc.org/sqlite" // keeps the clients' keys

	"majlis/bots/whatsapp/whatsapptest"
)

// patience is how long something that must happen may take.
const patience = 30 * time.Second

// TestMain lets the library trust our root key before any client is made.
func TestMain(m *testing.M) {
	s, err := whatsapptest.New()
	if err != nil {
		panic(err)
	}
	root, err := hex.DecodeString(s.RootKey())
	if err != nil {
		panic(err)
	}
	s.Close()
	whatsmeow.WACertPubKey = [32]byte(root)
	os.Exit(m.Run())
}

// town is a server with a ministry on it.
type town struct {
	*whatsapptest.Server
	t        testing.TB
	ministry *whatsapptest.Account
	keys     string // where the linked device keeps its keys
}

func newTown(t testing.TB) *town {
	t.Helper()
	s, err := whatsapptest.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return &town{
		Server: s, t: t, keys: filepath.Join(t.TempDir(), "keys.db"),
		ministry: s.Account("966500000001", "100000000000001", "Ministry"),
	}
}

// client is a bare whatsmeow client, as it comes, and what it was told.
type client struct {
	*whatsmeow.Client
	t testing.TB

	mu     sync.Mutex
	take   func(any) bool // nil: everything is taken
	events []any
}

func (w *town) container() *sqlstore.Container {
	w.t.Helper()
	c, err := sqlstore.New(w.t.Context(), "sqlite",
		"file:"+w.keys+"?_pragma=foreign_keys(1)&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_txlock=immediate", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = c.Close() })
	return c
}

// client makes a client with that device.
func (w *town) client(d *store.Device) *client {
	w.t.Helper()
	c := &client{Client: whatsmeow.NewClient(d, nil), t: w.t}
	web := &http.Client{Transport: w.Transport()}
	c.SetWebsocketHTTPClient(web)
	c.SetPreLoginHTTPClient(web)
	c.SetMediaHTTPClient(web)
	c.AddEventHandlerWithSuccessStatus(c.note)
	w.t.Cleanup(c.Disconnect)
	return c
}

// stranger is a client that is not linked.
func (w *town) stranger() *client {
	w.t.Helper()
	return w.client(w.container().NewDevice())
}

// companion is a client that is linked already; the second one has the keys of the
// first.
func (w *town) companion() *client {
	w.t.Helper()
	keys := w.container()
	d, err := keys.GetFirstDevice(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if d.ID == nil {
		w.ministry.Link(d)
		if err := d.Save(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
	}
	return w.client(d)
}

// linked is a companion that is online.
func (w *town) linked() *client {
	w.t.Helper()
	c := w.companion()
	c.comes()
	until(w.t, "the client to be online", w.ministry.Online)
	return c
}

// comes connects.
func (c *client) comes() {
	c.t.Helper()
	if err := c.Connect(); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) note(event any) bool {
	c.mu.Lock()
	take := c.take
	c.mu.Unlock()
	if take != nil && !take(event) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = append(c.events, event)
	return true
}

// says sends a text.
func (c *client) says(to types.JID, text string) string {
	c.t.Helper()
	return c.sends(to, &waE2E.Message{Conversation: &text})
}

func (c *client) sends(to types.JID, m *waE2E.Message) string {
	c.t.Helper()
	r, err := c.SendMessage(c.t.Context(), to, m)
	if err != nil {
		c.t.Fatal(err)
	}
	return r.ID
}

// fetches downloads the file that came with a message.
func (c *client) fetches(m *events.Message) string {
	c.t.Helper()
	for _, f := range []whatsmeow.DownloadableMessage{
		m.Message.GetImageMessage(), m.Message.GetAudioMessage(), m.Message.GetVideoMessage(), m.Message.GetDocumentMessage(),
	} {
		if f.GetDirectPath() == "" {
			continue
		}
		body, err := c.Download(c.t.Context(), f)
		if err != nil {
			c.t.Fatal(err)
		}
		return string(body)
	}
	c.t.Fatalf("%v has no file", m.Message)
	return ""
}

// hears waits for the next message.
func (c *client) hears() *events.Message {
	c.t.Helper()
	return told[*events.Message](c)
}

// told waits for the next event of a type and takes it off the list.
func told[E any](c *client) E {
	c.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
		if e, ok := next[E](c); ok {
			return e
		}
		if time.Now().After(end) {
			c.t.Fatalf("waited in vain for a %T; there are %d other events", *new(E), len(c.events))
		}
	}
}

func next[E any](c *client) (E, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, event := range c.events {
		if e, ok := event.(E); ok {
			c.events = slices.Delete(c.events, i, i+1)
			return e, true
		}
	}
	return *new(E), false
}

// until waits for something that must happen.
func until(t testing.TB, what string, true func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !true(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// shows waits until a citizen was shown n messages and returns the last.
func shows(t testing.TB, c *whatsapptest.Citizen, n int) whatsapptest.Message {
	t.Helper()
	until(t, "messages to be shown", func() bool { return len(c.Shown()) >= n })
	return c.Shown()[n-1]
}
