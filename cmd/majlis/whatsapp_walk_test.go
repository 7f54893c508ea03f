package main

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"majlis/bots"
	"majlis/bots/whatsapp"
	"majlis/bots/whatsapp/whatsapptest"
	"majlis/config"
	"majlis/flows/talk"
)

// linkedApp is a citizen's WhatsApp, whose ministry is a linked device.
type linkedApp struct{ *whatsapptest.Citizen }

func (a linkedApp) Says(text string) { a.Citizen.Says(text) }

// Picks votes in a poll, or types the digit when the newest choice is none.
func (a linkedApp) Picks(n int) { a.Taps(n) }

func (a linkedApp) Shown() []string {
	var list []string
	for _, m := range a.Citizen.Shown() {
		list = append(list, m.Text)
	}
	return list
}

func (a linkedApp) Opened() []byte {
	for _, m := range slices.Backward(a.Citizen.Shown()) {
		if body := a.Opens(m); body != nil {
			return body
		}
	}
	return nil
}

// unlinkedWalk serves the demo with a linked device, to which the ministry's phone
// is not linked yet.
func unlinkedWalk(t *testing.T) (w *walk, s *whatsapptest.Server, ministry *whatsapptest.Account) {
	t.Helper()
	s, err := whatsapptest.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ministry = s.Account("966500000001", "100000000000001", "Ministry")
	w = newWalkWith(t, func(c *config.Config) {
		c.WhatsApp = config.WhatsApp{
			Switch: "on", DB: filepath.Join(t.TempDir(), "whatsapp.db"), DevEndpoint: s.Addr(), DevNoiseRoot: s.RootKey(),
			Channel: "120363000000000001@newsletter", Typing: true, Read: true,
		}
	})
	w.stands(t, bots.LinkUnpaired)
	return w, s, ministry
}

// linkedWalk serves the demo with a linked device, and links the ministry's phone.
func linkedWalk(t *testing.T) (*walk, *whatsapptest.Server) {
	t.Helper()
	w, s, ministry := unlinkedWalk(t)
	if err := w.linker.Pair(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	w.stands(t, bots.LinkPairing)
	if err := ministry.Phone.Scan(w.linker.Link().QR); err != nil {
		t.Fatal(err)
	}
	w.stands(t, bots.LinkConnected)
	return w, s
}

// stands waits for a state of the link.
func (w *walk) stands(t *testing.T, want bots.LinkState) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); w.linker.Link().State != want; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the link is %q, not %q", w.linker.Link().State, want)
		}
	}
}

// TestWhatsAppWalk takes the whole path over a linked device, by native polls, and
// the digest to the ministry's channel.
func TestWhatsAppWalk(t *testing.T) {
	w, s := linkedWalk(t)
	c := s.Citizen()
	w.walkAll(t, &walker{phoneApp: linkedApp{c}, t: t}, talk.Identity{Kind: "whatsapp", ID: c.LID.User}, whatsapp.Name)
	if posts := s.Posts(); len(posts) != 2 {
		t.Errorf("the channel has %d posts, want one in each language", len(posts))
	}
}

// TestWhatsAppBroadcastWalk takes a whole broadcast over a linked device, which is
// joined by a link whose words are sent.
func TestWhatsAppBroadcastWalk(t *testing.T) {
	w, s := linkedWalk(t)
	c := s.Citizen()
	w.walkBroadcast(t, &walker{phoneApp: linkedApp{c}, t: t}, talk.Identity{Kind: "whatsapp", ID: c.LID.User}, whatsapp.Name, w.byLink(t))
}
