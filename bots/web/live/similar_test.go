package live_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"majlis/bots/web/browsertest"
	"majlis/flows/faq"
	domain "majlis/flows/live"
	"majlis/flows/staff"
)

// twins adds to a town two questions that others asked in nearly the same words.
func (h *house) twins(b domain.Broadcast) {
	h.t.Helper()
	h.asked(b, "paid", "متى يُصرف الدعم السكني القادم؟", 4, domain.Approved)
	h.asked(b, "limit", "ما هو الحد الأعلى للدخل الشهري؟", 2, domain.Approved)
	h.compare()
}

// compare lets the machine look for questions that may be the same, as a sorter
// does that has just started.
func (h *house) compare() {
	h.t.Helper()
	fresh := func() *faq.Grouper { return faq.NewGrouper(faq.NewLocal(), h.id) }
	s := domain.NewSorter(h.store, h.boards, fresh, slog.New(slog.DiscardHandler), h.clock)
	h.must(s.Sort(h.t.Context()))
	h.must(s.Compare(h.t.Context()))
}

// asks are the groups that a board asks about, the one that stays first; "" none.
func asks(b *browsertest.Browser) string {
	return browsertest.Eval[string](b, `[...document.querySelectorAll("#similar-form:not([hidden]) .similar-side")].map(e => e.dataset.id).join(" ")`)
}

func waitAsks(b *browsertest.Browser, want string) {
	b.WaitTrue(fmt.Sprintf(`[...document.querySelectorAll("#similar-form:not([hidden]) .similar-side")].map(e => e.dataset.id).join(" ") === %q`, want))
	b.WaitTrue(`Date.now() > freshUntil`)
}

func TestSimilarQuestionsAreForStaff(t *testing.T) {
	h := openHouse(t)
	mod, host, visitor := h.join("Sara", staff.Agent, "en"), h.join("Khalid", staff.Agent, "ar"), h.visitor()
	b := h.plan(host.ID, domain.Announced, domain.Collecting, domain.OnAir)
	h.town(b)
	_, body := mod.get("/live/" + b.ID + "/board")
	if strings.Contains(body, `value="paid"`) || !strings.Contains(body, `id="similar-form" class="similar-line" method="post" action="/live/`+b.ID+`/act" hidden`) {
		t.Error("something is asked before anything was found")
	}
	h.twins(b)
	for who, p := range map[string]*person{"moderator": mod, "host": host} {
		_, body := p.get("/live/" + b.ID + "/board")
		for _, want := range []string{`name="into" value="pay"`, `name="group" value="paid"`, `value="differ"`} {
			if !strings.Contains(body, want) {
				t.Errorf("the board of a %s lacks %s", who, want)
			}
		}
		if strings.Contains(body, "⟦") {
			t.Errorf("a text is missing: %s", missing.FindAllString(body, -1))
		}
	}
	for _, path := range []string{"", "/stage?key=" + b.Key, "/overlay?key=" + b.Key} {
		if _, body := visitor.get("/live/" + b.ID + path); strings.Contains(body, "similar") {
			t.Errorf("%q asks the public", path)
		}
	}
	for _, accept := range []string{"application/json", "text/html"} {
		form := url.Values{"deed": {"differ"}, "group": {"paid"}, "into": {"pay"}}
		for _, path := range []string{"/act", "/act?key=" + b.Key} {
			visitor.do("POST", "/live/"+b.ID+path, form, accept)
		}
	}
	h.must(h.boards.Read(t.Context(), b.ID, func(board *domain.Board) error {
		if board.Differ("paid", "pay") {
			t.Error("somebody who is not of the staff has said that two differ")
		}
		return nil
	}))

	// Without scripts: said, shown, taken back.
	status, body := mod.post("/live/"+b.ID+"/act", url.Values{"deed": {"differ"}, "group": {"paid"}, "into": {"pay"}})
	if status != http.StatusOK || !strings.Contains(body, "Marked as different") || !strings.Contains(body, `name="undo"`) || !strings.Contains(body, `name="group" value="limit"`) {
		t.Errorf("%d %s", status, body)
	}
	status, _, code := mod.act(b, "deed", "differ", "group", "paid", "into", "paid")
	if status != http.StatusUnprocessableEntity || code != "into.same" {
		t.Errorf("%d %s", status, code)
	}
}

// Staff are told on the stream which may be the same, at once and when it changes;
// the public is not.
func TestSimilarQuestionsOnTheStream(t *testing.T) {
	h := openHouse(t)
	mod := h.join("Sara", staff.Agent, "en")
	b := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(b)
	feed := h.listen(mod, "/live/"+b.ID+"/events?as=moderator")
	feed.until(func(v viewer) bool { return v.similar == "[]" })
	h.twins(b)
	two := `[{"stays":"pay","goes":"paid"},{"stays":"income","goes":"limit"}]`
	feed.until(func(v viewer) bool { return v.similar == two })
	late := h.listen(mod, "/live/"+b.ID+"/events?as=host")
	late.until(func(v viewer) bool { return v.similar == two })
	_, seq, _ := mod.act(b, "deed", "differ", "group", "pay", "into", "paid")
	feed.until(func(v viewer) bool { return v.similar == `[{"stays":"income","goes":"limit"}]` })
	mod.act(b, "deed", "undo", "undo", itoa(seq))
	feed.until(func(v viewer) bool { return v.similar == two })

	public := h.listen(h.visitor(), "/live/"+b.ID+"/events?as=public")
	public.until(func(v viewer) bool { return v.hash != "" })
	h.more(b, "pay", 1)
	public.until(func(v viewer) bool { return v.frames > 1 })
	if public.similar != "" {
		t.Errorf("the public hears %s", public.similar)
	}
}

func TestSimilarQuestionsOnTheBoard(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			h := openHouse(t)
			bc := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
			h.town(bc)
			b := browsertest.Open(t)
			h.openBoard(b, "Sara", lang, "moderator", bc)
			if got := asks(b); got != "" {
				t.Fatalf("it asks about %q", got)
			}
			const edge = `document.querySelector(".columns").getBoundingClientRect().top`
			top := browsertest.Eval[float64](b, edge)
			h.twins(bc)
			waitAsks(b, "pay paid")
			for _, fill := range []string{"", `for (const side of ["stays", "goes"]) fillSide(side, { id: side, people: 12345, lang: "ar", text: "متى يُصرف الدعم السكني؟ ".repeat(20) });`} {
				if got := browsertest.Eval[float64](b, fill+edge); got != top {
					t.Errorf("the columns moved from %v to %v", top, got)
				}
			}
			browsertest.Eval[bool](b, `showSimilar(), true`)
			b.WaitText("#similar-said", "متى يُصرف الدعم السكني")
			h.similarShots(t, b, lang)

			// Unsure hides it here, also from who comes back, and brings the next.
			b.Press("h")
			waitAsks(b, "income limit")
			b.Reload()
			waitAsks(b, "income limit")

			// What differs is never asked again.
			b.Click(`#similar-form [value="differ"]`)
			waitAsks(b, "")
			b.WaitFor("#undo-do:not([hidden])")
			browsertest.Eval[bool](b, `sessionStorage.clear(), true`)
			h.compare()
			b.Reload()
			waitAsks(b, "pay paid")
			b.Press("h")
			waitAsks(b, "")

			// The same are merged, the smaller into the bigger, and come back by undo.
			browsertest.Eval[bool](b, `sessionStorage.clear(), true`)
			b.Reload()
			waitAsks(b, "pay paid")
			b.Press("s")
			h.waitState(bc, "paid", domain.Merged)
			waitAsks(b, "")
			b.Away()
			b.WaitText(at("waiting", "pay")+` [data-f="people"]`, "18")
			b.Press("u")
			h.waitState(bc, "paid", domain.Approved)
			waitAsks(b, "pay paid")
			h.settled(b, bc, domain.ForModerator)
			b.Quiet()
		})
	}
}

// Another moderator's deed never changes what a finger is on its way to, unless
// there is nothing left to ask.
func TestSimilarQuestionStays(t *testing.T) {
	h := openHouse(t)
	bc := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	h.asked(bc, "limit", "ما هو الحد الأعلى للدخل الشهري؟", 2, domain.Approved)
	h.compare()
	b := browsertest.Open(t)
	u := h.openBoard(b, "Sara", "en", "moderator", bc)
	waitAsks(b, "income limit")
	h.twins(bc) // a better one
	b.WaitTrue(`pairs.length === 2`)
	waitAsks(b, "income limit")
	_, err := h.desk.Postpone(t.Context(), domain.Deed{Broadcast: bc.ID, Actor: u.ID}, "limit")
	h.must(err)
	b.WaitTrue(`similarForm.group.value === "paid" && Date.now() < freshUntil`)
	b.Press("s") // was meant for the pair before
	waitAsks(b, "pay paid")
	if got := h.state(bc, "paid"); got != domain.Approved {
		t.Errorf("a press that was meant for another pair made it %s", got)
	}
	b.Quiet()
}

// similarShots looks at the line through all screens.
func (h *house) similarShots(t *testing.T, b *browsertest.Browser, lang string) {
	t.Helper()
	look(t, b, "similar."+lang)
	b.Look(browsertest.Screen{Width: 390, Height: 844, Mobile: true, Still: true})
	b.Axe()
	if dir := os.Getenv("SHOTS"); dir != "" {
		b.Screenshot(filepath.Join(dir, "similar."+lang+".390.png"))
	}
	b.Look(browsertest.Desktop)
}
