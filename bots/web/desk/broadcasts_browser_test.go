package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"majlis/bots/web/browsertest"
	"majlis/flows/live"
	"majlis/flows/staff"
)

// TestABroadcastFromPlanToReport takes a broadcast through its life as staff do:
// in English on a desk, in Arabic on a phone without scripts.
func TestABroadcastFromPlanToReport(t *testing.T) {
	for _, tt := range []struct {
		lang    string
		screen  browsertest.Screen
		scripts bool
	}{
		{"en", browsertest.Screen{Still: true}, true},
		{"ar", browsertest.Screen{Width: 360, Height: 740, Mobile: true, Still: true}, false},
	} {
		t.Run(tt.lang, func(t *testing.T) {
			b := browsertest.Open(t)
			b.Scripts(tt.scripts)
			h := openHouse(t)
			for _, contact := range []string{"a", "b", "c"} {
				h.live.Opted = append(h.live.Opted, live.Member{Contact: contact})
			}
			u := h.signInBrowser(b, "Huda", staff.Editor, tt.lang)
			b.Look(tt.screen)
			w := walk{t: t, h: h, b: b, lang: tt.lang, screen: tt.screen}
			w.plan()
			w.advance("announced", true)
			w.advance("collecting", false)
			w.advance("on_air", false)
			s := &sitting{h: h, id: h.onlyBroadcast().ID, by: u.ID}
			s.asks("loan", "متى يُصرف الدعم السكني هذا الشهر؟", 7)
			s.asks("papers", "Which papers do I need for a building permit?", 3)
			s.asks("hours", "لماذا لا يعمل فرع الشمال يوم الخميس؟", 2)
			s.asks("other", "ما رأيكم في المباراة؟", 1)
			s.onAir("loan", 4)
			w.leftovers(s)
			w.advance("closed", true)
			h.tell()
			w.followUps(s)
			w.report(s)
			for _, complaint := range b.Complaints() {
				if !strings.Contains(complaint, "422") { // the mistake was meant
					t.Error(complaint)
				}
			}
		})
	}
}

// walk is somebody who goes through the pages.
type walk struct {
	t      *testing.T
	h      *house
	b      *browsertest.Browser
	lang   string
	screen browsertest.Screen
}

// see checks the page that is shown, on the walk's screen and on the narrowest.
func (w *walk) see(name string) {
	w.t.Helper()
	w.b.Axe()
	if dir := os.Getenv("SHOTS"); dir != "" {
		w.b.Screenshot(filepath.Join(dir, "desk", "walk-"+name+"."+w.lang+".png"))
	}
	w.b.Look(narrow)
	if wide := browsertest.Eval[int](w.b, "document.documentElement.scrollWidth"); wide > narrow.Width {
		w.t.Errorf("%s in %s is %d pixels wide on a screen of %d", name, w.lang, wide, narrow.Width)
	}
	w.b.Look(w.screen)
}

// fill puts a value into a field that is not typed letter by letter.
func (w *walk) fill(css, value string) {
	w.t.Helper()
	browsertest.Eval[string](w.b, "document.querySelector('"+css+"').value = '"+value+"'")
}

func (w *walk) plan() {
	w.t.Helper()
	b := w.b
	b.Goto(w.h.url + "/desk/broadcasts")
	w.see("empty")
	b.Click(".empty .button")
	b.WaitFor("#title_ar")
	b.Type("#title_ar", "لقاء الدعم السكني")
	b.Type("#about_ar", "أسئلتكم عن الشروط الجديدة")
	b.Type("#link", "housing")
	w.fill("#date", "2026-11-22")
	w.fill("#time", "12:20")
	b.Click(`button[value="save"]`)
	b.WaitFor("#mistake-link")
	w.see("mistake")
	if got := b.Value("#title_ar"); got != "لقاء الدعم السكني" {
		w.t.Errorf("after a mistake the title is %q", got)
	}
	b.Clear("#link")
	b.Type("#link", "https://youtu.be/dQw4w9WgXcQ")
	b.Click(`button[value="save"]`)
	b.WaitFor("#steps")
	w.see("planned")
}

// advance takes the step to a status, which is asked or not.
func (w *walk) advance(to string, asked bool) {
	w.t.Helper()
	form := `form:has([value="` + to + `"]) `
	w.b.WaitFor(form + "button")
	if asked {
		w.b.Click(form + `[name="sure"]`)
	} else if w.b.Count(form+`[name="sure"]`) > 0 {
		w.t.Errorf("the step to %s is asked", to)
	}
	w.b.Click(form + "button")
	w.b.WaitFor(".case-head .state." + to)
	w.b.WaitFor(".flash.good")
	w.see(to)
	if got := w.h.onlyBroadcast().Status; string(got) != to {
		w.t.Fatalf("the broadcast is %s, not %s", got, to)
	}
}

// leftovers answers one question, declines another and puts off the last.
func (w *walk) leftovers(s *sitting) {
	w.t.Helper()
	b := w.b
	b.Goto(w.h.url + s.path())
	b.WaitFor(".owed")
	if n := b.Count(".owed > li"); n != 3 {
		w.t.Errorf("%d questions are left, want 3", n)
	}
	form := func(group string) string { return `form[action$="` + group + `"] ` }
	b.Click(".owed > li:has(" + form("papers") + ") summary")
	w.see("leftovers")
	b.Type(form("papers")+"textarea", "A title deed and a site plan.")
	b.Click(form("papers") + `[value="answer"]`)
	b.WaitGone(form("papers"))
	b.WaitFor(".flash.good")
	b.Click(".owed > li:has(" + form("other") + ") summary")
	w.fill(`form[action$="other"] select`, "off_topic")
	b.Click(form("other") + `[value="decline"]`)
	b.WaitGone(form("other"))
	b.WaitFor(".flash.good")
	b.Click(`form[action$="/rest"] button`)
	b.WaitFor(`form:has([value="closed"]) button`)
	for group, want := range map[string]live.State{"papers": live.Answered, "other": live.Declined, "hours": live.Later} {
		if got, _ := s.state(group); got != want {
			w.t.Errorf("%s is %s, want %s", group, got, want)
		}
	}
}

func (w *walk) followUps(s *sitting) {
	w.t.Helper()
	b := w.b
	b.Goto(w.h.url + s.path())
	b.Click("#follow-ups section details:last-of-type summary")
	w.see("follow-ups")
	b.Type(`[name="text_ar"]`, "يعمل الفرع يوم الخميس من الشهر القادم")
	b.Click("#follow-ups form button")
	b.WaitFor(".flash.good")
	for id, told := range w.h.replies(w.h.followed(s, "hours")) {
		if len(told) != 1 {
			w.t.Errorf("case %s was told %q", id, told)
		}
	}
}

func (w *walk) report(s *sitting) {
	w.t.Helper()
	b := w.b
	b.Click(`a[href$="/report"]`)
	b.WaitFor("#ledger")
	if got := b.Text("#ledger tfoot strong"); got != "13" {
		w.t.Errorf("the ledger adds up to %s, want 13", got)
	}
	b.Click(".twin summary")
	w.see("report")
	b.Look(browsertest.Screen{Print: true})
	if dir := os.Getenv("SHOTS"); dir != "" {
		b.Screenshot(filepath.Join(dir, "desk", "walk-print."+w.lang+".png"))
	}
	if browsertest.Eval[bool](b, `document.querySelector("#drafts").checkVisibility() || document.querySelector(".rail").checkVisibility()`) {
		w.t.Error("what only a screen can use is printed")
	}
	b.Look(w.screen)
	b.Click(`form[action$="/advance"] button`)
	b.WaitFor(".flash.good")
	b.WaitGone(`form[action$="/advance"]`)
	b.Click(`#drafts [value="` + s.id + `loan"]`)
	b.Click("#drafts button")
	b.WaitFor("#q") // the list of answers can be searched
	w.see("drafted")
	if got := b.URL(); got != w.h.url+"/desk/faq?status=draft" {
		w.t.Errorf("drafting leads to %s", got)
	}
}
