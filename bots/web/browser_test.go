package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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

// speak answers in both languages, as the flows do.
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
			{ID: "inquiry", Label: say("استفسار", "Inquiry")},
			{ID: "suggestion", Label: say("اقتراح", "Suggestion")},
			{ID: "complaint", Label: say("شكوى", "Complaint")},
			{ID: "track", Label: say("متابعة طلب", "Track a request")},
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
		{"welcome", "/", full},
		{"faq", "/faq", full},
		{"faq-empty", "/faq", empty},
		{"faq-none", "/faq?q=xyz", full},
		{"entry", "/faq/e1", full},
		{"digests", "/faq/digests", full},
		{"digest", "/faq/digests/3", full},
		{"missing", "/nowhere", full},
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
