package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"majlis/flows/cases"
	"majlis/flows/ratings"
	"majlis/flows/talk"
)

// phoneApp is a citizen's app, as far as a walk needs it.
type phoneApp interface {
	// Says writes a text.
	Says(text string)
	// Picks chooses the n-th option, from 1, of the newest message that offers any,
	// by the app's own means.
	Picks(n int)
	// Shown is the text of all that came so far, oldest first.
	Shown() []string
	// Opened is what the newest file holds that came; nil for none.
	Opened() []byte
}

// walker is a citizen who walks through the house on a phone.
type walker struct {
	phoneApp
	t    *testing.T
	read int // messages looked at

	wordsOnly bool // the platform can show no files
}

// hears waits for a message that holds want; what came before it counts as read.
func (p *walker) hears(want string) {
	p.t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		shown := p.Shown()
		for ; p.read < len(shown); p.read++ {
			if strings.Contains(shown[p.read], want) {
				p.read++
				return
			}
		}
	}
	p.t.Fatalf("%q never came, but %q", want, p.Shown())
}

// opens waits for a file.
func (p *walker) opens(want []byte) {
	p.t.Helper()
	for end := time.Now().Add(60 * time.Second); !bytes.Equal(p.Opened(), want); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("the file never came, but %q", p.Opened())
		}
	}
}

// form is a file that staff send.
var form = []byte("%PDF-1.4\n%âãÏÓ a form to fill in")

// times is how often a message came that holds a part.
func (p *walker) times(part string) (n int) {
	for _, text := range p.Shown() {
		if strings.Contains(text, part) {
			n++
		}
	}
	return n
}

// enters chooses Arabic and stands before the menu.
func (p *walker) enters() {
	p.t.Helper()
	p.Says("السلام عليكم")
	p.hears("Please choose a language")
	p.Picks(1)
	p.hears("القائمة الرئيسية")
}

// ordersDigest asks for the digest, and with it for the announcements of
// broadcasts.
func (p *walker) ordersDigest() {
	p.t.Helper()
	p.Says("الإعدادات")
	p.hears("الإعدادات")
	p.Says("٢")
	p.hears("موجز")
	p.Says("1")
	p.hears("موجز")
	p.Says("0")
	p.hears("القائمة الرئيسية")
}

// walkAll is the whole path on any channel, in Arabic: a suggestion is filed, a
// published answer found, the digest ordered, staff reply, the citizen rates.
func (w *walk) walkAll(t *testing.T, p *walker, who talk.Identity, channel string) {
	t.Helper()
	const idea = "إرسال تذكير قبل انتهاء مهلة استكمال المستندات"
	p.enters()
	p.Picks(2)
	p.hears("ما الخدمة التي يخصها الاقتراح؟")
	p.Picks(1)
	p.hears("ما اقتراحك؟")
	p.Says(idea)
	p.hears(idea)
	p.Picks(1)
	p.hears("الرقم المرجعي")

	p.Says("كيف أؤجل قسط القرض السكني؟")
	p.hears("وجدنا إجابات منشورة")
	p.Picks(1)
	p.hears("القسط")
	p.Picks(1)
	p.hears("يسعدنا ذلك")

	p.ordersDigest()
	c := w.newestOf(t, who, channel)
	if c.Kind != cases.Suggestion || c.Text != idea {
		t.Fatalf("the newest case is %+v", c)
	}
	deed := cases.Deed{Case: c.ID, Version: c.Version, Actor: w.user(t, "sara").ID}
	var files []talk.File
	if !p.wordsOnly {
		files = append(files, w.keep(t, form))
	}
	if _, err := w.cases.Reply(t.Context(), deed, "سنضيف التذكير الشهر القادم.", files...); err != nil {
		t.Fatal(err)
	}
	p.hears("سنضيف التذكير الشهر القادم.")
	if len(files) > 0 {
		p.opens(form)
	}
	w.rates(t, p, c)
	w.publishDigest(t)
	p.hears(w.texts.Text("ar", "digest.title", talk.Args{"Number": 1}))
}

// keep stores a document as staff do who attach one.
func (w *walk) keep(t *testing.T, body []byte) talk.File {
	t.Helper()
	f := talk.File{Kind: "document", Name: "نموذج.pdf", MIME: "application/pdf"}
	var err error
	if f.ID, err = w.uploads().AddFile(t.Context(), "desk", talk.Identity{Kind: "staff", ID: "sara"}, f, body); err != nil {
		t.Fatal(err)
	}
	return f
}

// rates is a citizen's answer to how they were served.
func (w *walk) rates(t *testing.T, p *walker, c cases.Case) {
	t.Helper()
	p.hears("هل حُلّت المشكلة؟")
	p.Picks(1)
	p.hears("ما تقييمك للخدمة")
	p.Picks(5)
	p.hears("هل لديك ملاحظة")
	p.Says("شكرًا على سرعة الرد")
	p.hears("سجلنا تقييمك")
	got, err := w.db.CaseRatings(t.Context(), c.ID)
	if err != nil || len(got) != 1 || got[0].Score != ratings.Best || got[0].Person != c.Person {
		t.Errorf("ratings %+v, %v", got, err)
	}
}

// newestOf is the newest case of whoever has an identity.
func (w *walk) newestOf(t *testing.T, who talk.Identity, channel string) cases.Case {
	t.Helper()
	known, found, err := w.db.Who(t.Context(), talk.Inbound{Channel: channel, Senders: []talk.Identity{who}})
	if err != nil || !found {
		t.Fatalf("%v is unknown: %v", who, err)
	}
	list, err := w.db.CasesOf(t.Context(), known.Person, 1)
	if err != nil || len(list) != 1 {
		t.Fatalf("cases of %v: %v, %v", who, list, err)
	}
	return list[0]
}
