package main

import (
	"time"

	"github.com/chromedp/chromedp/kb"

	"majlis/bots/web/browsertest"
	"majlis/flows/live"
)

// boards opens the board in the browsers of both who work on it.
func (s *telecast) boards() {
	s.test.Helper()
	for _, b := range []*browsertest.Browser{s.host, s.moderator} {
		b.Goto(s.address() + "/live/" + s.ID + "/board")
		b.WaitTrue(`document.querySelector("#main").dataset.hash !== undefined`)
	}
}

// card finds the card of what was asked.
func (s *telecast) card(column, question string, people int) string {
	s.test.Helper()
	return browsertest.Card(column, s.group(question, people).ID)
}

// becomes waits until what was asked is in a state.
func (s *telecast) becomes(question string, want live.State) {
	s.test.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		is := live.Merged // which have no group of their own any more
		for _, g := range s.groups() {
			if g.Text == question {
				is = g.State
			}
		}
		if is == want {
			return
		}
		if time.Now().After(end) {
			s.test.Fatalf("%q is %s, want %s", question, is, want)
		}
	}
}

// moderate approves what was asked, declines one, and merges two.
func (s *telecast) moderate() {
	s.test.Helper()
	m, q := s.moderator, s.words
	s.boards()
	s.see(m, "board-moderator")
	for _, question := range []string{q.roof, q.lift, q.garden, q.library, q.bus} {
		m.Click(s.card("pending", question, 1) + ` [value="approve"]`)
		s.becomes(question, live.Approved)
		s.host.WaitFor(s.card("waiting", question, 1))
	}
	m.Click(s.card("pending", q.match, 1) + ` [data-open="decline"]`)
	m.WaitFor("#decline-box[open]")
	s.see(m, "decline")
	m.Click(`#decline-form [value="decline:off_topic"]`)
	s.becomes(q.match, live.Declined)
	m.WaitGone("dialog[open]")
	m.Away()

	s.merge()
	m.Press("u")
	s.becomes(q.lift, live.Approved)
	s.group(q.roof, 1)
	m.Away()
	m.WaitFor(s.card("waiting", q.lift, 1))
	s.merge()
	s.group(q.roof, 2)
	s.see(s.host, "board-host")

	b := s.citizen
	b.Goto(s.address() + "/live/" + s.ID)
	b.Click(`.asked-one[data-id="` + s.group(q.library, 1).ID + `"] [name="too"]`)
	s.group(q.library, 2)
	s.see(b, "too")
}

// merge puts the question about lifts to the one about roofs.
func (s *telecast) merge() {
	s.test.Helper()
	m := s.moderator
	m.Click(s.card("waiting", s.words.lift, 1) + ` [data-open="group"]`)
	m.WaitFor("#group-box[open]")
	m.Click(`#group-box [data-open="merge"]`)
	m.WaitFor("#merge-box[open]")
	browsertest.Eval[string](m, `document.querySelector("#merge-into").value = "`+s.group(s.words.roof, 1).ID+`"`)
	m.Click(`#merge-form [value="merge"]`)
	s.becomes(s.words.lift, live.Merged)
	m.WaitGone("dialog[open]")
	m.Away()
}

// air takes one question on air, answers another in writing, while the other's
// hand is seen, and promises an answer to a third.
func (s *telecast) air() {
	s.test.Helper()
	s.advance(live.OnAir, false)
	s.boards()
	h, m, b, q := s.host, s.moderator, s.citizen, s.words
	h.Click(s.card("waiting", q.roof, 2) + ` [value="now"][data-on="approved"]`)
	s.becomes(q.roof, live.Now)
	b.Goto(s.address() + "/")
	b.WaitText(".line.ours:last-of-type", q.roof)
	s.see(b, "now")
	for _, shown := range []string{"stage", "overlay"} {
		m.Goto(s.address() + "/live/" + s.ID + "/" + shown + "?key=" + s.Key)
		m.WaitText("main", q.roof)
		s.see(m, shown)
	}

	s.boards()
	h.Away()
	for _, both := range []*browsertest.Browser{m, h} {
		both.Click(s.card("waiting", q.garden, 1) + ` [data-open="group"]`)
		both.WaitFor("#group-box[open]")
		both.Click(`#group-box [data-open="answer"]`)
		both.WaitFor("#answer-box[open]")
	}
	h.WaitText("#answer-box [data-others]", "moderator-"+s.lang)
	m.WaitText("#answer-box [data-others]", "host-"+s.lang)
	s.see(h, "hands")
	m.Press(kb.Escape)
	h.WaitTrue(`document.querySelector("#answer-box [data-others]").hidden`)
	h.Type("#answer-text", q.answer)
	h.Click(`#answer-form [value="answer"]`)
	s.becomes(q.garden, live.Answered)
	h.WaitGone("dialog[open]")
	h.Away()

	h.Click(s.card("now", q.roof, 2) + ` .deeds:not([inert]) [value="answered"]`)
	s.becomes(q.roof, live.Answered)
	h.Away()
	h.Click(s.card("waiting", q.library, 2) + ` [data-open="group"]`)
	h.WaitFor("#group-box[open]")
	h.Click(`#group-box [value="later"]`)
	s.becomes(q.library, live.Later)
	h.WaitGone("dialog[open]")

	b.WaitFor(yes) // once nobody can take the answer back
	s.see(b, "answered")
	b.Click(yes)
	b.WaitText(".line.ours:last-of-type", s.texts.Text(s.lang, "live.glad", nil))
}

// endsOnlyWithNothingOwed closes the broadcast, once it is said what becomes of
// each question.
func (s *telecast) endsOnlyWithNothingOwed() {
	s.test.Helper()
	h := s.host
	h.Away()
	h.Click(`[popovertarget="tools"]`)
	h.WaitFor("#tools:popover-open")
	s.see(h, "tools")
	h.Click(`#tools details:has([value="advance:closed"]) summary`)
	h.Click(`#tools details:has([value="advance:closed"]) [required]`)
	h.Click(`#tools [value="advance:closed"]`)
	h.WaitText("#toast", s.texts.Text(s.lang, "live.mistake.broadcast.owed", nil))
	h.Goto(s.address() + "/desk/broadcasts/" + s.ID)
	h.WaitFor(".owed")
	if n := h.Count(".owed > li"); n != 1 {
		s.test.Errorf("%d questions are owed something, want one", n)
	}
	s.see(h, "owed")
	h.Click(`form[action$="/rest"] button`)
	h.WaitFor(".flash.good")
	s.becomes(s.words.bus, live.Later)
	s.advance(live.Closed, true)
}

// toldOnce reads everybody's chat: what they were told, and how often.
func (s *telecast) toldOnce() {
	s.test.Helper()
	want := map[string]map[string]int{
		"viewer": {"now": 1, "answered": 1, "later": 1, "helped": 1},
		"fahd":   {"now": 1, "answered": 1, "helped": 1},
		"reem":   {"written": 1, "helped": 1},
		"salem":  {"declined": 1, "later": 1},
		"noor":   {"later": 1},
	}
	for name, parts := range want {
		for part := range parts {
			s.citizenOf(name).hears(toldPart[s.langOf(name)][part])
		}
	}
	s.tellsAgain()
	for name, parts := range want {
		for lang, texts := range toldPart {
			for part, text := range texts {
				times := parts[part]
				if lang != s.langOf(name) {
					times = 0
				}
				if got := s.citizenOf(name).heard(text); got != times {
					s.test.Errorf("%s heard %q %d times, want %d", name, text, got, times)
				}
			}
		}
	}
	for _, told := range []struct{ name, part, question, answer string }{
		{"fahd", "now", s.words.lift, ""},
		{"fahd", "answered", s.words.lift, "t="},
		{"reem", "written", s.words.garden, s.words.answer},
		{"salem", "declined", s.words.match, ""},
		{"noor", "later", s.words.bus, ""},
		{"viewer", "later", s.words.library, ""},
	} {
		if n := s.citizenOf(told.name).heard(toldPart[s.langOf(told.name)][told.part], told.question, told.answer); n != 1 {
			s.test.Errorf("%s heard %d times of their own question that it is %s", told.name, n, told.part)
		}
	}
}

// toldPart is by what each message about a question is known.
var toldPart = map[string]map[string]string{
	"ar": {
		"now": "سؤالك يُطرح الآن", "answered": "الموضع في التسجيل", "written": "أُجيب عن سؤالك إلى",
		"declined": "خارج موضوع البث", "later": "حوّلناه إلى استفسار", "helped": "هل أجاب هذا عن سؤالك؟",
	},
	"en": {
		"now": "Your question is on air now", "answered": "In the recording at", "written": "was answered:",
		"declined": "not about the subject of the broadcast", "later": "It is now an inquiry", "helped": "Did this answer your question?",
	},
}

// langOf is what somebody speaks.
func (s *telecast) langOf(name string) string {
	if name == "reem" {
		return otherLang[s.lang]
	}
	return s.lang
}

// tellsAgain tells what is due as another process would, which says nothing again.
func (s *telecast) tellsAgain() {
	s.test.Helper()
	t := live.NewTeller(&live.Teller{
		Store: s.live.store, Boards: s.live.boards, Cases: s.cases, Ministry: s.ministry, Texts: s.texts, Log: s.log, Now: s.now,
	})
	if err := t.Tell(s.test.Context()); err != nil {
		s.test.Fatal(err)
	}
}
