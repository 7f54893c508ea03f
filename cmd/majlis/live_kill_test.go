package main

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"majlis/bots/telegram"
	"majlis/bots/telegram/telegramtest"
	"majlis/bots/web"
	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/talk"
)

const (
	fanOutAskers = 1200
	fanOutPhones = 120 // of them on Telegram, the others on the web
	fanOutGroups = 3
)

// fanOut is the program with a broadcast whose answers go to many.
type fanOut struct {
	*program
	telegram *telegramtest.Server
	kills    int
}

// TestLiveFanOutKilled ends the program with SIGKILL while three answers go out to
// 1,200 people: each gets theirs once. On Telegram, which takes no ids of ours, one
// message a kill may come again.
func TestLiveFanOutKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("many starts of the program take a minute; run without -short")
	}
	platform, err := telegramtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	f := &fanOut{program: newProgram(t, buildProgram(t)), telegram: platform}
	f.ask()
	f.start()
	for n := range fanOutPhones {
		f.telegram.Citizen(phoneOf(n)).Starts("")
	}
	f.settle()
	f.stop()
	f.answer()
	for _, posted := range []int{1, 150, 400, 800} { // while the messages are written
		f.diesOnce(func() bool { return f.posted() >= posted })
	}
	for _, arrived := range []int{10, 40, 90} { // while they are sent
		f.diesOnce(func() bool { return f.arrived() >= arrived })
	}
	f.start()
	f.await("every answer", func() bool { return f.posted() == fanOutAskers && f.arrived() >= fanOutPhones })
	f.settle()
	f.stop()
	f.check()
}

func (f *fanOut) start() {
	f.t.Helper()
	f.program.start("MAJLIS_TELEGRAM_TOKEN="+f.telegram.Token, "MAJLIS_TELEGRAM_SERVER="+f.telegram.URL)
}

// diesOnce starts the program and kills it as soon as something is so.
func (f *fanOut) diesOnce(when func() bool) {
	f.t.Helper()
	f.start()
	f.await("the moment to die", when)
	f.kill()
	f.kills++
}

func (f *fanOut) await(what string, done func() bool) {
	f.t.Helper()
	for end := time.Now().Add(2 * time.Minute); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			f.t.Fatalf("waited in vain for %s: %d posted, %d arrived", what, f.posted(), f.arrived())
		}
	}
}

// settle waits until nothing waits to be delivered.
func (f *fanOut) settle() {
	f.t.Helper()
	h := f.open()
	defer h.Close()
	f.await("the last delivery", func() bool {
		a, err := h.db.Pending(f.t.Context(), telegram.Name)
		b, err2 := h.db.Pending(f.t.Context(), web.Name)
		return err == nil && err2 == nil && a+b == 0 && f.telegram.Pending() == 0
	})
}

func phoneOf(n int) int64 { return int64(5000 + n) }

// asker is who asks the nth question, and on which channel.
func asker(n int) (channel, id string) {
	if n < fanOutPhones {
		return telegram.Name, strconv.FormatInt(phoneOf(n), 10)
	}
	return web.Name, castVisitor("asker-" + strconv.Itoa(n))
}

// wordsOf are the three questions, and answerOf the three answers.
var wordsOf = []string{"When is the housing support paid this month?", "هل توجد مدارس قريبة من المشروع الجديد؟", "How long is the warranty on the building?"}

func answerOf(group int) string { return fmt.Sprintf("this is answer number %d.", group+1) }

// ask lets everyone ask, beside the program.
func (f *fanOut) ask() {
	f.t.Helper()
	h := f.open()
	defer h.Close()
	ctx := f.t.Context()
	s := h.sit(f.t, live.Plan{
		Title: flows.Text{Ar: "لقاء", En: "An hour"}, About: flows.Text{Ar: "لقاء", En: "An hour"}, Host: "sara",
		StartsAt: h.now().Add(time.Hour), Length: time.Hour, Moderation: live.ModerateNone,
	})
	s.to(live.Announced, live.Collecting, live.OnAir)
	err := h.whileReceiving(ctx, func() error {
		for n := range fanOutAskers {
			channel, id := asker(n)
			err := h.reception.Accept(ctx, talk.Inbound{
				Channel: channel, ID: "ask-" + strconv.Itoa(n), Senders: []talk.Identity{{Kind: channel, ID: id}}, Address: id, At: h.now(),
				Kind: talk.KindStart, Text: live.Address(s.Code, 0) + " " + wordsOf[n%fanOutGroups], Lang: "en", Spoken: true,
			})
			if err != nil {
				return err
			}
		}
		return h.handled(ctx)
	})
	if err != nil {
		f.t.Fatal(err)
	}
	if err := h.live.sorter.Sort(ctx); err != nil {
		f.t.Fatal(err)
	}
}

// answer answers the three groups in writing, beside the program.
func (f *fanOut) answer() {
	f.t.Helper()
	h := f.open()
	defer h.Close()
	ctx := f.t.Context()
	list, err := h.live.store.Broadcasts(ctx, live.OnAir)
	if err != nil || len(list) != 1 {
		f.t.Fatal(list, err)
	}
	groups := map[string]int{} // id → its answer
	err = h.live.boards.Read(ctx, list[0].ID, func(b *live.Board) error {
		for _, g := range b.Groups() {
			for i, words := range wordsOf {
				if b.Members(g)[0].Text == words && g.Supporters == fanOutAskers/fanOutGroups {
					groups[g.ID] = i
				}
			}
		}
		return nil
	})
	if err != nil || len(groups) != fanOutGroups {
		f.t.Fatalf("groups %v, %v", groups, err)
	}
	for id, i := range groups {
		if _, err := h.live.desk.Answer(ctx, live.Deed{Broadcast: list[0].ID, Actor: "sara"}, id, answerOf(i)); err != nil {
			f.t.Fatal(err)
		}
	}
}

// posted counts the answers in the outbox, beside the running program.
func (f *fanOut) posted() (n int) {
	db, err := sql.Open("sqlite", "file:"+f.db()+"?mode=ro&_pragma=busy_timeout(1000)")
	if err != nil {
		f.t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`SELECT COUNT(*) FROM outbox WHERE body LIKE '%this is answer number%'`).Scan(&n); err != nil {
		f.t.Fatal(err)
	}
	return n
}

// arrived counts who on Telegram has their answer.
func (f *fanOut) arrived() (n int) {
	for i := range fanOutPhones {
		if f.shown(i) > 0 {
			n++
		}
	}
	return n
}

// shown is how often somebody on Telegram was shown their answer.
func (f *fanOut) shown(n int) (times int) {
	for _, m := range f.telegram.Citizen(phoneOf(n)).Inbox() {
		if strings.Contains(m.Text, answerOf(n%fanOutGroups)) {
			times++
		}
	}
	return times
}

// check counts what everybody was told.
func (f *fanOut) check() {
	f.t.Helper()
	h := f.open()
	defer h.Close()
	missing, doubled := 0, 0
	for n := range fanOutAskers {
		var times int
		if n < fanOutPhones {
			times = f.shown(n)
		} else {
			times = f.mailed(h, n)
		}
		if times == 0 {
			missing++
		}
		if times > 1 && n >= fanOutPhones {
			f.t.Errorf("asker %d on the web was told %d times", n, times)
		}
		doubled += max(0, times-1)
	}
	if missing > 0 || doubled > f.kills {
		f.t.Errorf("%d of %d are missing, %d came again in %d kills", missing, fanOutAskers, doubled, f.kills)
	}
	f.t.Logf("%d kills, %d askers, %d missing, %d came again", f.kills, fanOutAskers, missing, doubled)
}

// mailed is how often somebody's answer is in their mail on the web.
func (f *fanOut) mailed(h *house, n int) (times int) {
	f.t.Helper()
	channel, id := asker(n)
	lines, err := h.db.Transcript(context.Background(), talk.Identity{Kind: channel, ID: id}, 100)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, l := range lines {
		if !l.Mine && strings.Contains(l.Message.Text, answerOf(n%fanOutGroups)) {
			times++
		}
	}
	return times
}
