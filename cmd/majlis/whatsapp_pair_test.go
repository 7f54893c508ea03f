package main

import (
	"image"
	"image/draw"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/bots/web/browsertest"
	"majlis/bots/whatsapp/whatsapptest"
)

// TestPairFromTheDesk links a phone in a real browser: an administrator opens the
// page of channels, the phone reads the QR code from a picture of it, and the page
// says so by itself. The link ends there, too.
func TestPairFromTheDesk(t *testing.T) {
	b := browsertest.Open(t)
	w, _, ministry := unlinkedWalk(t)
	w.pairFromDesk(t, b, ministry)
	w.recorded(t, bots.LinkConnected)
	b.Goto(w.address() + "/desk/channels")
	b.Click("main summary")
	b.Click(`input[name="sure"]`)
	b.Click("button.danger")
	b.WaitFor("#phone")
	w.recorded(t, bots.LinkUnpaired)
	b.Quiet()
}

// pairFromDesk links the ministry's phone at the desk, as an administrator does.
func (w *walk) pairFromDesk(t *testing.T, b *browsertest.Browser, ministry *whatsapptest.Account) {
	t.Helper()
	w.signIn(b, "en", "admin")
	b.Goto(w.address() + "/desk/channels")
	b.WaitText("#link-state", "No phone is linked yet")
	b.Click("main button.primary")
	b.WaitFor(".qr")
	b.Axe()
	if err := ministry.Phone.Scan(b.ScanQR(".qr")); err != nil {
		t.Fatal(err)
	}
	b.WaitText("#link-state", "Connected")
	b.WaitText("#link-what", "0001")
}

// recorded waits until the doctor would read a state.
func (w *walk) recorded(t *testing.T, state bots.LinkState) {
	t.Helper()
	var l bots.Link
	for range 200 {
		l, _ = linkNotes{w.db}.ReadLink(t.Context(), linkedDevice)
		if l.State == state {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("the record says %q, want %q", l.State, state)
}

// screen is a terminal that can be looked at while a command runs.
type screen struct{ channeltest.Journal }

// waits until the screen shows what a pattern finds, and returns its groups.
func (s *screen) waits(t *testing.T, pattern string) []string {
	t.Helper()
	find := regexp.MustCompile(pattern)
	for range 400 {
		if found := find.FindStringSubmatch(s.String()); found != nil {
			return found
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s never came; the terminal shows\n%s", pattern, s)
	return nil
}

// TestPairFromATerminal links a phone by what the command prints: a QR code, and
// a code to type.
func TestPairFromATerminal(t *testing.T) {
	platform, err := whatsapptest.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	phone := platform.Account("966500000001", "200000000000001", "Model Ministry").Phone
	folder := t.TempDir()
	for variable, value := range map[string]string{
		"MAJLIS_SECRET": "a secret of the tests, long enough", "MAJLIS_DB": filepath.Join(folder, "majlis.db"), "MAJLIS_REDIS": "",
		"MAJLIS_WHATSAPP": "on", "MAJLIS_WHATSAPP_DB": filepath.Join(folder, "whatsapp.db"),
		"MAJLIS_WHATSAPP_DEV_ENDPOINT": platform.Addr(), "MAJLIS_WHATSAPP_DEV_NOISE_ROOT": platform.RootKey(),
	} {
		t.Setenv(variable, value)
	}
	runs := func(follow func(*screen), args ...string) {
		t.Helper()
		terminal, ended := &screen{}, make(chan int, 1)
		go func() {
			ended <- run(append([]string{"whatsapp"}, args...), streams{strings.NewReader("yes\n"), terminal, terminal})
		}()
		follow(terminal)
		if code := <-ended; code != 0 {
			t.Fatalf("%v ends with %d:\n%s", args, code, terminal)
		}
	}
	runs(func(s *screen) {
		code := scanTerminal(t, s.waits(t, `(?s)\n\n([ █▀▄\n]+)\nmajlis: scan`)[1])
		if err := phone.Scan(code); err != nil {
			t.Fatal(err)
		}
		s.waits(t, `\[connected\].*number ending in 0001`)
		s.waits(t, `A linked device is unofficial`)
	}, "pair")
	runs(func(s *screen) { s.waits(t, `the link was ended`) }, "unlink")
	runs(func(s *screen) {
		if err := phone.EnterCode(s.waits(t, `\n    (\w{4}-?\w{4})\n`)[1]); err != nil {
			t.Fatal(err)
		}
		s.waits(t, `\[connected\]`)
	}, "pair", "--phone", "+966 50 000 0001")
}

// scanTerminal reads a QR code of half blocks, light on dark.
func scanTerminal(t *testing.T, blocks string) string {
	t.Helper()
	lines := strings.Split(strings.Trim(blocks, "\n"), "\n")
	wide := utf8.RuneCountInString(lines[0])
	const scale = 4
	picture := image.NewGray(image.Rect(0, 0, wide*scale, 2*len(lines)*scale))
	for y, line := range lines {
		for x, block := range []rune(line) {
			upper, lower := block == '█' || block == '▀', block == '█' || block == '▄'
			for half, lit := range []bool{upper, lower} {
				if lit {
					at := image.Rect(x, 2*y+half, x+1, 2*y+half+1)
					draw.Draw(picture, image.Rect(at.Min.X*scale, at.Min.Y*scale, at.Max.X*scale, at.Max.Y*scale), image.White, image.Point{}, draw.Src)
				}
			}
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatalf("no phone reads\n%s: %v", blocks, err)
	}
	return found.GetText()
}
