package whatsapp_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/store"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/bots/whatsapp"
)

// A phone is linked by scanning a code; the link holds over a restart, is ended
// from here, and can be made anew without one.
func TestPairByQR(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	o := options(t, w, h)
	c := start(t, o, h.Accept)
	stands(t, c, bots.LinkUnpaired)
	if err := c.Pair(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	l := c.Link()
	if l.State != bots.LinkPairing || !strings.Contains(l.QR, ",") || !l.Until.After(time.Now()) || l.Code != "" {
		t.Fatalf("link %+v", l)
	}
	if err := c.Pair(t.Context(), ""); err != nil { // somebody reloads the page
		t.Fatal(err)
	}
	if again := c.Link(); again.QR == l.QR {
		t.Error("the second attempt shows the code of the first")
	}
	if err := w.scan(c.Link().QR); err != nil {
		t.Fatal(err)
	}
	stands(t, c, bots.LinkConnected)
	if l := c.Link(); l.QR != "" || l.Phone != "0001" {
		t.Errorf("link %+v", l)
	}
	if err := c.Pair(t.Context(), ""); !errors.Is(err, whatsapp.ErrPaired) {
		t.Errorf("paired twice: %v", err)
	}
	c.stop()
	if l, _ := h.ReadLink(t.Context(), ""); l.State != bots.LinkAway {
		t.Errorf("recorded %+v", l)
	}
	c = start(t, o, h.Accept)
	stands(t, c, bots.LinkConnected)
	if err := c.Unlink(t.Context()); err != nil {
		t.Fatal(err)
	}
	link(t, w, c)
	w.citizen().Says("x")
	hears(t, h, 1)
}

// A phone is linked by typing a code; a number that is none is refused.
func TestPairByCode(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c := start(t, options(t, w, h), h.Accept)
	stands(t, c, bots.LinkUnpaired)
	if err := c.Pair(t.Context(), "0500"); !errors.Is(err, whatsapp.ErrPhone) {
		t.Errorf("paired with no number: %v", err)
	}
	stands(t, c, bots.LinkUnpaired)
	if err := c.Pair(t.Context(), "+966500000001"); err != nil {
		t.Fatal(err)
	}
	l := c.Link()
	if l.State != bots.LinkPairing || len(l.Code) != 9 || l.QR != "" {
		t.Fatalf("link %+v", l)
	}
	if err := w.enter(strings.ReplaceAll(l.Code, "-", "")); err != nil {
		t.Fatal(err)
	}
	stands(t, c, bots.LinkConnected)
}

// While no server can be reached, pairing fails at once and says so.
func TestPairWithoutWhatsApp(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	w.Down(true)
	c := start(t, options(t, w, h), h.Accept)
	stands(t, c, bots.LinkUnpaired)
	if err := c.Pair(t.Context(), ""); !errors.Is(err, whatsapp.ErrRefused) {
		t.Errorf("paired: %v", err)
	}
	if l := c.Link(); l.State != bots.LinkUnpaired || l.Cause != "network" {
		t.Errorf("link %+v", l)
	}
}

// Unlinked on the phone: nothing is sent, it is known after a restart as well, and
// another phone can be linked without one.
func TestLoggedOut(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	o := options(t, w, h)
	c := start(t, o, h.Accept)
	link(t, w, c)
	w.logOut()
	stands(t, c, bots.LinkLoggedOut)
	if c.Ready() {
		t.Error("ready without a link")
	}
	c.stop()
	c = start(t, o, h.Accept)
	stands(t, c, bots.LinkLoggedOut)
	if err := c.Pair(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if err := w.scan(c.Link().QR); err != nil {
		t.Fatal(err)
	}
	stands(t, c, bots.LinkConnected)
	w.refuse(406)
	stands(t, c, bots.LinkBanned)
}

// Another program with the same link, and a ban for a while, are told apart.
func TestReplacedAndBanned(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c := linked(t, w, h)
	w.replace()
	stands(t, c, bots.LinkReplaced)
	if err := c.Unlink(t.Context()); err != nil {
		t.Error(err)
	}
	link(t, w, c)
	w.ban(101, time.Hour)
	stands(t, c, bots.LinkBanned)
	if l := c.Link(); l.Cause != "101" || time.Until(l.Until) < 59*time.Minute {
		t.Errorf("link %+v", l)
	}
}

// A version that WhatsApp refuses is renewed by itself. The version is the
// process's: this test is not parallel.
func TestOutdated(t *testing.T) {
	before := store.GetWAVersion()
	t.Cleanup(func() { store.SetWAVersion(before) })
	w, h := newTown(t), newHouse()
	c := linked(t, w, h)
	w.outdate(4_000_000_000)
	channeltest.Until(t, "the refusal", func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, l := range h.links {
			if l.State == bots.LinkOutdated {
				return true
			}
		}
		return false
	})
	stands(t, c, bots.LinkConnected)
	if v := store.GetWAVersion(); v[2] != 4_000_000_000 {
		t.Errorf("version %v", v)
	}
}

// Asked for while nobody receives, a link can't be made.
func TestPairNeedsTheLease(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c, err := whatsapp.New(options(t, w, h))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := c.Pair(ctx, ""); !errors.Is(err, whatsapp.ErrElsewhere) {
		t.Errorf("paired: %v", err)
	}
	if l := c.Link(); l.State != bots.LinkStarting {
		t.Errorf("link %+v", l)
	}
}
