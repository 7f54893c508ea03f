package main

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/live"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// neighbour is somebody who takes part on the web chat while others walk.
type neighbour struct {
	*walk
	t          testing.TB
	name, lang string
	said       int
}

// neighbour is a new citizen who has chosen a language.
func (w *walk) neighbour(t testing.TB, name, lang string) *neighbour {
	t.Helper()
	n := &neighbour{walk: w, t: t, name: name, lang: lang}
	n.says("hello", languageDigit[lang])
	return n
}

// says says lines, each after the turn of the one before.
func (n *neighbour) says(lines ...string) {
	n.t.Helper()
	if err := n.seedSays(n.t.Context(), seedTalk{Who: n.name, Lang: n.lang}, n.said, lines); err != nil {
		n.t.Fatal(err)
	}
	n.said += len(lines)
}

// heard counts the messages that hold all of the words.
func (n *neighbour) heard(all ...string) (times int) {
	n.t.Helper()
	lines, err := n.db.Transcript(n.t.Context(), castIdentity(n.name), 1000)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, l := range lines {
		if !l.Mine && holds(l.Message.Text, all) {
			times++
		}
	}
	return times
}

// hears waits for a message that holds all of the words.
func (n *neighbour) hears(all ...string) {
	n.t.Helper()
	for end := time.Now().Add(60 * time.Second); n.heard(all...) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			n.t.Fatalf("%s never heard %q", n.name, all)
		}
	}
}

func holds(text string, all []string) bool {
	for _, part := range all {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// What is asked in the broadcast of a walk.
const (
	parkingAgain  = "متى يبدأ التقديم على مواقف سيارات الأحياء السكنية الجديدة"
	closedGarden  = "لماذا أُغلقت حديقة الحي دون إشعار السكان؟"
	fridayLibrary = "هل تُفتح المكتبة العامة يوم الجمعة بعد الصلاة؟"
	schoolBus     = "أين تقف حافلة المدرسة في الحي الشرقي؟"
)

// walkBroadcast is a whole broadcast on any channel, in Arabic: it is announced to
// a citizen who ordered that, who joins, asks what another asks, says "me too",
// takes a question back, sees their question on air, gets the answer once, and
// asks for a written one. joins are the words by which they join.
func (w *walk) walkBroadcast(t *testing.T, p *walker, who talk.Identity, channel string, joins func(live.Broadcast) string) {
	t.Helper()
	p.enters()
	p.ordersDigest()
	s := w.housingHour(t)
	s.to(live.Announced)
	w.heralds(t)
	w.heralds(t)
	p.hears(words.Isolate(s.Code))
	s.to(live.Collecting)
	fahd, reem := w.neighbour(t, "fahd", "ar"), w.neighbour(t, "reem", "en")
	fahd.says(s.Code, parking)
	reem.says("hour", closedGarden)
	s.did(s.room.desk.Approve(t.Context(), s.host, s.group(parking, 1).ID))
	s.did(s.room.desk.Approve(t.Context(), s.host, s.group(closedGarden, 1).ID))

	p.Says(joins(s.Broadcast))
	p.hears("يُرجى كتابة سؤالك مباشرة")
	p.Says(parkingAgain)
	p.hears("شخص آخر يسأل السؤال نفسه")
	s.group(parking, 2)
	p.Says(joins(s.Broadcast))
	p.hears("يُرجى كتابة سؤالك مباشرة")
	p.Picks(2)
	p.hears("أكثر ما يسأل عنه المشاركون")
	p.Picks(2)
	p.hears("أُضيف صوتك إلى السؤال")
	s.group(closedGarden, 2)
	p.Says(fridayLibrary)
	p.hears("تم استلام سؤالك")
	w.withdraws(p, s, joins)
	w.airs(t, p, s)
	w.asksForMore(t, p, who, channel)
	w.ends(t, s, reem)

	for _, once := range []string{"بث مباشر: «" + s.Title.Ar + "»", "سؤالك يُطرح الآن", "الموضع في التسجيل", "ضيق الوقت", "هل أجاب هذا عن سؤالك"} {
		if n := p.times(once); n != 1 {
			t.Errorf("%q came %d times: %q", once, n, p.Shown())
		}
	}
	if n := fahd.heard("الموضع في التسجيل"); n != 1 {
		t.Errorf("the other who asked got the answer %d times", n)
	}
	for part, want := range map[string]int{"no time was left": 1, "It is now an inquiry": 1, "ضيق الوقت": 0, "لقاء الإسكان": 0} {
		if n := reem.heard(part); n != want {
			t.Errorf("%q came %d times to who speaks English, want %d", part, n, want)
		}
	}
}

// housingHour is planned for the day after tomorrow; whoever watches is twenty
// seconds behind.
func (w *walk) housingHour(t *testing.T) sitting {
	t.Helper()
	return w.sit(t, live.Plan{
		Title: flows.Text{Ar: "لقاء الإسكان", En: "Housing hour"}, About: flows.Text{Ar: "أسئلتكم عن الأحياء", En: "Your questions"},
		Keyword: flows.Text{Ar: "لقاء", En: "hour"}, Link: "https://www.youtube.com/watch?v=abc", Host: w.user(t, "sara").ID,
		StartsAt: w.now().Add(48 * time.Hour), Length: time.Hour, Delay: 20 * time.Second, Moderation: live.ModerateAll,
	})
}

// heralds says what is due, as the schedule of another process does.
func (w *walk) heralds(t testing.TB) {
	t.Helper()
	h := live.Herald{Store: w.live.store, Ministry: w.ministry, Texts: w.texts, Log: w.log, Now: w.now}
	if err := h.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// withdraws takes the newest of two questions back.
func (w *walk) withdraws(p *walker, s sitting, joins func(live.Broadcast) string) {
	p.t.Helper()
	g := s.group(fridayLibrary, 1)
	p.Says(joins(s.Broadcast))
	p.hears("يُرجى كتابة سؤالك مباشرة")
	p.Picks(3)
	p.hears("أسئلتك:")
	p.Picks(2)
	p.hears("سُحب سؤالك")
	s.read(func(b *live.Board) {
		if left := b.Group(g.ID).Supporters; left != 0 {
			p.t.Errorf("%d people still ask what was withdrawn", left)
		}
	})
}

// airs answers one question on air and declines another.
func (w *walk) airs(t *testing.T, p *walker, s sitting) {
	t.Helper()
	ctx, desk := t.Context(), s.room.desk
	s.to(live.OnAir)
	g := s.group(parking, 2)
	s.did(desk.Take(ctx, s.host, g.ID))
	p.hears("سؤالك يُطرح الآن")
	s.did(desk.Decline(ctx, s.host, s.group(closedGarden, 2).ID, "no_time"))
	s.did(desk.Answer(ctx, s.host, g.ID, ""))
	p.hears("ضيق الوقت")
}

// asksForMore says that the answer did not help, which makes an inquiry.
func (w *walk) asksForMore(t *testing.T, p *walker, who talk.Identity, channel string) {
	t.Helper()
	p.hears("هل أجاب هذا عن سؤالك")
	p.Picks(2)
	p.hears("هل نرسله إلى الموظفين؟")
	p.Picks(1)
	p.hears("الرقم المرجعي")
	if c := w.newestOf(t, who, channel); c.Kind != cases.Inquiry || c.Text != parkingAgain {
		t.Errorf("the inquiry is %+v", c)
	}
}

// ends closes the broadcast, which can't be while a question is owed something,
// and reads the books as a person does at a terminal.
func (w *walk) ends(t *testing.T, s sitting, late *neighbour) {
	t.Helper()
	late.says(schoolBus)
	s.group(schoolBus, 1)
	if _, err := s.room.desk.Advance(t.Context(), s.host, live.Closed); err == nil {
		t.Error("closed while a question has no final state")
	}
	s.did(s.room.desk.PostponeRest(t.Context(), s.host))
	s.to(live.Closed, live.Reported)
	late.hears(schoolBus, "It is now an inquiry")
	s.read(func(b *live.Board) {
		l := b.Ledger()
		if l[live.FateLive] != 2 || l[live.FateDeclined] != 2 || l[live.FateLater] != 1 || l[live.FateWithdrawn] != 1 || l[live.FateWaiting] != 0 {
			t.Errorf("the ledger is %v", l)
		}
	})
	w.audits(t)
}

// audits runs the command on the house's own database.
func (w *walk) audits(t *testing.T) {
	t.Helper()
	t.Setenv("MAJLIS_DB", w.config.DB)
	t.Setenv("MAJLIS_SECRET", string(w.config.Secret))
	var out, complaints bytes.Buffer
	if code := run([]string{"audit"}, streams{strings.NewReader(""), &out, &complaints}); code != 0 {
		t.Errorf("the audit ends with %d: %s\n%s", code, out.String(), complaints.String())
	}
	var report books
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	if b := report.Broadcasts; report.Unhandled+report.Dead+b.Owed+b.Forgotten > 0 || b.Closed == 0 || b.Questions == 0 {
		t.Errorf("the audit says\n%s", out.String())
	}
}

// byLink are the words that the link of a platform says when it is opened.
func (w *walk) byLink(t *testing.T) func(live.Broadcast) string {
	return func(b live.Broadcast) string {
		t.Helper()
		links := w.joinLinks(b.Code)
		if len(links) != 1 {
			t.Fatalf("links %v", links)
		}
		u, err := url.Parse(links[0].URL)
		if err != nil {
			t.Fatal(err)
		}
		if start := u.Query().Get("start"); start != "" {
			return "/start " + start
		}
		return u.Query().Get("text")
	}
}

// keyword is the word by which a broadcast is joined, in Arabic.
func keyword(b live.Broadcast) string { return b.Keyword.Ar }
