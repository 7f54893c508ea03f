package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"majlis/bots/web/browsertest"
	"majlis/config"
	"majlis/flows"
	"majlis/flows/talk"
)

// phone is what most citizens hold.
var phone = browsertest.Screen{Width: 390, Height: 800, Mobile: true, Still: true}

// walk is the demo, with a citizen's phone and a desk before it.
type walk struct {
	*service
	passwords map[string]string
	show      *programme
	shots     string
}

// newWalk seeds the demo and serves it as the command does, with Telegram when
// it is given.
func newWalk(t *testing.T, telegram config.Telegram) *walk {
	t.Helper()
	return newWalkWith(t, func(c *config.Config) { c.Telegram = telegram })
}

// newWalkWith is newWalk with other channels switched on.
func newWalkWith(t *testing.T, set func(*config.Config)) *walk {
	t.Helper()
	clock := &seedClock{}
	c := config.Config{
		DB: filepath.Join(t.TempDir(), "majlis.db"), Secret: config.Secret(rand.Text()),
		Listen: "localhost:0", OpsListen: "localhost:0",
	}
	set(&c)
	h, err := openAt(t.Context(), c, slog.New(slog.DiscardHandler), clock.now)
	if err != nil {
		t.Fatal(err)
	}
	seeded, err := h.seed(t.Context(), clock)
	if err != nil {
		t.Fatal(err)
	}
	s, err := h.newService()
	if err != nil {
		t.Fatal(err)
	}
	s.pages = s.demoPages()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- s.run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the service did not stop in order: %v", err)
		}
		s.close()
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &walk{service: s, passwords: map[string]string{}, show: seeded.show, shots: os.Getenv("MAJLIS_SHOTS")}
	if w.shots == "" {
		w.shots = t.ArtifactDir()
	}
	for _, p := range seeded.passwords {
		w.passwords[p.name] = p.password
	}
	return w
}

// TestWalk takes the whole path in a real browser: a citizen asks, staff reply,
// an answer is written, approved by a second person and published in a digest,
// and the next citizen who asks is answered at once.
func TestWalk(t *testing.T) {
	asks := map[string]string{
		"ar": "هل يُسمح بتركيب ألواح شمسية على سطح الوحدة السكنية المدعومة؟",
		"en": "May I install a heat pump in the courtyard of my subsidised villa?",
	}
	words := map[string]string{"ar": "الألواح الشمسية مسموحة بعد موافقة الجمعية.", "en": "Heat pumps are welcome once the association agrees."}
	citizen, desk := browsertest.Open(t), browsertest.Open(t)
	w := newWalk(t, config.Telegram{})
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			citizen, desk := citizen.In(t), desk.In(t)
			ref := w.ask(t, citizen, lang, asks[lang])
			w.reply(t, desk, lang, ref, words[lang])
			w.rate(t, citizen, lang, words[lang])
			w.showsRating(desk, lang)
			w.publish(t, desk, lang, asks[lang], words[lang])
			w.askAgain(t, citizen, lang, asks[lang], words[lang])
			citizen.Quiet()
			desk.Quiet()
		})
	}
	t.Run("digest", func(t *testing.T) { w.digest(t, desk.In(t)) })
	report, err := w.db.Audit(t.Context())
	if err != nil || !report.Balanced() {
		t.Errorf("the books after the walk: %+v, %v", report, err)
	}
}

// Options of the newest question, by the end of what their buttons send.
const (
	none = ".line.live .options button[value$=':none']"
	yes  = ".line.live .options button[value$=':yes']"
)

// ask is a new citizen who files an inquiry; it returns the reference number.
func (w *walk) ask(t *testing.T, b *browsertest.Browser, lang, question string) string {
	t.Helper()
	b.Look(phone)
	b.Goto(w.address() + "/demo/as/walker-" + lang)
	b.Goto(w.address() + "/?lang=" + lang)
	b.Click("#start button")
	b.WaitFor(".line.live .options button") // the page is another one now
	digit := map[string]string{"ar": "1", "en": "2"}[lang]
	w.say(b, digit, w.texts.Text(lang, "menu.inquiry", nil))
	w.look(b, lang, "menu")
	w.say(b, "1", w.firstLine(lang, "inquiry.text"))
	b.Type("#text", question)
	b.Click("#send")
	b.WaitFor(none + ", " + yes)
	if b.Count(none) > 0 { // published answers that are near, but not this one
		b.Click(none)
		b.WaitFor(yes)
	}
	w.look(b, lang, "confirm")
	b.Click(yes)
	b.WaitFor(".ref-number")
	w.look(b, lang, "filed")
	b.Axe()
	return strings.TrimSpace(b.Text(".line:last-of-type .ref-number"))
}

// rate is the citizen who reads the reply and says how they were served.
func (w *walk) rate(t *testing.T, b *browsertest.Browser, lang, reply string) {
	t.Helper()
	b.WaitFor(".line.live .options button[value$=':no']") // the question comes after the reply
	if said := browsertest.Eval[string](b, `[...document.querySelectorAll(".line.ours")].at(-2).innerText`); !strings.Contains(said, reply) {
		t.Errorf("before the question stands %q, want the reply %q", said, reply)
	}
	w.look(b, lang, "reply")
	b.Click(yes)
	b.WaitFor(".line.live .options button[value$=':5']")
	w.look(b, lang, "rate")
	b.Axe()
	b.Click(".line.live .options button[value$=':5']")
	b.WaitFor(".line.live .options button[value$=':skip']")
	w.say(b, praise[lang], w.texts.Text(lang, "rate.thanks", nil))
}

var praise = map[string]string{"ar": "رد سريع وواضح", "en": "Quick and clear"}

// showsRating looks at the case that is open on the desk, in sara's language.
func (w *walk) showsRating(b *browsertest.Browser, lang string) {
	b.Goto(b.URL())
	b.WaitText("#rating", w.texts.Text("ar", "desk.score.5", nil))
	b.WaitText("#rating", praise[lang])
	w.look(b, lang, "rated")
	b.Axe()
}

// say types a message and waits for an answer that holds want.
func (w *walk) say(b *browsertest.Browser, text, want string) {
	b.WaitGone(`.line.mine[data-state="sending"]`)
	b.Type("#text", text)
	b.Click("#send")
	b.WaitText(".line.ours:last-of-type", want)
}

func (w *walk) firstLine(lang, key string) string {
	line, _, _ := strings.Cut(w.texts.Text(lang, key, nil), "\n")
	return line
}

func (w *walk) signIn(b *browsertest.Browser, lang, name string) {
	b.Look(browsertest.Screen{Still: true})
	b.Goto(w.address() + "/desk/sign-in?lang=" + lang)
	if b.Count("#name") == 0 { // somebody is signed in
		b.Click(`form[action="/desk/sign-out"] button`)
		b.WaitFor("#name")
	}
	b.Type("#name", name)
	b.Type("#password", w.passwords[name])
	b.Press(kb.Enter)
	b.WaitFor("#frame")
}

// reply finds the case by its reference and answers it.
func (w *walk) reply(t *testing.T, b *browsertest.Browser, lang, ref, text string) {
	t.Helper()
	w.signIn(b, lang, "sara")
	b.Goto(w.address() + "/desk/inbox?lang=" + lang)
	w.look(b, lang, "inbox")
	c, err := w.db.CaseByRef(t.Context(), strings.ReplaceAll(ref, "-", ""))
	if err != nil {
		t.Fatalf("case %q: %v", ref, err)
	}
	b.Goto(w.address() + "/desk/cases/" + c.ID)
	b.Type("#text", text)
	b.Click(`#compose [value="send"]`)
	b.WaitFor(".flash")
	w.look(b, lang, "case")
	b.Axe()
}

// publish writes an answer as omar and approves it as huda.
func (w *walk) publish(t *testing.T, b *browsertest.Browser, lang, question, answer string) {
	t.Helper()
	w.signIn(b, lang, "omar")
	b.Goto(w.address() + "/desk/questions?lang=" + lang)
	w.look(b, lang, "questions")
	b.Goto(w.address() + "/desk/faq/new")
	if kept := b.Value("#question_ar"); kept != "" {
		t.Errorf("a new answer begins with what was sent before: %q", kept)
	}
	for field, text := range map[string]string{"question_ar": question, "question_en": question, "answer_ar": answer, "answer_en": answer} {
		b.Type("#"+field, text)
	}
	b.Click(`#compose [value="submit"]`)
	b.WaitFor(".flash")
	page := b.URL()
	if b.Count(`form[action$="/approve"]`) > 0 {
		t.Error("the author is offered to approve their own answer")
	}
	w.signIn(b, lang, "huda")
	b.Goto(page)
	w.look(b, lang, "approve")
	b.Click(`form[action$="/approve"] button`)
	b.WaitFor(".flash")
}

// askAgain is another citizen, who is answered at once.
func (w *walk) askAgain(t *testing.T, b *browsertest.Browser, lang, question, answer string) {
	t.Helper()
	time.Sleep(time.Second) // an approved answer is found a second later
	b.Look(phone)
	b.Goto(w.address() + "/demo/as/again-" + lang)
	b.Goto(w.address() + "/?lang=" + lang)
	b.Click("#start button")
	b.WaitFor(".line.live .options button") // the page is another one now
	w.say(b, map[string]string{"ar": "1", "en": "2"}[lang], w.texts.Text(lang, "menu.inquiry", nil))
	b.Type("#text", question)
	b.Click("#send")
	b.WaitFor(".line.live .options button[value$=':inquiry']")
	b.Click(".line.live .options button")
	b.WaitText(".line.ours:last-of-type .answer", answer)
	w.look(b, lang, "answered")
	b.Click(".line.live .options button")
	b.WaitText(".line.ours:last-of-type", w.texts.Text(lang, "faq.glad", nil))
}

// digest is published by huda and reaches whoever asked for it, in their language.
func (w *walk) digest(t *testing.T, b *browsertest.Browser) {
	w.signIn(b, "ar", "huda")
	b.Goto(w.address() + "/desk/digests")
	b.Click(`main a[href^="/desk/digests/"]`)
	b.WaitFor(`form[action$="/publish"]`)
	w.look(b, "ar", "digest")
	b.Click(`form[action$="/publish"] button`)
	b.WaitFor(".flash")
	for who, lang := range map[string]string{"fatima": flows.Arabic, "maria": flows.English} {
		lines, err := w.db.Transcript(t.Context(), castIdentity(who), 3)
		if err != nil {
			t.Fatal(err)
		}
		title := w.texts.Text(lang, "digest.title", talk.Args{"Number": 1})
		if last := lines[len(lines)-1]; !strings.Contains(last.Message.Text, title) {
			t.Errorf("%s heard last: %q", who, last.Message.Text)
		}
	}
	b.Goto(w.address() + "/faq/digests/1?lang=ar")
	b.WaitFor("main")
	w.look(b, "ar", "digest-public")
}

func (w *walk) look(b *browsertest.Browser, lang, name string) {
	b.Screenshot(filepath.Join(w.shots, fmt.Sprintf("walk-%s-%s.png", lang, name)))
}
