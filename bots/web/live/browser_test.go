package live_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"majlis/bots/web/browsertest"
	domain "majlis/flows/live"
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
	{"tablet", browsertest.Screen{Width: 768, Height: 1024, Mobile: true, Still: true}},
	{"phone", browsertest.Screen{Width: 360, Height: 740, Mobile: true, Still: true}},
	{"phone-dark", browsertest.Screen{Width: 360, Height: 740, Mobile: true, Still: true, Dark: true}},
}

// look checks a page through all screens and keeps a picture of each in the
// folder SHOTS, if that is set.
func look(t *testing.T, b *browsertest.Browser, name string) {
	t.Helper()
	for _, s := range screens {
		b.Look(s.Screen)
		b.Axe()
		if wide := browsertest.Eval[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
			t.Errorf("%s on %s is %d pixels wider than the screen", name, s.name, wide)
		}
		if small := browsertest.Eval[string](b, smallTargets); small != "" {
			t.Errorf("%s on %s: too small to touch: %s", name, s.name, small)
		}
		if dir := os.Getenv("SHOTS"); dir != "" {
			b.Screenshot(filepath.Join(dir, fmt.Sprintf("%s.%s.png", name, s.name)))
		}
	}
	b.Look(browsertest.Desktop)
}

// smallTargets names what can be touched but is less than 44 px high; links
// within a sentence are exempt (WCAG 2.5.8).
const smallTargets = `[...document.querySelectorAll("a, button, input:not([type=hidden]):not([type=checkbox]), textarea, summary, select")]
	.filter(e => e.checkVisibility() && !e.closest(".visually-hidden, .skip, .notice span, p"))
	.filter(e => { const r = e.getBoundingClientRect(); return r.height < 43.5 || r.width < 43.5; })
	.map(e => e.outerHTML.slice(0, 80)).join("\n")`

// signInBrowser signs an account in as a person does.
func (h *house) signInBrowser(b *browsertest.Browser, name string, role staff.Role, lang string) staff.User {
	h.t.Helper()
	u, err := h.staff.Create(h.t.Context(), name, password, role, lang)
	h.must(err)
	h.enter(b, name)
	return u
}

func (h *house) enter(b *browsertest.Browser, name string) {
	h.t.Helper()
	b.Goto(h.url + "/desk/sign-in?next=/live/")
	b.Type("#name", name)
	b.Type("#password", password)
	b.Press(kb.Enter)
	b.WaitFor(".live-page h1")
}

// settled waits until a browser's board is the house's.
func (h *house) settled(b *browsertest.Browser, broadcast domain.Broadcast, to domain.Audience) {
	h.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		want, got := h.hash(broadcast, to), browsertest.Eval[string](b, `document.querySelector("#main").dataset.hash ?? ""`)
		if want == got {
			return
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("the browser's board is %s, the house's %s", got, want)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (h *house) waitState(b domain.Broadcast, group string, want domain.State) {
	h.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for h.state(b, group) != want {
		if time.Now().After(deadline) {
			h.t.Fatalf("%s is %s, want %s", group, h.state(b, group), want)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestPagesCanBeUsedByEveryone(t *testing.T) {
	b := browsertest.Open(t)
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			b := b.In(t)
			h := openHouse(t)
			u := h.signInBrowser(b, "سارة القحطاني", staff.Admin, lang)
			quiet := h.plan(u.ID, domain.Announced)
			full := h.plan(u.ID, domain.Announced, domain.Collecting, domain.OnAir)
			h.town(full)
			h.pass(time.Minute)
			deed := domain.Deed{Broadcast: full.ID, Actor: u.ID}
			_, err := h.desk.Take(t.Context(), deed, "pay")
			h.must(err)
			_, err = h.desk.Queue(t.Context(), deed, "income", 0)
			h.must(err)
			_, err = h.desk.Decline(t.Context(), deed, "rude", "offensive")
			h.must(err)
			_, err = h.desk.Pin(t.Context(), deed, "widow", true)
			h.must(err)
			_, err = h.desk.Label(t.Context(), deed, "widow", []string{"الأرامل", "السكن"})
			h.must(err)
			_, err = h.desk.Note(t.Context(), deed, "بقيت خمس دقائق، ثم سؤالان")
			h.must(err)
			for name, path := range map[string]string{
				"list": "/live", "ask-early": "/live/" + quiet.ID, "ask": "/live/" + full.ID, "board-empty": "/live/" + quiet.ID + "/board",
				"board": "/live/" + full.ID + "/board?as=moderator", "board-host": "/live/" + full.ID + "/board?as=host",
				"group": "/live/" + full.ID + "/groups/widow", "stage-idle": "/live/" + quiet.ID + "/stage",
				"stage": "/live/" + full.ID + "/stage", "overlay": "/live/" + full.ID + "/overlay",
			} {
				join := "?"
				if strings.Contains(path, "?") {
					join = "&"
				}
				b.Goto(h.url + path + join + "lang=" + lang)
				if strings.HasPrefix(name, "board") {
					b.WaitTrue(`document.querySelector("#main").dataset.hash !== undefined`)
				}
				look(t, b, name+"."+lang)
			}
			h.boxes(t, b, full, lang)
			b.Goto("about:blank") // before the house goes
			b.Quiet()
		})
	}
}

// boxes looks into every box of the board.
func (h *house) boxes(t *testing.T, b *browsertest.Browser, full domain.Broadcast, lang string) {
	b.Goto(h.url + "/live/" + full.ID + "/board?as=moderator")
	b.WaitTrue(`document.querySelector("#main").dataset.hash !== undefined`)
	for _, box := range []string{"answer", "decline", "merge", "group"} {
		browsertest.Eval[bool](b, fmt.Sprintf(`openBox(%q, "widow"), true`, box))
		b.WaitFor("#" + box + "-box[open]")
		look(t, b, "box-"+box+"."+lang)
		b.Press(kb.Escape)
		b.WaitGone("dialog[open]")
	}
	b.Press("?")
	b.WaitFor("#keys-box[open]")
	look(t, b, "box-keys."+lang)
	b.Press(kb.Escape)
	for _, panel := range []string{"notes", "tools"} {
		b.Click(`[popovertarget="` + panel + `"]`)
		b.WaitFor("#" + panel + ":popover-open")
		look(t, b, "panel-"+panel+"."+lang)
		b.Press(kb.Escape)
	}
}
