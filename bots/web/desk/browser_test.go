package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"majlis/bots/web/browsertest"
	"majlis/flows/staff"
)

// screens are what every page is looked at through. Still: a colour on its way
// to another has the contrast of neither.
var screens = []struct {
	name string
	browsertest.Screen
}{
	{"desktop", browsertest.Screen{Still: true}},
	{"desktop-dark", browsertest.Screen{Still: true, Dark: true}},
	{"phone", browsertest.Screen{Width: 360, Height: 740, Mobile: true, Still: true}},
	{"phone-dark", browsertest.Screen{Width: 360, Height: 740, Mobile: true, Still: true, Dark: true}},
}

// signInBrowser signs a new account in as a person does.
func (h *house) signInBrowser(b *browsertest.Browser, name string, role staff.Role, lang string) staff.User {
	h.t.Helper()
	u, err := h.staff.Create(h.t.Context(), name, password, role, lang)
	h.must(err)
	b.Goto(h.url + "/desk/sign-in")
	b.Type("#name", name)
	b.Type("#password", password)
	b.Press(kb.Enter)
	b.WaitFor("#frame")
	return u
}

func TestPagesCanBeUsedByEveryone(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			b := browsertest.Open(t)
			h := openHouse(t)
			b.Goto(h.url + "/desk/sign-in?lang=" + lang)
			look(t, b, lang, "sign-in")
			u := h.signInBrowser(b, "سارة القحطاني", staff.Admin, lang)
			for _, path := range emptyPaths {
				b.Goto(h.url + path)
				look(t, b, lang, "empty"+path)
			}
			h.town(u.ID)
			for _, path := range h.paths(t) {
				b.Goto(h.url + path)
				look(t, b, lang, path)
			}
			b.Quiet()
		})
	}
}

// look checks a page through all screens and keeps a picture of each in the
// folder SHOTS, if that is set.
func look(t *testing.T, b *browsertest.Browser, lang, path string) {
	t.Helper()
	name := strings.NewReplacer("/", "_", "?", "_", "%", "", "=", "-").Replace(strings.TrimPrefix(path, "/"))
	for _, s := range screens {
		b.Look(s.Screen)
		b.Axe()
		if wide := browsertest.Eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
			t.Errorf("%s on %s in %s is %d pixels wider than the screen", path, s.name, lang, wide)
		}
		if dir := os.Getenv("SHOTS"); dir != "" {
			b.Screenshot(filepath.Join(dir, "desk", fmt.Sprintf("%s.%s.%s.png", name, lang, s.name)))
		}
	}
	b.Look(browsertest.Desktop)
}

func TestKeyboardAlone(t *testing.T) {
	b := browsertest.Open(t)
	h := openHouse(t)
	u := h.signInBrowser(b, "Sara", staff.Agent, "en")
	h.town(u.ID)
	b.Goto(h.url + "/desk/inbox")
	b.Press("j")
	b.Press("j")
	b.Press("k")
	b.Press(kb.Enter)
	b.WaitFor("#compose")
	if !strings.HasSuffix(b.URL(), "/desk/cases/case-0") {
		t.Fatalf("j, j, k, Enter opened %s", b.URL())
	}
	b.Press("e")
	if got := b.Focused(); got != "select#reason" {
		t.Errorf("e leads to %s", got)
	}
	b.Click("h1") // out of the field: letters are shortcuts again
	b.Press("a")
	if got := b.Focused(); got != "select#owner" {
		t.Errorf("a leads to %s", got)
	}
	b.Click("h1")
	b.Press("?")
	b.WaitFor("#keys:popover-open")
	b.Press(kb.Escape)
	b.Press("r")
	// The driver types the shortcut's letter, too; a person's browser doesn't.
	browsertest.Eval[string](b, `document.querySelector("#text").value = ""`)
	b.Press("تم الإصلاح اليوم")
	b.Reload()
	if got := b.Value("#text"); got != "تم الإصلاح اليوم" {
		t.Errorf("after a reload the text is %q", got)
	}
	b.Click(`#compose [value="send"]`)
	b.WaitFor(".flash.good")
	if got := b.Text(".flash"); got != "The reply was sent." {
		t.Errorf("after sending: %q", got)
	}
	if got := b.Value("#text"); got != "" {
		t.Errorf("what was sent is still in the field: %q", got)
	}
	if last := h.cases.Posts[len(h.cases.Posts)-1]; !strings.Contains(last.Message.Text, "تم الإصلاح اليوم") {
		t.Errorf("told %q", last.Message.Text)
	}
	b.Quiet()
}

func TestWithoutScripts(t *testing.T) {
	b := browsertest.Open(t)
	b.Scripts(false)
	h := openHouse(t)
	u := h.signInBrowser(b, "Sara", staff.Agent, "ar")
	h.town(u.ID)
	b.Look(browsertest.Phone)
	b.Goto(h.url + "/desk/cases/case-2")
	b.Click(".top button")
	b.WaitFor("#rail:popover-open")
	b.Press(kb.Escape)
	b.Click(`.action:has([value="close"])`)
	b.WaitFor("#reason")
	b.Type("#reason", "خارج")
	b.Type("#text", "شكرًا")
	b.Click(`#compose [value="preview"]`)
	b.WaitFor(".preview")
	if got := b.Text(".preview"); !strings.Contains(got, "شكرًا") || !strings.Contains(got, "خارج اختصاص الوزارة") {
		t.Errorf("preview: %q", got)
	}
	b.Click(`#compose [value="send"]`)
	b.WaitFor(".flash.good")
	if c, _ := h.cases.Case(t.Context(), "case-2"); c.CloseReason != "outside" {
		t.Errorf("closed for %q", c.CloseReason)
	}
}
