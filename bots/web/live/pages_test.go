package live_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"majlis/bots/web/browsertest"
	domain "majlis/flows/live"
	"majlis/flows/staff"
)

// A host takes a broadcast through its life on the board: nothing is left without
// a decision, and the public reads what became of every question.
func TestHostTakesABroadcastThroughItsLife(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			h := openHouse(t)
			b := browsertest.Open(t)
			host := h.signInBrowser(b, "خالد العمري", staff.Editor, lang)
			bc := h.plan(host.ID)
			b.Goto(h.url + "/live/" + bc.ID + "/board?as=moderator&lang=" + lang)
			press := func(to domain.Status) {
				t.Helper()
				b.Click(`[popovertarget="tools"]`)
				button := fmt.Sprintf(`[value="advance:%s"]`, to)
				if asked := "#tools details:has(" + button + ")"; b.Count(asked) > 0 { // what can't be taken back
					b.Click(asked + " summary")
					b.Click(asked + " [required]")
				}
				b.Click("#tools " + button)
			}
			step := func(to domain.Status) {
				t.Helper()
				press(to)
				b.WaitFor(".board-title .status." + string(to))
			}
			step(domain.Announced)
			step(domain.Collecting)
			h.town(bc)
			step(domain.OnAir)
			b.Click(at("waiting", "pay") + ` [value="now"][data-on="approved"]`)
			b.WaitFor(at("now", "pay") + " .deeds:not([inert])")
			b.Click(at("now", "pay") + ` [value="answered"]`)
			h.waitState(bc, "pay", domain.Answered)
			press(domain.Closed) // while some are owed an answer
			b.WaitFor("#toast")
			browsertest.Eval[string](b, `for (const deed of ["rest", "rest", "advance:closed"]) document.querySelector("#tools [value='" + deed + "']").click(); ""`) // done in this order, each once
			b.WaitFor(".board-title .status.closed")
			h.waitState(bc, "rude", domain.Later)
			step(domain.Reported)
			b.Goto(h.url + "/live/" + bc.ID)
			b.WaitText("tfoot", "36")
			b.Axe()
		})
	}
}

// The board's script ranks as the house does.
func TestRankInTheBrowser(t *testing.T) {
	h := openHouse(t)
	bc := h.plan("host", domain.Announced, domain.Collecting)
	b := browsertest.Open(t)
	h.openBoard(b, "Sara", "en", "moderator", bc)
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		joined := random.IntN(60)
		var cards []domain.Card
		var groups []*domain.Group
		for i := range 12 {
			c := domain.Card{
				ID: fmt.Sprint("g", i), Number: int64(random.IntN(1000)), People: random.IntN(70), Pinned: random.IntN(5) == 0,
				FirstAt: h.clock().Add(-time.Duration(random.IntN(5)) * time.Minute),
			}
			cards = append(cards, c)
			groups = append(groups, &domain.Group{ID: c.ID, Seq: c.Number, Supporters: c.People, Pinned: c.Pinned, FirstAt: c.FirstAt})
		}
		raw, err := json.Marshal(cards)
		h.must(err)
		for _, by := range domain.Sorts() {
			domain.Rank(groups, by, joined)
			var want []string
			for _, g := range groups {
				want = append(want, g.ID)
			}
			got := browsertest.Eval[[]string](b, fmt.Sprintf(`rank(%s, %q, %d).map(c => c.id)`, raw, by, joined))
			if !slices.Equal(got, want) {
				t.Errorf("%s of %d: %v, want %v", by, joined, got, want)
			}
		}
	}
}

func TestStageAndOverlayFollow(t *testing.T) {
	h := openHouse(t)
	host := h.join("Host", staff.Agent, "ar")
	bc := h.plan(host.ID, domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	b := browsertest.Open(t)
	for _, what := range []string{"stage", "overlay"} {
		for lang, dir := range map[string]string{"ar": "rtl", "en": "ltr"} {
			b.Goto(h.url + "/live/" + bc.ID + "/" + what + "?lang=" + lang + "&key=" + bc.Key)
			if got := browsertest.Eval[string](b, `document.documentElement.dir`); got != dir {
				t.Errorf("%s in %s is written %s", what, lang, got)
			}
			host.act(bc, "deed", "now", "group", "pay")
			b.WaitText("#text", "متى يُصرف")
			b.WaitText("#people", "14")
			host.act(bc, "deed", "now", "group", "apply")
			b.WaitText("#text", "How do I apply")
			host.act(bc, "deed", "approve", "group", "apply")
			b.WaitTrue(`document.querySelector("#now").hidden`)
		}
	}
	if got := browsertest.Eval[string](b, `getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor`); got != "rgba(0, 0, 0, 0)rgba(0, 0, 0, 0)" {
		t.Errorf("behind the overlay there is %s", got)
	}
	b.Goto(h.url + "/live/" + bc.ID + "/stage?key=" + bc.Key)
	if got := b.ScanQR(".qr"); got != h.url+"/live/"+bc.ID {
		t.Errorf("the QR code leads to %q", got)
	}
	b.Quiet()
}

func TestAskPageFollows(t *testing.T) {
	h := openHouse(t)
	host := h.join("Host", staff.Agent, "ar")
	bc := h.plan(host.ID, domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	b := browsertest.Open(t)
	b.Goto(h.url + "/live/" + bc.ID + "?lang=en")
	b.WaitTrue(`document.querySelector("#ask-page").dataset.hash !== undefined`)
	h.asked(bc, "new", "سؤال جديد سأله كثيرون للتو", 20, domain.Approved)
	b.WaitText(`#asked .asked-one:first-child`, "سؤال جديد")
	b.Click(`#asked .asked-one:first-child button`)
	b.WaitFor("#sent")
	b.Type("#text", "When is the office open?")
	b.Click("#ask .primary")
	b.WaitTrue(`document.querySelector("#text").value === ""`)
	h.mu.Lock()
	said := strings.Join(h.said, "|")
	h.mu.Unlock()
	if !strings.Contains(said, "#"+bc.Code+"-") || !strings.Contains(said, "#"+bc.Code+" When is the office open?") {
		t.Errorf("the house heard %q", said)
	}
	host.act(bc, "deed", "answer", "group", "apply", "text", "At the counter on Mondays.")
	b.WaitText("#answers li", "At the counter on Mondays.")
	if got, want := browsertest.Eval[string](b, `document.querySelector("#ask-page").dataset.hash`), h.hash(bc, domain.ForPublic); got != want {
		t.Errorf("the page's board is %s, the house's %s", got, want)
	}
	b.Quiet()
}
