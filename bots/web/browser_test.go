package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"majlis/bots/web/browsertest"
	"majlis/flows/faq"
	"majlis/flows/talk"
)

// shots is where pictures of the pages are put to be looked at.
func shots(t testing.TB) string {
	if dir := os.Getenv("MAJLIS_SHOTS"); dir != "" {
		return dir
	}
	return t.ArtifactDir()
}

// screens every page is looked at through.
var screens = map[string]browsertest.Screen{
	"360":       {Width: 360, Height: 740, Mobile: true, Still: true},
	"360-dark":  {Width: 360, Height: 740, Mobile: true, Still: true, Dark: true},
	"768":       {Width: 768, Height: 1024, Mobile: true, Still: true},
	"1440":      {Width: 1440, Height: 900, Still: true},
	"1440-dark": {Width: 1440, Height: 900, Still: true, Dark: true},
}

// speaks in both languages, as the flows do.
func speak(in talk.Inbound) []talk.Message {
	ar := in.Lang == "ar"
	say := func(a, e string) string {
		if ar {
			return a
		}
		return e
	}
	switch {
	case strings.HasSuffix(in.Choice, ":complaint"):
		return []talk.Message{{
			Text: say("تم استلام شكواك. الموعد المستهدف للرد: الأحد 6 ديسمبر 2026.", "We received your complaint. Target reply date: Sunday 6 December 2026."),
			Card: &talk.Card{Kind: "case", Title: say("شكوى", "Complaint"), Fields: map[string]string{
				"ref": "26-0042-1735", "status": say("تم الاستلام", "Received"), "due": say("الأحد 6 ديسمبر 2026", "Sunday 6 December 2026"),
				"counted": say("10 أيام عمل من اليوم التالي للاستلام، من الأحد إلى الخميس، دون العطل.", "10 working days from the day after receipt, Sunday to Thursday, without holidays."),
			}},
			About: "case1",
		}}
	case in.Choice != "":
		return []talk.Message{{
			Text: say("هل هذا سؤالك؟", "Is this your question?"), Asked: 3,
			Card:    &talk.Card{Kind: "answer", Title: say("كيف أقدّم على الدعم السكني؟", "How do I apply for housing support?"), Fields: map[string]string{"answer": say("يُقدَّم الطلب من بوابة الإسكان، مع الهوية وإثبات الدخل.", "Apply in the housing portal with your ID and proof of income.")}},
			Options: []talk.Option{{ID: "yes", Label: say("نعم، مفيدة", "Yes, useful")}, {ID: "no", Label: say("لا", "No")}},
		}}
	}
	return []talk.Message{{
		Text:  say("أهلًا بك في وزارة الخدمات المجتمعية.\nكيف يمكننا خدمتك؟ يُرجى إرسال رقم الخدمة، أو كتابة رسالتك مباشرة.", "Welcome to the Ministry of Community Services.\nPlease send the number of a service, or just write your message."),
		Asked: 1,
		Options: []talk.Option{
			{ID: "inquiry", Label: say("استفسار", "Inquiry")}, {ID: "suggestion", Label: say("اقتراح", "Suggestion")},
			{ID: "complaint", Label: say("شكوى", "Complaint")}, {ID: "track", Label: say("متابعة طلب", "Track a request")},
		},
	}}
}

func openFull(t *testing.T) *house {
	h := open(t)
	h.answer = speak
	h.entries = entries()
	h.digests = []faq.Digest{{ID: "d", Number: 3, Status: faq.DigestPublished, Entries: []string{"e1", "e2"}, PublishedAt: now}}
	return h
}

func TestPagesLookRight(t *testing.T) {
	b := browsertest.Open(t)
	empty, full := open(t), openFull(t)
	pages := []struct {
		name, path string
		house      *house
	}{
		{"welcome", "/", full}, {"faq", "/faq", full}, {"faq-empty", "/faq", empty}, {"faq-none", "/faq?q=xyz", full},
		{"entry", "/faq/e1", full}, {"digests", "/faq/digests", full}, {"digest", "/faq/digests/3", full}, {"missing", "/nowhere", full},
	}
	for _, p := range pages {
		for _, lang := range []string{"ar", "en"} {
			t.Run(p.name+"-"+lang, func(t *testing.T) {
				b := b.In(t)
				join := "?"
				if strings.Contains(p.path, "?") {
					join = "&"
				}
				b.Goto(p.house.url + p.path + join + "lang=" + lang)
				look(b, t, p.name+"-"+lang, 0)
				if p.name != "missing" { // of which the browser says that it is
					b.Quiet()
				}
			})
		}
	}
}

// look asks axe-core on every screen, checks that nothing is wider than it, and
// takes a picture. tall makes the screens that high (px), so that no bar lies
// over what is looked at.
func look(b *browsertest.Browser, t *testing.T, name string, tall int) {
	t.Helper()
	for screen, s := range screens {
		s.Height = max(s.Height, tall)
		b.Look(s)
		if over := browsertest.Eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
			t.Errorf("%s: the page is %d px wider than the screen", screen, over)
		}
		if small := browsertest.Eval[string](b, smallTargets); small != "" {
			t.Errorf("%s: too small to touch: %s", screen, small)
		}
		b.Axe()
		b.Screenshot(filepath.Join(shots(t), name+"-"+screen+".png"))
	}
	b.Look(browsertest.Desktop)
}

// smallTargets names what can be touched but is less than 44 px high; links
// within a sentence are exempt (WCAG 2.5.8).
const smallTargets = `[...document.querySelectorAll("a, button, input:not([type=hidden]), textarea, summary")]
	.filter(e => e.checkVisibility() && !e.closest(".visually-hidden, .skip, .notice span") && !e.matches(".visually-hidden"))
	.filter(e => { const r = e.getBoundingClientRect(); return r.height < 43.5 || r.width < 43.5; })
	.map(e => e.outerHTML.slice(0, 80)).join("\n")`

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
	b.Look(browsertest.Phone)
	b.Goto(h.url + "/?lang=en")
	browsertest.Eval[bool](b, `(document.getElementById("text").value = "many words ".repeat(200), true)`)
	b.Click("#send")
	b.WaitFor(".options")
	b.WaitTrue(`scrollY > 500`)
	time.Sleep(500 * time.Millisecond) // the page is still gliding to its end
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
	b.WaitTrue(`document.querySelectorAll(".line.mine").length === 2`)
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
