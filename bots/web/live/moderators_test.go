package live_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"majlis/bots/web/browsertest"
	domain "majlis/flows/live"
	"majlis/flows/staff"
)

// openBoard signs somebody in and opens the board.
func (h *house) openBoard(b *browsertest.Browser, name, lang, as string, bc domain.Broadcast) staff.User {
	h.t.Helper()
	u := h.signInBrowser(b, name, staff.Agent, lang)
	b.Goto(h.url + "/live/" + bc.ID + "/board?as=" + as)
	h.settled(b, bc, domain.Audience(as))
	return u
}

// order of the cards in a column, as the page shows them.
func order(b *browsertest.Browser, column string) string {
	return browsertest.Eval[string](b, fmt.Sprintf(`[...document.querySelectorAll('[data-col=%q] .q')].map(e => e.dataset.id).join(" ")`, column))
}

func at(column, group string) string { return browsertest.Card(column, group) }

func TestTwoModerators(t *testing.T) {
	h := openHouse(t)
	bc := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	sara, omar := browsertest.Open(t), browsertest.Open(t)
	h.openBoard(sara, "Sara Alqahtani", "en", "moderator", bc)
	h.openBoard(omar, "عمر الشمري", "ar", "moderator", bc) // whom Sara's page doesn't know yet

	// What one approves, the other sees with the initials of who did it.
	omar.Click(at("pending", "when") + ` [value="approve"]`)
	sara.WaitFor(at("waiting", "when"))
	sara.WaitText(at("waiting", "when")+` [data-f="by"]`, "ع ش")
	sara.WaitFor(at("waiting", "when") + ".glow")
	omar.WaitText("#undo-text", "اعتُمد")

	// Whoever writes is seen by whoever else begins to.
	omar.Away()
	sara.Click(at("waiting", "when") + ` [data-open="group"]`)
	sara.WaitFor("#group-box[open]")
	sara.Click(`#group-box [data-open="answer"]`)
	sara.WaitFor("#answer-box[open]")
	omar.WaitText(at("waiting", "when")+` [data-f="writing"]`, "Sara Alqahtani")
	omar.Click(at("waiting", "when") + ` a[data-f="text"]`)
	omar.Click(`#group-box [data-open="answer"]`)
	omar.WaitText("#answer-box [data-others]", "Sara Alqahtani")
	sara.WaitText("#answer-box [data-others]", "عمر الشمري")
	omar.Press(kb.Escape)
	sara.WaitTrue(`document.querySelector("#answer-box [data-others]").hidden`)

	// She answers in writing; he sees it decided.
	sara.Type("#answer-text", "On the 24th of each month.")
	sara.Click(`#answer-form [value="answer"]`)
	h.waitState(bc, "when", domain.Answered)
	omar.Away()
	omar.WaitTrue(`document.querySelector('[data-col="done"] .q[data-id="when"]') !== null`)

	// A decline is taken back within the grace.
	sara.WaitGone("dialog[open]")
	sara.Away()
	sara.Click(at("pending", "rude") + ` [data-open="decline"]`)
	sara.Click(`#decline-form [value="decline:offensive"]`)
	h.waitState(bc, "rude", domain.Declined)
	sara.WaitText("#undo-text", "Declined")
	sara.Click("#undo-do")
	h.waitState(bc, "rude", domain.Pending)

	// Notes reach the host, who says that they were read.
	omar.Click(`[popovertarget="notes"]`)
	omar.Type("#note-text", "بقيت خمس دقائق")
	omar.Click(`#notes [value="note"]`)
	sara.WaitText("#unseen", "1")

	for _, b := range []*browsertest.Browser{sara, omar} {
		h.settled(b, bc, domain.ForModerator)
		b.Quiet()
	}
}

func TestMergeAndSplitByHand(t *testing.T) {
	h := openHouse(t)
	bc := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	b := browsertest.Open(t)
	h.openBoard(b, "Sara", "en", "moderator", bc)
	before := browsertest.Eval[string](b, `document.querySelector("#main").dataset.hash`)

	b.Click(at("waiting", "widow") + ` [data-open="group"]`)
	b.Click(`#group-box [data-open="merge"]`)
	b.WaitFor("#merge-box[open]")
	browsertest.Eval[bool](b, `document.querySelector("#merge-into").value = "income", true`)
	b.Click(`#merge-form [value="merge"]`)
	h.waitState(bc, "widow", domain.Merged)
	b.WaitText(at("waiting", "income")+` [data-f="people"]`, "13")
	b.WaitGone("dialog[open]")
	b.Press("u")
	h.waitState(bc, "widow", domain.Approved)
	b.Away()
	b.WaitFor(at("waiting", "widow"))
	b.WaitText(at("waiting", "income")+` [data-f="people"]`, "9")

	b.Click(at("waiting", "income") + ` [data-open="group"]`)
	b.WaitFor(`#split-form [value="income-2"]`)
	b.Click(`#split-form [value="split"]`) // nothing is ticked
	b.WaitText("#toast", "tick at least one")
	b.Click(`#split-form [value="income-1"]`)
	b.Click(`#split-form [value="income-2"]`)
	b.Click(`#split-form [value="split"]`)
	b.WaitGone("dialog[open]")
	b.Away()
	b.WaitText(at("waiting", "income")+` [data-f="people"]`, "7")
	b.WaitTrue(`document.querySelectorAll('[data-col="waiting"] .q').length === 5`)
	h.settled(b, bc, domain.ForModerator)
	if after := browsertest.Eval[string](b, `document.querySelector("#main").dataset.hash`); after == before {
		t.Error("the board's hash is that of another board")
	}
	said := b.Complaints() // of the mistake, which is a 422
	if len(said) != 1 || !strings.Contains(said[0], "422") {
		t.Errorf("the browser complained: %q", said)
	}
}

// A whole sitting by keyboard alone, with a layout in Arabic too.
func TestBoardByKeyboard(t *testing.T) {
	h := openHouse(t)
	bc := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	b := browsertest.Open(t)
	h.openBoard(b, "Sara", "ar", "moderator", bc)
	focused := func() string {
		return browsertest.Eval[string](b, `document.activeElement.closest(".q")?.dataset.id ?? ""`)
	}
	b.Press("j")
	if got := focused(); got != "when" {
		t.Fatalf("j leads to %q, want the first to be reviewed", got)
	}
	b.Press("a")
	h.waitState(bc, "when", domain.Approved)
	b.WaitTrue(`document.activeElement.closest(".q")?.dataset.id === "rude"`)
	b.Press("d")
	b.WaitFor("#decline-box[open]")
	b.Press("3")
	h.waitState(bc, "rude", domain.Declined)
	b.WaitGone("dialog[open]")
	b.WaitText(`[data-held="pending"] strong`, "2")
	b.Press("r") // what changed is shown
	b.WaitTrue(`!document.querySelector('[data-col="pending"] .q')`)
	browsertest.Eval[bool](b, `document.activeElement.blur(), true`)
	b.Press("j")
	b.WaitTrue(`document.activeElement.closest(".q")?.dataset.id === "pay"`)
	b.Press("n")
	h.waitState(bc, "pay", domain.Next)
	b.WaitTrue(`document.activeElement.closest(".q")?.dataset.id === "income"`)
	b.Press("p")
	b.WaitTrue(`!document.querySelector('[data-id="income"] [data-f="pin"]').hidden`)
	browsertest.Eval[bool](b, `document.querySelector('[data-col="waiting"] .q[data-id="apply"]').focus(), true`)
	b.Press("n")
	h.waitState(bc, "apply", domain.Next)
	browsertest.Eval[bool](b, `document.querySelector("h1").click(), document.activeElement.blur(), true`)
	inOrder := func(want string) {
		t.Helper()
		b.WaitTrue(`[...document.querySelectorAll('[data-col="next"] .q')].map(q => q.dataset.id).join() === "` + want + `"`)
	}
	inOrder("pay,apply")
	browsertest.Eval[bool](b, `document.querySelector('[data-col="next"] .q[data-id="apply"]').focus(), true`)
	browsertest.Eval[bool](b, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowUp", altKey: true, bubbles: true}))`)
	inOrder("apply,pay")
	browsertest.Eval[bool](b, `document.querySelector('.q[data-id="income"]').focus(), true`)
	b.Press("o")
	h.waitState(bc, "income", domain.Now)
	b.WaitFor(at("now", "income") + " .deeds:not([inert])") // a moment later: not meant for the one before
	b.Press("x")
	h.waitState(bc, "income", domain.Answered)
	b.Press("u")
	h.waitState(bc, "income", domain.Now)
	b.WaitFor(at("now", "income"))
	browsertest.Eval[bool](b, `document.querySelector('[data-col="now"] .q').focus(), true`)
	b.Press("w")
	b.WaitFor("#answer-box[open]")
	b.Press("خمسة آلاف")
	b.Press(kb.Tab)
	b.Press(kb.Tab)
	b.Press(kb.Enter)
	h.waitState(bc, "income", domain.Answered)
	b.WaitGone("dialog[open]")
	b.Press("?")
	b.WaitFor("#keys-box[open]")
	b.Press(kb.Escape)
	b.WaitGone("dialog[open]")
	b.Press("/")
	if got := b.Focused(); got != "input#q" {
		t.Errorf("/ leads to %s", got)
	}
	h.settled(b, bc, domain.ForModerator)
	b.Quiet()
}

// What comes next is put in order by dragging, also from what waits, and stands
// there at once although the cursor is over it.
func TestNextByDragging(t *testing.T) {
	h := openHouse(t)
	bc := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	mod := h.join("Mod", staff.Agent, "en")
	for _, group := range []string{"pay", "income"} {
		mod.act(bc, "deed", "next", "group", group)
	}
	b := browsertest.Open(t)
	h.openBoard(b, "Sara", "en", "moderator", bc)
	drag := func(group, onto string) {
		t.Helper()
		browsertest.Eval[bool](b, fmt.Sprintf(`(() => {
			const from = document.querySelector('.q[data-id=%q]:not(.gone) .grip'), to = document.querySelector('.q[data-id=%q]:not(.gone)');
			const say = (el, kind) => el.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: new DataTransfer(), clientY: to.getBoundingClientRect().top + 2}));
			to.parentElement.dispatchEvent(new PointerEvent("pointerenter", {pointerType: "mouse"}));
			say(from, "dragstart"), say(to, "dragover"), say(to, "drop"), say(from, "dragend");
			return true;
		})()`, group, onto))
	}
	inOrder := func(want string) {
		t.Helper()
		b.WaitTrue(`[...document.querySelectorAll('[data-col="next"] .q')].map(q => q.dataset.id).join() === "` + want + `" && document.getAnimations().every(a => a.playState === "finished")`)
	}
	inOrder("pay,income")
	drag("income", "pay")
	inOrder("income,pay")
	drag("apply", "pay")
	inOrder("income,apply,pay")
	h.settled(b, bc, domain.ForModerator)
	b.Quiet()
}

// The list doesn't move under the cursor: what people say comes through, what it
// would move waits.
func TestListStaysUnderTheCursor(t *testing.T) {
	h := openHouse(t)
	bc := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	b := browsertest.Open(t)
	h.openBoard(b, "Sara", "en", "moderator", bc)
	if got := order(b, "waiting"); got != "pay income apply widow" {
		t.Fatalf("the list is %q", got)
	}
	b.Click(at("waiting", "pay") + " .people") // does nothing, but the cursor is there
	h.asked(bc, "new", "سؤال جديد سأله كثيرون للتو", 20, domain.Approved)
	h.more(bc, "apply", 15)
	h.settled(b, bc, domain.ForModerator)
	b.WaitText(at("waiting", "apply")+` [data-f="people"]`, "20")
	if got := order(b, "waiting"); got != "pay income apply widow" {
		t.Errorf("under the cursor the list became %q", got)
	}
	b.WaitText(`[data-held="waiting"] strong`, "4")
	b.Away()
	b.WaitTrue(`document.querySelectorAll('[data-col="waiting"] .q').length === 5`)
	if got := order(b, "waiting"); got != "apply new pay income widow" {
		t.Errorf("once the cursor is away the list is %q", got)
	}

	b.Click(at("waiting", "apply") + " .people")
	h.more(bc, "pay", 30)
	h.settled(b, bc, domain.ForModerator)
	b.Click(`[data-held="waiting"]`)
	b.WaitTrue(`document.querySelector('[data-col="waiting"] .q').dataset.id === "pay"`)

	b.Look(browsertest.Phone) // a finger
	browsertest.Eval[bool](b, `board.columns.waiting.touched = Date.now(), true`)
	h.more(bc, "widow", 80)
	h.settled(b, bc, domain.ForModerator)
	if got := order(b, "waiting"); !strings.HasPrefix(got, "pay") {
		t.Errorf("under the finger the list became %q", got)
	}
	b.WaitTrue(`document.querySelector('[data-col="waiting"] .q').dataset.id === "widow"`)
	b.Quiet()
}

// more lets others say "me too".
func (h *house) more(bc domain.Broadcast, group string, people int) {
	h.t.Helper()
	var events []domain.Event
	for range people {
		id := h.id()
		events = append(events, domain.Event{Broadcast: bc.ID, At: h.clock(), Kind: domain.EventSupported, Data: domain.Data{
			Question: id, Person: "person-" + id, Channel: "telegram", Lang: "ar", Group: group,
		}})
	}
	h.must(h.store.Append(h.t.Context(), -1, events...))
}

// A board that lost its line says so, and shows all of it once it is back.
func TestBoardComesBack(t *testing.T) {
	h := openHouse(t)
	bc := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	b := browsertest.Open(t)
	h.openBoard(b, "Sara", "en", "moderator", bc)
	browsertest.Eval[bool](b, `feed.later(), true`)
	b.WaitTrue(`feed.source.readyState === EventSource.CLOSED`)
	h.more(bc, "apply", 15)
	h.settled(b, bc, domain.ForModerator)
	// One that believes another board notices it by the hash of the next frame.
	browsertest.Eval[bool](b, `feed.state.cards.get("pay").people++, true`)
	h.more(bc, "income", 3)
	h.settled(b, bc, domain.ForModerator)
	b.WaitText(at("waiting", "pay")+` [data-f="people"]`, "14")
	// While it is tried again and again, the board says so all the time.
	browsertest.Eval[bool](b, `window.tries = setInterval(() => feed.tell("line", false), 200), true`)
	b.WaitFor("#lost:not([hidden])")
	browsertest.Eval[bool](b, `clearInterval(window.tries), feed.later(), true`)
	b.WaitTrue(`document.querySelector("#lost").hidden`)
	b.Quiet()
}

func TestBoardWithoutScripts(t *testing.T) {
	h := openHouse(t)
	bc := h.plan("host", domain.Announced, domain.Collecting, domain.OnAir)
	h.town(bc)
	b := browsertest.Open(t)
	b.Scripts(false)
	h.signInBrowser(b, "Sara", staff.Agent, "en")
	b.Look(browsertest.Phone)
	b.Goto(h.url + "/live/" + bc.ID + "/board?sort=newest")
	b.Click(`.q[data-id="when"] [value="approve"]`)
	b.WaitFor(".flash.good")
	if !strings.Contains(b.URL(), "sort=newest") {
		t.Errorf("the order is lost: %s", b.URL())
	}
	h.waitState(bc, "when", domain.Approved)
	b.Click(".flash button")
	b.WaitFor(".flash.good")
	h.waitState(bc, "when", domain.Pending)
	b.Click(`.q[data-id="pay"] [data-open="decline"]`)
	b.WaitFor("#decline-form")
	b.Click(`[value="decline:no_time"]`)
	b.WaitFor(".flash.good")
	h.waitState(bc, "pay", domain.Declined)
}
