package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"majlis/bots/telegram"
	"majlis/bots/telegram/telegramtest"
	"majlis/bots/web"
	"majlis/bots/whatsapp"
	"majlis/config"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// Who asked what before the fan-out, and how often the house dies in it.
const (
	fanOutOnWeb    = 1000
	fanOutOnPhones = 100 // on each of two platforms
	fanOutAll      = fanOutOnWeb + 2*fanOutOnPhones
	killsTelling   = 6 // while the outbox is filled
	killsSending   = 6 // while platforms take what it holds
)

// fanOutQuestions are what people asked, a group each; the answers name them.
var fanOutQuestions = []string{
	"When does the new parking scheme for our district begin?", "Why was the community garden closed without any notice?",
	"Which documents does a widow bring for housing support?",
}

func fanOutAnswer(n int) string { return fmt.Sprintf("The answer to question no. %d.", n) }

// TestFanOutKilled kills the house over and over while it tells 1,200 people the
// answers to three groups, and counts at the platforms, which outlive it: nobody is
// left out, and nobody is told twice but for one on Telegram, which can't know a
// message again, a kill.
func TestFanOutKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("a dozen starts of the program take a minute; run without -short")
	}
	platform, err := telegramtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	p := &fanOut{linkedKilled: newLinkedKilled(t, fanOutOnPhones), telegram: platform}
	k := &fanOutHouse{killedHouse: &killedHouse{newProgram(t, buildProgram(t)), p}, phones: p}
	p.prepare(t, k.binary, k.env(p.settings()...))
	k.gather()
	for n := range killsTelling {
		k.diesAfter(k.told, 100+n*(fanOutAll-200)/killsTelling)
		if n == 0 && k.told() == fanOutAll {
			t.Error("everyone was told before the first kill")
		}
	}
	for range killsSending {
		k.diesAfter(k.arrived, k.arrived()+2*fanOutOnPhones/killsSending)
	}
	k.start()
	k.settle(telegram.Name, web.Name)
	k.count()
	k.stop()
}

// fanOut is WhatsApp and Telegram beside a house that dies; the web is its own.
type fanOut struct {
	*linkedKilled
	telegram *telegramtest.Server
}

func (p *fanOut) settings() []string {
	return append(p.linkedKilled.settings(), "MAJLIS_TELEGRAM_TOKEN="+p.telegram.Token, "MAJLIS_TELEGRAM_SERVER="+p.telegram.URL)
}

// fanOutHouse is the house with those who asked.
type fanOutHouse struct {
	*killedHouse
	phones *fanOut
	askers []fanOutAsker
	kills  int
}

// fanOutAsker is one person and how many of the answers they were shown.
type fanOutAsker struct {
	channel, address string
	sender           talk.Identity
	question         int
	token            string // of a visitor of the web pages
	shown            func() []string
}

// gather lets everyone ask in good time before the program starts, and answers
// all three groups.
func (k *fanOutHouse) gather() {
	k.fill()
	k.t.Run("ask", func(t *testing.T) {
		w := openTown(t, func(c *config.Config) { c.DB, c.Secret = k.db(), killSecret })
		w.clock.pass(time.Since(sunday) - time.Hour)
		w.work()
		a := w.air()
		a.to(live.Announced, live.Collecting, live.OnAir)
		for i := range k.askers {
			k.askers[i].token = w.vault.Sign("visitor", k.askers[i].address)
		}
		for _, line := range []string{"hello", languageDigit["en"], a.Code, ""} {
			w.ok(k.say(w, line))
			w.ok(w.handled(t.Context()))
		}
		a.ok(a.live.sorter.Sort(t.Context()))
		for _, channel := range []string{web.Name, telegram.Name, whatsapp.Name} {
			w.bring(channel)
		}
		groups := a.groups()
		if len(groups) != len(fanOutQuestions) {
			t.Fatalf("%d groups", len(groups))
		}
		for _, g := range groups {
			if g.Supporters != fanOutAll/len(fanOutQuestions) {
				t.Fatalf("%d people ask %q", g.Supporters, g.Text)
			}
			for n, q := range fanOutQuestions {
				if g.Text == q {
					a.did(a.live.desk.Answer(t.Context(), a.host, g.ID, fanOutAnswer(n)))
				}
			}
		}
	})
	if k.t.Failed() {
		k.t.FailNow()
	}
}

// fill makes the people.
func (k *fanOutHouse) fill() {
	for i := range fanOutAll {
		a := fanOutAsker{channel: web.Name, address: fmt.Sprintf("visitor%d", i), question: i % len(fanOutQuestions)}
		a.shown = func() []string { return k.page(i) }
		switch n := i - fanOutOnWeb; {
		case n >= fanOutOnPhones:
			c := k.phones.citizens[n-fanOutOnPhones]
			a.channel, a.address, a.shown = whatsapp.Name, c.LID.String(), linkedApp{c}.Shown
		case n >= 0:
			c := k.phones.telegram.Citizen(int64(5000 + n))
			c.Opened()
			a.channel, a.address = telegram.Name, strconv.FormatInt(c.ID, 10)
			a.shown = func() (list []string) {
				for _, m := range c.Inbox() {
					list = append(list, m.Text)
				}
				return list
			}
		}
		a.sender = talk.Identity{Kind: a.channel, ID: strings.TrimSuffix(a.address, "@lid")}
		k.askers = append(k.askers, a)
	}
}

// say lets everyone say a line; "" is their question.
func (k *fanOutHouse) say(w *town, line string) error {
	var all errgroup.Group
	all.SetLimit(welcomeAtOnce)
	for _, a := range k.askers {
		text := line
		if line == "" {
			text = fanOutQuestions[a.question]
		}
		all.Go(func() error {
			return w.reception.Accept(w.t.Context(), talk.Inbound{
				Channel: a.channel, ID: w.nextID(), Senders: []talk.Identity{a.sender}, Address: a.address, At: w.now(),
				Kind: talk.KindText, Text: text, Lang: "en",
			})
		})
	}
	return all.Wait()
}

// diesAfter starts the house and kills it when a count has come so far.
func (k *fanOutHouse) diesAfter(count func() int, n int) {
	k.t.Helper()
	k.start()
	for end := time.Now().Add(time.Minute); count() < n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			k.t.Fatalf("waited for %d, it is %d", n, count())
		}
	}
	k.kill()
	k.kills++
}

// told is how many answers stand in the outbox.
func (k *fanOutHouse) told() int {
	return k.countRows(`SELECT COUNT(*) FROM outbox WHERE dedupe LIKE 'live|answered|%'`)
}

// arrived is how much the phones have got.
func (k *fanOutHouse) arrived() (n int) {
	for _, a := range k.askers[fanOutOnWeb:] {
		n += len(a.shown())
	}
	return n
}

// page is what a visitor's page shows, asked of the running house.
func (k *fanOutHouse) page(visitor int) (texts []string) {
	k.t.Helper()
	r, err := http.NewRequestWithContext(k.t.Context(), http.MethodGet, "http://"+k.web+"/chat/messages", nil)
	if err != nil {
		k.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+k.askers[visitor].token)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		k.t.Fatal(err)
	}
	defer resp.Body.Close()
	var page struct{ Messages []struct{ Text string } }
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil || resp.StatusCode != http.StatusOK {
		k.t.Fatalf("%s: %v", resp.Status, err)
	}
	for _, m := range page.Messages {
		texts = append(texts, m.Text)
	}
	return texts
}

// count holds what everyone was shown against what they asked.
func (k *fanOutHouse) count() {
	var missing, wrong atomic.Int64
	twice := map[string]int{}
	for _, a := range k.askers {
		own := 0
		for _, text := range a.shown() {
			switch {
			case strings.Contains(text, fanOutAnswer(a.question)):
				own++
			case strings.Contains(text, "The answer to question no."):
				wrong.Add(1)
			}
		}
		if own == 0 {
			missing.Add(1)
		}
		twice[a.channel] += max(0, own-1)
	}
	k.t.Logf("%d kills, %d people, %d without their answer, %d with another's, told again: %v", k.kills, len(k.askers), missing.Load(), wrong.Load(), twice)
	if missing.Load()+wrong.Load() > 0 || twice[web.Name]+twice[whatsapp.Name] > 0 || twice[telegram.Name] > k.kills {
		k.t.Error("not everyone was told once")
	}
	h := k.open()
	defer h.Close()
	report, err := h.db.Audit(k.t.Context())
	if err != nil || !report.Balanced() || report.Unhandled+report.Dead > 0 {
		k.t.Errorf("the books don't balance: %+v, %v", report, err)
	}
}
