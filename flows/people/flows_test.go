package people_test

import (
	"strings"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/people"
	"majlis/flows/people/peopletest"
	"majlis/flows/talk"
	"majlis/flows/talk/talktest"
)

// keys says the language and key of a text; the words are their own keys.
type keys struct{}

func (keys) Text(lang, key string, _ map[string]any) string { return lang + " " + key }
func (keys) Words(lang, key string) []string {
	if lang == "en" {
		return []string{strings.TrimPrefix(key, "words.")}
	}
	return nil
}

// room is the conversations of this room and what they remember of p1.
type room struct {
	store  *peopletest.Store
	player *talktest.Player
}

func newRoom(t *testing.T, p people.Person, session talk.Session, channel ...string) *room {
	t.Helper()
	r := &room{store: &peopletest.Store{}}
	p.ID = "p1"
	r.store.Add(p)
	deps := people.Deps{
		Store: r.store, Texts: keys{}, Sharing: []string{"telegram"},
		Ministry: flows.Ministry{Privacy: flows.Privacy{Version: "2"}, Name: flows.Text{Ar: "و", En: "M"}},
	}
	free := talk.Flow{Name: "free", Run: func(t *talk.Talk) { t.Say("free." + t.Given()) }}
	book := talk.Book{Flows: append(people.Flows(deps), free), First: people.Welcome, Free: "free", Notice: "2"}
	r.player = talktest.NewPlayer(t, talktest.Setup{
		Engine: talk.NewEngine(keys{}, book, nil, func() time.Time { return talktest.Noon }),
		Who:    talk.Who{Person: "p1", Contact: "c1", Channel: append(channel, "telegram")[0]}, Lang: session.Lang, Notice: session.Notice,
	})
	return r
}

func (r *room) say(lines ...string) string {
	var last []string
	for _, line := range lines {
		last = nil
		for _, m := range r.player.Say(line) {
			last = append(last, m.Text)
		}
	}
	return strings.Join(last, ", ")
}

func (r *room) person(t *testing.T) people.Person {
	t.Helper()
	p, err := r.store.Person(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestNoticeIsRecordedOnce(t *testing.T) {
	r := newRoom(t, people.Person{}, talk.Session{})
	if got := r.say("hello", "2"); got != "en welcome.notice, en free.hello" {
		t.Errorf("said %q", got)
	}
	if p := r.person(t); p.NoticeVersion != "2" || !p.NoticeAt.Equal(talktest.Noon) {
		t.Errorf("recorded %+v", p)
	}
	if got := r.say("again"); got != "en free.again" {
		t.Errorf("said %q", got)
	}
}

func TestNewVersionOfTheNotice(t *testing.T) {
	r := newRoom(t, people.Person{Lang: "en", NoticeVersion: "1"}, talk.Session{Lang: "en", Notice: "1"})
	if got := r.say("hello"); got != "en welcome.notice_changed, en free.hello" {
		t.Errorf("said %q", got)
	}
	if p := r.person(t); p.NoticeVersion != "2" {
		t.Errorf("recorded %+v", p)
	}
}

// Someone known from another channel is asked nothing again.
func TestKnownFromAnotherChannel(t *testing.T) {
	r := newRoom(t, people.Person{Lang: "en", NoticeVersion: "2"}, talk.Session{})
	if got := r.say("hello"); got != "en free.hello" {
		t.Errorf("said %q", got)
	}
	if s := r.player.Session(); s.Lang != "en" || s.Notice != "2" {
		t.Errorf("session %+v", s)
	}
}

func TestStopAndOptInAgain(t *testing.T) {
	seen := talk.Session{Lang: "en", Notice: "2"}
	r := newRoom(t, people.Person{Lang: "en", NoticeVersion: "2", Notify: true}, seen)
	if got := r.say("stop"); got != "en stop.done" || r.person(t).Reachable() {
		t.Errorf("said %q, %+v", got, r.person(t))
	}
	if got := r.say("settings", "2", "1"); got != "en settings.digests_started" || !r.person(t).Reachable() {
		t.Errorf("said %q, %+v", got, r.person(t))
	}
	if got := r.say("settings", "2", "2"); got != "en settings.digests_ended" || r.person(t).Reachable() {
		t.Errorf("said %q, %+v", got, r.person(t))
	}
}

func TestSharedPhone(t *testing.T) {
	seen := talk.Session{Lang: "en", Notice: "2"}
	r := newRoom(t, people.Person{Lang: "en", NoticeVersion: "2"}, seen)
	if got := r.say("settings", "3", "0500000001"); !strings.Contains(got, "settings.phone_button") {
		t.Errorf("typed: said %q", got)
	}
	if got := r.say("[contact]"); got != "en talk.contact_kept" {
		t.Errorf("shared: said %q", got)
	}
}

// The clock chosen is kept; what is not understood, and leaving it as it is, change
// nothing.
func TestClock(t *testing.T) {
	r := newRoom(t, people.Person{Lang: "en", NoticeVersion: "2", Zone: "Asia/Riyadh"}, talk.Session{Lang: "en", Notice: "2"})
	for _, step := range []struct {
		lines      []string
		said, zone string
	}{
		{[]string{"4", "10"}, "settings.zone_kept", "Asia/Riyadh"},
		{[]string{"4", "nowhere"}, "settings.zone_unknown", "Asia/Riyadh"},
		{[]string{"4", "عمان"}, "settings.zone_several", "Asia/Riyadh"},
		{[]string{"4", "Cairo"}, "settings.zone_set", "Africa/Cairo"},
		{[]string{"4", "+3"}, "settings.zone_set", "Etc/GMT-3"},
		{[]string{"4", "3"}, "settings.zone_set", "Asia/Bahrain"},
		{[]string{"4", "9", "Hyderabad India"}, "settings.zone_set", "Asia/Kolkata"},
		{[]string{"4", "8"}, "settings.zone_set", ""},
	} {
		got := r.say(append([]string{"settings"}, step.lines...)...)
		p := r.person(t)
		if !strings.Contains(got, step.said) || p.Zone != step.zone || p.ZoneAt.IsZero() == (step.said == "settings.zone_set") {
			t.Errorf("%q: said %q, kept %q at %v", step.lines, got, p.Zone, p.ZoneAt)
		}
		if step.said != "settings.zone_set" {
			r.say("0")
		}
	}
}

// Where a channel has no button to share a phone, it is not offered.
func TestNoPhoneWithoutAButton(t *testing.T) {
	for channel, options := range map[string]int{"telegram": 5, "web": 4} {
		r := newRoom(t, people.Person{Lang: "en", NoticeVersion: "2"}, talk.Session{Lang: "en", Notice: "2"}, channel)
		if got := r.player.Say("settings"); len(got) != 1 || len(got[0].Options) != options {
			t.Errorf("on %s: %+v", channel, got)
		}
	}
}

func TestLanguageByWordAndByChoice(t *testing.T) {
	r := newRoom(t, people.Person{Lang: "en", NoticeVersion: "2"}, talk.Session{Lang: "en", Notice: "2"})
	for _, tt := range []struct{ line, want string }{
		{"arabic", "ar language.set"}, {"english", "en language.set"}, {"91", "en language.which"}, {"1", "ar language.set"}, {"91", "ar language.which"}, {"2", "en language.set"},
	} {
		if got := r.say(tt.line); got != tt.want {
			t.Errorf("%q: said %q, want %q", tt.line, got, tt.want)
		}
	}
}
