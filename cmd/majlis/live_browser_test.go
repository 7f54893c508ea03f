package main

import (
	"path"
	"strings"
	"testing"
	"time"

	"majlis/bots/web/browsertest"
	"majlis/config"
	"majlis/flows/live"
	"majlis/flows/staff"
	"majlis/flows/words"
)

// telecast is a whole broadcast in browsers: a host and a moderator at the desk, and a
// citizen on a phone.
type telecast struct {
	*walk
	sitting
	lang                     string
	host, moderator, citizen *browsertest.Browser
	words                    telecastWords
}

// telecastWords are what is asked and answered in a telecast.
type telecastWords struct {
	title, other string // of the broadcast, in the language of the telecast and in the other
	roof         string // asked by the citizen; taken on air
	lift         string // merged into it
	garden       string // asked in the other language; answered in writing
	match        string // declined
	library      string // later; the citizen's "me too"
	bus          string // nobody says what becomes of it, until the end
	answer       string
}

var telecasts = map[string]telecastWords{
	"ar": {
		title: "لقاء الأحياء", other: "Neighbourhood hour",
		roof: "متى يُفتح باب ترميم الأسطح القديمة؟", lift: "هل يشمل الدعم تركيب مصعد لكبار السن؟",
		garden: "Why was the community garden closed without notice?", match: "من سيفوز بمباراة الليلة؟",
		library: "هل تُفتح المكتبة العامة يوم الجمعة بعد الصلاة؟", bus: "أين تقف حافلة المدرسة في الحي الشرقي؟",
		answer: "تُفتح الحديقة من جديد في الربيع.",
	},
	"en": {
		title: "Neighbourhood hour", other: "لقاء الأحياء",
		roof: "When does the repair of old roofs begin?", lift: "Does the support cover a lift for the elderly?",
		garden: "لماذا أُغلقت حديقة الحي دون إشعار السكان؟", match: "Who will win the football match tonight?",
		library: "Does the public library open on Fridays after prayers?", bus: "Where does the school bus stop in the eastern quarter?",
		answer: "The garden opens again in spring.",
	},
}

// otherLang is the language that is not spoken.
var otherLang = map[string]string{"ar": "en", "en": "ar"}

// TestWholeBroadcast takes a broadcast through its life in real browsers before the
// real house: planned, announced, collecting, on air, closed, reported.
func TestWholeBroadcast(t *testing.T) {
	host, moderator, citizen := browsertest.Open(t), browsertest.Open(t), browsertest.Open(t)
	w := newWalk(t, config.Telegram{})
	for _, lang := range []string{"ar", "en"} {
		t.Run(lang, func(t *testing.T) {
			s := &telecast{
				walk: w, lang: lang, words: telecasts[lang], host: host.In(t), moderator: moderator.In(t), citizen: citizen.In(t),
			}
			s.test = t
			s.signInStaff()
			s.plan()
			s.announce()
			s.collect()
			s.moderate()
			s.air()
			s.endsOnlyWithNothingOwed()
			s.toldOnce()
			s.report()
			s.ledger()
			w.audits(t)
			for _, b := range []*browsertest.Browser{s.host, s.moderator, s.citizen} {
				for _, complaint := range b.Complaints() {
					if !strings.Contains(complaint, "422") { // closing too early was meant
						t.Error(complaint)
					}
				}
			}
		})
	}
}

// see checks a page and keeps a picture of it.
func (s *telecast) see(b *browsertest.Browser, name string) {
	s.test.Helper()
	b.Axe()
	s.look(b, s.lang, "broadcast-"+name)
}

// signInStaff makes the accounts of the telecast and signs each in.
func (s *telecast) signInStaff() {
	s.test.Helper()
	for name, role := range map[string]staff.Role{"host": staff.Editor, "moderator": staff.Agent} {
		name += "-" + s.lang
		s.passwords[name] = "correct horse battery"
		if _, err := s.accounts.Create(s.test.Context(), name, s.passwords[name], role, s.lang); err != nil {
			s.test.Fatal(err)
		}
	}
	s.signIn(s.host, s.lang, "host-"+s.lang)
	s.signIn(s.moderator, s.lang, "moderator-"+s.lang)
}

// plan fills the form in; its times are the ministry's.
func (s *telecast) plan() {
	b := s.host
	b.Goto(s.address() + "/desk/broadcasts")
	s.see(b, "list")
	b.Goto(s.address() + "/desk/broadcasts/new")
	s.see(b, "form")
	ar, en := s.words.title, s.words.other
	if s.lang == "en" {
		ar, en = en, ar
	}
	b.Type("#title_ar", ar)
	b.Type("#title_en", en)
	b.Type("#about_ar", "أسئلتكم عن أحيائكم")
	b.Type("#about_en", "Your questions")
	b.Type("#link", "https://youtu.be/dQw4w9WgXcQ")
	b.Clear("#delay")
	b.Type("#delay", "20")
	at := s.now().Add(20 * time.Minute).In(s.ministry.Zone.Location())
	browsertest.Eval[string](b, `document.querySelector("#date").value = "`+at.Format(time.DateOnly)+`"`)
	browsertest.Eval[string](b, `document.querySelector("#time").value = "`+at.Format("15:04")+`"`)
	b.Click(`button[value="save"]`)
	b.WaitFor("#steps")
	s.see(b, "planned")
	bc, err := s.live.store.Broadcast(s.test.Context(), path.Base(b.URL()))
	if err != nil {
		s.test.Fatal(err)
	}
	s.sitting = sitting{bc, s.live, live.Deed{Broadcast: bc.ID, Actor: bc.Host}, s.test}
}

// advance takes the step to a status on the page of the broadcast.
func (s *telecast) advance(to live.Status, asked bool) {
	s.test.Helper()
	b, form := s.host, `form:has([value="`+string(to)+`"]) `
	b.Goto(s.address() + "/desk/broadcasts/" + s.ID)
	b.WaitFor(form + "button")
	if asked {
		b.Click(form + `[name="sure"]`)
	}
	b.Click(form + "button")
	b.WaitFor(".case-head .state." + string(to))
	s.see(b, string(to))
}

// announce tells those who ordered it, each in their language.
func (s *telecast) announce() {
	s.test.Helper()
	s.advance(live.Announced, true)
	s.heralds(s.test)
	for name, title := range map[string]string{"fatima": s.words.title, "maria": s.words.other} {
		if s.lang == "en" {
			title = map[string]string{"fatima": s.words.other, "maria": s.words.title}[name]
		}
		n := &neighbour{walk: s.walk, t: s.test, name: name}
		n.hears(title, words.Isolate(s.Code))
		if times := n.heard(words.Isolate(s.Code)); times != 1 {
			s.test.Errorf("%s was told %d times of %s", name, times, s.Code)
		}
	}
}

// collect lets the citizen come by the page of the broadcast, and the others ask.
func (s *telecast) collect() {
	s.test.Helper()
	s.advance(live.Collecting, false)
	b, page := s.citizen, s.address()+"/live/"+s.ID
	b.Look(phone)
	b.Goto(s.address() + "/demo/as/viewer-" + s.lang)
	b.Goto(page + "?lang=" + s.lang)
	s.see(b, "page")
	b.Type("#text", s.words.roof)
	b.Click("#ask button.primary")
	b.WaitFor("#sent:not([hidden])")
	s.see(b, "asked")
	b.Click("#sent a")
	b.WaitFor("#send") // the page is another one now
	b.WaitText(".line.ours:last-of-type", s.words.title)
	s.see(b, "chat")
	s.joins("fahd", s.lang, s.words.lift)
	s.joins("reem", otherLang[s.lang], s.words.garden)
	s.joins("salem", s.lang, s.words.match, s.words.library)
	s.joins("noor", s.lang, s.words.bus)
}

// joins lets a new citizen join and ask.
func (s *telecast) joins(name, lang string, questions ...string) {
	s.test.Helper()
	n := s.neighbour(s.test, name+"-"+s.lang, lang)
	n.says(s.Code)
	n.says(questions...)
}

// citizenOf is somebody who took part.
func (s *telecast) citizenOf(name string) *neighbour {
	return &neighbour{walk: s.walk, t: s.test, name: name + "-" + s.lang}
}
