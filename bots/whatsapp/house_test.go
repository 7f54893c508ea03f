package whatsapp_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/bots/whatsapp"
	"majlis/flows"
	"majlis/flows/talk"
)

// house takes messages, once each, and remembers what was sent.
type house struct {
	mu    sync.Mutex
	taken []talk.Inbound
	tried int
	fail  func(talk.Inbound) error // nil: everything is taken
	said  map[string]talk.Message
	marks []bots.Mark
	links []bots.Link
}

func newHouse() *house { return &house{said: map[string]talk.Message{}} }

func (h *house) Accept(_ context.Context, in talk.Inbound) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tried++
	if h.fail != nil {
		if err := h.fail(in); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(h.taken, func(t talk.Inbound) bool { return t.ID == in.ID }) {
		h.taken = append(h.taken, in)
	}
	return nil
}

func (h *house) all() []talk.Inbound {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.taken)
}

func (h *house) failing(fail func(talk.Inbound) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fail = fail
}

func (h *house) Mark(_ context.Context, _ string, m bots.Mark) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.marks = append(h.marks, m)
	return nil
}

func (h *house) marked(native string, state talk.MarkState) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.ContainsFunc(h.marks, func(m bots.Mark) bool { return m.Native == native && m.State == state && !m.At.IsZero() })
}

func (h *house) Said(_ context.Context, _, native string) (talk.Message, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	m, ok := h.said[native]
	if !ok {
		return m, flows.ErrNotFound
	}
	return m, nil
}

func (h *house) SetLink(_ context.Context, _ string, l bots.Link) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.links = append(h.links, l)
	return nil
}

func (h *house) ReadLink(context.Context, string) (bots.Link, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.links) == 0 {
		return bots.Link{}, flows.ErrNotFound
	}
	return h.links[len(h.links)-1], nil
}

// parcel makes one for whoever sent in.
func (h *house) parcel(in talk.Inbound, native string, m talk.Message) bots.Parcel {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.said[native] = m
	return bots.Parcel{ID: native, Contact: in.Address, Channel: whatsapp.Name, Address: in.Address, Lang: "ar", Message: m, Heard: time.Now(), Native: native}
}

// options of a channel in that town.
func options(t testing.TB, w *town, h *house) whatsapp.Options {
	t.Helper()
	return whatsapp.Options{
		DB: filepath.Join(t.TempDir(), "wa.db"), Endpoint: w.endpoint(), NoiseRoot: w.root(), Typing: true, Read: true,
		Lease: &channeltest.Lease{}, Owner: "test", Sent: h, Record: h, Log: slog.New(slog.DiscardHandler),
	}
}

// running is a channel and how to stop it.
type running struct {
	*whatsapp.Channel
	stop func()
}

// start runs a channel until the test ends, or stop.
func start(t testing.TB, o whatsapp.Options, accept bots.Accept) running {
	t.Helper()
	c, err := whatsapp.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var receiving sync.WaitGroup
	receiving.Go(func() {
		if err := c.Receive(ctx, accept); err != nil {
			t.Errorf("receive: %v", err)
		}
	})
	stop := sync.OnceFunc(func() {
		cancel()
		receiving.Wait()
		if err := c.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	t.Cleanup(stop)
	return running{c, stop}
}

// link links the ministry's phone by QR code and waits until that is done.
func link(t testing.TB, w *town, c running) {
	t.Helper()
	stands(t, c, bots.LinkUnpaired)
	if err := c.Pair(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if err := w.scan(c.Link().QR); err != nil {
		t.Fatal(err)
	}
	stands(t, c, bots.LinkConnected)
}

// linked is a channel that is linked and connected.
func linked(t testing.TB, w *town, h *house) running {
	t.Helper()
	c := start(t, options(t, w, h), h.Accept)
	link(t, w, c)
	return c
}

// stands waits for a state of the link.
func stands(t testing.TB, c running, state bots.LinkState) {
	t.Helper()
	channeltest.Until(t, "the link to be "+string(state), func() bool { return c.Link().State == state })
}
