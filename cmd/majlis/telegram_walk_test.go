package main

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"majlis/bots/telegram"
	"majlis/bots/telegram/telegramtest"
	"majlis/config"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/ratings"
	"majlis/flows/staff"
	"majlis/flows/talk"
)

// app is a citizen's Telegram.
type app struct {
	t        *testing.T
	platform *telegramtest.Server
	*telegramtest.Citizen
	read int // messages looked at
}

// hears waits for a message that holds want and returns it; what came before it
// counts as read.
func (a *app) hears(want string) telegramtest.Message {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.t.Context(), 30*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		inbox := a.Inbox()
		for ; a.read < len(inbox); a.read++ {
			if m := inbox[a.read]; strings.Contains(m.Text, want) {
				a.read++
				return m
			}
		}
		wait, stop := context.WithTimeout(ctx, 50*time.Millisecond)
		a.platform.Wait(wait)
		stop()
	}
	a.t.Fatalf("%q never came; the inbox holds %+v", want, a.Inbox())
	return telegramtest.Message{}
}

// tappedApp is a citizen's Telegram, as far as a walk on any channel needs it.
type tappedApp struct{ *telegramtest.Citizen }

func (a tappedApp) Says(text string) { a.Citizen.Says(text) }

func (a tappedApp) Picks(n int) {
	for _, m := range slices.Backward(a.Inbox()) {
		if len(m.Buttons) > 0 {
			a.Taps(m.Buttons[n-1])
			return
		}
	}
}

func (a tappedApp) Shown() []string {
	var list []string
	for _, m := range a.Inbox() {
		list = append(list, m.Text)
	}
	return list
}

func (a tappedApp) Opened() []byte {
	for _, m := range slices.Backward(a.Inbox()) {
		if m.File != nil {
			return m.File
		}
	}
	return nil
}

// TestTelegramBroadcastWalk takes a whole broadcast over Telegram, which is joined
// by a deep link.
func TestTelegramBroadcastWalk(t *testing.T) {
	platform, err := telegramtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	w := newWalk(t, config.Telegram{Token: config.Secret(platform.Token), Server: platform.URL, Mode: config.ModePoll})
	p := &walker{phoneApp: tappedApp{platform.Citizen(7)}, t: t}
	w.walkBroadcast(t, p, talk.Identity{Kind: "telegram", ID: "7"}, telegram.Name, w.byLink(t))
}

// TestTelegramWalk takes the whole path over Telegram: a citizen files, staff
// reply, the citizen replies to that, an answer is approved and published, and
// the next citizen gets it at once.
func TestTelegramWalk(t *testing.T) {
	platform, err := telegramtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	platform.Channel("@model_housing")
	w := newWalk(t, config.Telegram{
		Token: config.Secret(platform.Token), Server: platform.URL, Mode: config.ModePoll, Channel: "@model_housing",
	})
	first := &app{t: t, platform: platform, Citizen: platform.Citizen(7)}
	text := func(key string, args talk.Args) string { return w.texts.Text("ar", key, args) }
	const question = "هل تُسمح تربية النحل على سطح الوحدة السكنية؟"

	first.Starts("")
	first.Taps(first.hears("Please choose a language").Buttons[0])
	first.hears("القائمة الرئيسية")
	first.Says("الإعدادات")
	first.hears("الإعدادات")
	first.Says("٢")
	first.hears("موجز")
	first.Says("1")
	first.hears("موجز")
	first.Says("0")
	first.Taps(first.hears("القائمة الرئيسية").Buttons[0])
	first.hears("ما سؤالك")
	first.Says(question)
	last := first.hears("؟")
	for _, b := range last.Buttons { // published answers that are near, but not this one
		if strings.HasSuffix(b.Data, ":none") {
			first.Taps(b)
			last = first.hears(question)
			break
		}
	}
	first.Taps(last.Buttons[0])
	first.hears("الرقم المرجعي")

	c := w.newest(t, 7)
	sara := w.user(t, "sara")
	if _, err := w.cases.Reply(t.Context(), cases.Deed{Case: c.ID, Version: c.Version, Actor: sara.ID}, "نعم، بموافقة الجمعية.", w.keep(t, form)); err != nil {
		t.Fatal(err)
	}
	reply := first.hears("نعم، بموافقة الجمعية.")
	if file := first.hears(""); !bytes.Equal(file.File, form) {
		t.Errorf("in place of the file came %+v", file)
	}
	first.hears("بشأن ردنا على الطلب") // the house asks whether that solved it
	w.delivered(t)                     // nobody reads and replies before the delivery is written down
	first.Replies(reply.ID, "وهل يلزم عقد مع مدرب؟")
	first.Taps(first.hears("هل حُلّت المشكلة؟").Buttons[1])
	first.hears("أُعيد فتح الطلب")
	again := w.newest(t, 7)
	if again.Status != cases.Reopened {
		t.Errorf("the case is %s after the citizen's reply", again.Status)
	}
	w.rated(t, first, again)

	w.answer(t, question, "تُسمح بموافقة جمعية الملاك.")
	time.Sleep(time.Second) // an approved answer is found a second later
	second := &app{t: t, platform: platform, Citizen: platform.Citizen(8)}
	second.Says(question)
	second.Taps(second.hears("Please choose a language").Buttons[0])
	second.Taps(second.hears(question).Buttons[0])
	second.hears("تُسمح بموافقة جمعية الملاك.")

	w.publishDigest(t)
	first.hears(text("digest.title", talk.Args{"Number": 1}))
	if posts := platform.Channel("@model_housing"); len(posts) != 2 {
		t.Errorf("the channel has %d posts, want one in each language", len(posts))
	}
}

// rated answers a case once more, and the citizen says how they were served.
func (w *walk) rated(t *testing.T, citizen *app, c cases.Case) {
	t.Helper()
	deed := cases.Deed{Case: c.ID, Version: c.Version, Actor: w.user(t, "sara").ID}
	if _, err := w.cases.Reply(t.Context(), deed, "يلزم عقد مع مدرب معتمد."); err != nil {
		t.Fatal(err)
	}
	citizen.Taps(citizen.hears("بشأن ردنا على الطلب").Buttons[0])
	citizen.Taps(citizen.hears("ما تقييمك للخدمة").Buttons[4])
	citizen.hears("هل لديك ملاحظة")
	citizen.Says("شكرًا على سرعة الرد")
	citizen.hears("سجلنا تقييمك")
	got, err := w.db.CaseRatings(t.Context(), c.ID)
	if err != nil || len(got) != 1 || got[0].Score != ratings.Best || got[0].Comment != "شكرًا على سرعة الرد" || got[0].Person != c.Person {
		t.Errorf("ratings %+v, %v", got, err)
	}
	if after := w.newest(t, 7); after.Status != cases.Closed || after.CloseReason != "solved" {
		t.Errorf("the case is %s (%s) after the rating", after.Status, after.CloseReason)
	}
}

// newest is a Telegram citizen's newest case.
func (w *walk) newest(t *testing.T, id int64) cases.Case {
	t.Helper()
	return w.newestOf(t, talk.Identity{Kind: telegram.Name, ID: strconv.FormatInt(id, 10)}, telegram.Name)
}

func (w *walk) user(t *testing.T, name string) staff.User {
	t.Helper()
	u, err := w.db.UserByName(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// answer is written by omar and approved by huda.
func (w *walk) answer(t *testing.T, question, answer string) {
	t.Helper()
	ctx, desk := t.Context(), w.faq
	e, err := desk.Save(ctx, "", 0, w.user(t, "omar").ID, faq.Words{
		QuestionAr: question, QuestionEn: question, AnswerAr: answer, AnswerEn: answer,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := desk.Submit(ctx, e.ID, e.Version); err != nil {
		t.Fatal(err)
	}
	if e, err = w.db.Entry(ctx, e.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Approve(ctx, e.ID, e.Version, w.user(t, "huda")); err != nil {
		t.Fatal(err)
	}
}

// publishDigest is huda's too: she did not draft it.
func (w *walk) publishDigest(t *testing.T) {
	t.Helper()
	waiting, err := w.db.Digests(t.Context(), faq.DigestDraft)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("digests that wait: %v, %v", waiting, err)
	}
	d, err := w.faq.PublishDigest(t.Context(), waiting[0].ID, waiting[0].Version, w.user(t, "huda"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.faq.PostDigest(t.Context(), d.ID); err != nil {
		t.Fatal(err)
	}
}

// delivered waits until all that was sent over Telegram is recorded.
func (w *walk) delivered(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		n, err := w.db.Pending(t.Context(), "telegram")
		if err != nil || time.Now().After(end) {
			t.Fatalf("%d still pending: %v", n, err)
		}
		if n == 0 {
			return
		}
	}
}
