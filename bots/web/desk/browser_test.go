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
var screens = map[string]browsertest.Screen{
	"desktop":      {Still: true},
	"desktop-dark": {Still: true, Dark: true},
	"phone":        {Width: 360, Height: 740, Mobile: true, Still: true},
	"phone-dark":   {Width: 360, Height: 740, Mobile: true, Still: true, Dark: true},
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
	for screen, s := range screens {
		b.Look(s)
		b.Axe()
		if wide := browsertest.Eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
			t.Errorf("%s on %s in %s is %d pixels wider than the screen", path, screen, lang, wide)
		}
		if dir := os.Getenv("SHOTS"); dir != "" {
			b.Screenshot(filepath.Join(dir, "desk", fmt.Sprintf("%s.%s.%s.png", name, lang, screen)))
		}
	}
	b.Look(browsertest.Desktop)
}
