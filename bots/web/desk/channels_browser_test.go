package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"majlis/bots"
	"majlis/bots/web/browsertest"
	"majlis/flows/staff"
)

// narrow is the least width at which nothing may be lost.
var narrow = browsertest.Screen{Width: 320, Height: 640, Mobile: true, Still: true}

func TestEveryStateCanBeSeenByEveryone(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			b := browsertest.Open(t)
			h := openHouse(t)
			h.signInBrowser(b, "Huda", staff.Admin, lang)
			for _, state := range linkStates {
				h.linker.set(linkIn(state))
				b.Goto(h.url + "/desk/channels")
				look(t, b, lang, "channels-"+string(state))
			}
			h.linker.set(linkIn(bots.LinkPairing))
			h.linker.link.QR, h.linker.link.Code = "", "K7QXM2PD"
			b.Goto(h.url + "/desk/channels")
			look(t, b, lang, "channels-code")
			b.Look(narrow)
			if wide := browsertest.Eval[int](b, "document.documentElement.scrollWidth"); wide > narrow.Width {
				t.Errorf("the page with the code is %d pixels wide on a screen of %d", wide, narrow.Width)
			}
			b.Quiet()
		})
	}
}

// TestQRIsRead: a phone's camera reads the code from a picture of the page, in
// both themes and directions, on a desk and on a small screen.
func TestQRIsRead(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			b := browsertest.Open(t)
			h := openHouse(t)
			h.signInBrowser(b, "Huda", staff.Admin, lang)
			h.linker.set(pairing)
			for _, dark := range []bool{false, true} {
				for _, s := range []browsertest.Screen{browsertest.Desktop, narrow} {
					s.Dark = dark
					b.Look(s)
					b.Goto(h.url + "/desk/channels")
					if got := b.ScanQR(".qr"); got != pairing.QR {
						t.Errorf("dark %v, %d wide: scanned %q, want %q", dark, s.Width, got, pairing.QR)
					}
				}
			}
		})
	}
}

// TestPairByKeyboard links a phone with the keyboard alone; the page follows what
// happens without being loaded again.
func TestPairByKeyboard(t *testing.T) {
	b := browsertest.Open(t)
	h := openHouse(t)
	h.signInBrowser(b, "Huda", staff.Admin, "en")
	b.Goto(h.url + "/desk/channels")
	tabTo(t, b, "button.primary")
	b.Press(kb.Enter)
	b.WaitFor(".qr")
	fresh := pairing
	fresh.QR += "2"
	fresh.Until = now.Add(7 * time.Second)
	h.linker.set(fresh)
	b.WaitText("#link", "Valid for 7 seconds more")
	if got := b.ScanQR(".qr"); got != fresh.QR {
		t.Errorf("the new code reads %q", got)
	}
	h.linker.set(linkIn(bots.LinkConnected))
	b.WaitText("#link", "Connected: messages arrive")
	b.WaitText("#link", "4321")
	tabTo(t, b, "summary")
	b.Press(kb.Enter)
	b.Tab()
	b.Press(" ")
	b.Tab()
	b.Press(kb.Enter)
	b.WaitFor("#phone") // linking is offered again
	if got := b.Text(".flash"); !strings.Contains(got, "The link was ended") {
		t.Errorf("after ending the link: %q", got)
	}
	b.Quiet()
}

// tabTo moves the focus on until it is on what the selector finds in the page.
func tabTo(t *testing.T, b *browsertest.Browser, css string) {
	t.Helper()
	for range 40 {
		b.Tab()
		if browsertest.Eval[bool](b, `document.activeElement.matches("main `+css+`")`) {
			return
		}
	}
	t.Fatalf("no way to %s with the Tab key", css)
}

func TestPairWithoutScripts(t *testing.T) {
	b := browsertest.Open(t)
	b.Scripts(false)
	h := openHouse(t)
	h.signInBrowser(b, "Huda", staff.Admin, "ar")
	b.Look(browsertest.Phone)
	b.Goto(h.url + "/desk/channels")
	b.Type("#phone", "+966500000001")
	b.Press(kb.Enter)
	b.WaitFor(".pair-code output")
	if got := b.Text(".pair-code output"); got != "ABCD-1234" {
		t.Errorf("the code reads %q", got)
	}
	b.Axe()
	h.linker.set(linkIn(bots.LinkConnected))
	b.Click(`a[href="/desk/channels"].button`)
	b.WaitFor("main summary")
	if got := b.Text("#link"); !strings.Contains(got, "4321") {
		t.Errorf("after a reload: %q", got)
	}
	b.Click("main summary")
	b.Click(`input[name="sure"]`)
	b.Click("button.danger")
	b.WaitFor(".flash.good")
	if h.linker.unlinked != 1 {
		t.Errorf("unlinked %d times", h.linker.unlinked)
	}
}
