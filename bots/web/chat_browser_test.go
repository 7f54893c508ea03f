package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"majlis/bots/web/browsertest"
	"majlis/flows/talk"
)

func TestConversationInABrowser(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			h := openFull(t)
			b := browsertest.Open(t)
			b.Goto(h.url + "/?lang=" + lang)
			b.Click("#start button")
			b.WaitFor(".line.ours .options button")
			b.Click(".options button[value='1:inquiry']")
			b.WaitFor(".answer")
			b.Click("#text")
			b.Type("#text", "One more thing: "+strings.Repeat("long ", 20))
			b.Press(kb.Enter)
			b.WaitTrue(`document.querySelectorAll(".line.ours").length === 3`)
			b.Click(".line.live .options button[value='1:complaint']")
			b.WaitFor(".ref-number")
			b.WaitTrue(`document.querySelectorAll('.line.mine:not([data-state="answered"])').length === 0`)
			if got := b.Value("#text"); got != "" {
				t.Errorf("the field holds %q after sending", got)
			}
			look(b, t, "chat-"+lang, 2400)
			b.Look(browsertest.Screen{Print: true})
			b.Screenshot(filepath.Join(shots(t), "chat-"+lang+"-print.png"))
			b.Look(browsertest.Desktop)
			b.Reload()
			b.Quiet()
			if n := b.Count(".line"); n != 8 {
				t.Errorf("%d lines after a reload, want 8", n)
			}
		})
	}
}

func TestWhatWasTypedSurvivesABreak(t *testing.T) {
	h := openFull(t)
	b := browsertest.Open(t)
	b.Goto(h.url + "/?lang=en")
	h.fail(errDisk)
	for i := range 3 {
		b.Type("#text", fmt.Sprintf("message %d", i))
		b.Click("#send")
	}
	b.WaitFor("#offline")
	b.WaitTrue(`document.querySelectorAll('.line.mine[data-state="sending"]').length === 3`)
	b.Type("#text", "half a tho")
	b.Screenshot(filepath.Join(shots(t), "chat-offline.png"))
	b.Axe()
	b.Reload() // a phone that ran out of power, say
	if got := b.Value("#text"); got != "half a tho" {
		t.Errorf("the draft is %q", got)
	}
	b.WaitTrue(`document.querySelectorAll('.line.mine[data-state="sending"]').length === 3`)
	h.fail(nil)
	b.WaitTrue(`document.querySelectorAll('.line.mine[data-state="answered"]').length === 3`)
	var texts []string
	for _, in := range h.taken() {
		texts = append(texts, in.Text)
	}
	if got := strings.Join(texts, ","); got != "message 0,message 1,message 2" {
		t.Errorf("taken: %s", got)
	}
	b.WaitTrue(`document.getElementById("offline").hidden`)
}

func TestKeyboardAlone(t *testing.T) {
	h := openFull(t)
	b := browsertest.Open(t)
	b.Goto(h.url + "/?lang=en")
	if first := b.Tab(); first != "a" || !browsertest.Eval[bool](b, `document.activeElement.matches(".skip")`) {
		t.Errorf("the first stop is %s", first)
	}
	tabUntil(t, b, `document.activeElement.matches("#start button")`)
	b.Press(kb.Enter)
	b.WaitFor(".options button")
	tabUntil(t, b, `document.activeElement.value === "1:inquiry"`)
	b.Press(" ")
	b.WaitFor(".answer")
	tabUntil(t, b, `document.activeElement.id === "text"`)
	b.Press("typed by keyboard")
	b.Press(kb.Enter)
	b.WaitTrue(`document.querySelectorAll(".line.mine").length === 3`)
	if focus := b.Focused(); focus != "textarea#text" {
		t.Errorf("after sending the focus is on %s", focus)
	}
}

func tabUntil(t *testing.T, b *browsertest.Browser, there string) {
	t.Helper()
	for range 40 {
		b.Tab()
		if browsertest.Eval[bool](b, there) {
			return
		}
	}
	t.Fatalf("never reached by Tab: %s", there)
}

func TestWithoutScripts(t *testing.T) {
	h := openFull(t)
	b := browsertest.Open(t)
	b.Scripts(false)
	b.Look(browsertest.Phone)
	b.Goto(h.url + "/?lang=ar")
	b.Axe()
	b.Screenshot(filepath.Join(shots(t), "noscript-welcome.png"))
	b.Click("#start button")
	b.WaitFor(".options button")
	b.Click(".options button[value='1:complaint']")
	b.WaitFor(".ref-number")
	b.Type("#text", "شكرًا")
	b.Click("#send")
	b.WaitFor(".line:nth-child(5)")
	b.Axe()
	b.Screenshot(filepath.Join(shots(t), "noscript-chat.png"))
}

func TestStaffWriteWhileTheReaderHasScrolled(t *testing.T) {
	h := openFull(t)
	b := browsertest.Open(t)
	b.Look(screens["360"]) // still: nothing glides
	b.Goto(h.url + "/?lang=en")
	browsertest.Eval[bool](b, `(document.getElementById("text").value = "many words ".repeat(200), true)`)
	b.Click("#send")
	b.WaitFor(".options")
	b.WaitTrue(`scrollY > 500`)
	browsertest.Eval[bool](b, `scrollTo({top: 0, behavior: "instant"}), true`)
	before := browsertest.Eval[float64](b, `scrollY`)
	h.tell(t.Context(), h.taken()[0].Address, "en", talk.Message{Text: "A reply of the ministry", About: "case1"})
	b.WaitFor("#pill")
	if after := browsertest.Eval[float64](b, `scrollY`); after != before {
		t.Errorf("the page moved from %v to %v", before, after)
	}
	b.Screenshot(filepath.Join(shots(t), "chat-pill.png"))
	b.Click("#pill")
	b.WaitTrue(`document.getElementById("pill").hidden`)
	b.Click("[data-reply]")
	b.Type("#text", "Thank you")
	b.Click("#send")
	b.WaitTrue(`document.querySelectorAll('.line.mine[data-state="answered"]').length === 2`)
	last := h.taken()[len(h.taken())-1]
	if last.ReplyTo == "" || last.Text != "Thank you" {
		t.Errorf("taken %+v", last)
	}
}

func TestPhotoFromABrowser(t *testing.T) {
	h := openFull(t)
	b := browsertest.Open(t)
	b.Goto(h.url + "/?lang=en")
	photo := filepath.Join(t.TempDir(), "street.png")
	if err := os.WriteFile(photo, png, 0o600); err != nil {
		t.Fatal(err)
	}
	b.Attach("#file", photo)
	b.WaitFor(`#attached[data-state="ready"]`)
	b.Type("#text", "The street light is out")
	b.Axe()
	b.Screenshot(filepath.Join(shots(t), "chat-attached.png"))
	b.Click("#send")
	b.WaitTrue(`document.querySelectorAll('.line.mine[data-state="answered"]').length === 1`)
	in := h.taken()[0]
	if len(in.Files) != 1 || in.Files[0].Name != "street.png" || in.Text != "The street light is out" {
		t.Errorf("taken %+v", in)
	}
	b.Reload()
	b.WaitText(".line.mine .file", "street.png")

	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("\x7fELF\x02\x01\x01\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Attach("#file", program)
	b.WaitText("#attached .of-failed", "Files of this kind")
	b.Click("#attach-off")
	b.WaitTrue(`document.getElementById("attached").hidden`)
}

func TestReplyInTheOtherLanguageTurnsThePage(t *testing.T) {
	h := openFull(t)
	h.answer = func(talk.Inbound) []talk.Message { return nil }
	b := browsertest.Open(t)
	b.Goto(h.url + "/?lang=ar")
	b.Type("#text", "English")
	b.Click("#send")
	b.WaitFor(`.line.mine[data-state="kept"]`)
	b.Type("#text", "half")
	both := talk.Message{Text: "Which language?", Options: []talk.Option{{ID: "ar", Label: "العربية"}, {ID: "en", Label: "English"}}}
	h.tell(t.Context(), h.taken()[0].Address, "en", both)
	b.WaitText(".line.ours", "Which language?")
	b.Type("#text", " a")
	if n := b.Count(`html[lang="ar"]`); n != 1 {
		t.Error("the page followed a question that is put in both languages")
	}
	h.tell(t.Context(), h.taken()[0].Address, "en", talk.Message{Text: "We speak English from here on."})
	b.WaitFor(`html[lang="en"]`)
	b.WaitText(".line.live", "We speak English")
	if got := b.Value("#text"); got != "half a" {
		t.Errorf("the draft is %q", got)
	}
}
