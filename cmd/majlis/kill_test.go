package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"majlis/bots/telegram/telegramtest"
	"majlis/flows/talk"
)

const (
	kills        = 50
	killCitizens = 12 // on each channel
	// How fast each writes: below the limits that a person never meets (60 messages
	// a minute, and Telegram's one reply a second).
	webEvery   = 100 * time.Millisecond
	phoneEvery = 3 * time.Second
)

// TestKill ends the real binary with SIGKILL fifty times while citizens write on
// both channels, and shows that nothing that was confirmed is lost, counted
// twice, out of order or without its reply.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("fifty starts of the program take minutes; run without -short")
	}
	k := newKillHouse(t)
	ctx, stop := context.WithCancel(t.Context())
	var load sync.WaitGroup
	for i := range killCitizens {
		load.Go(func() { k.webs[i].write(ctx, k) })
		load.Go(func() { k.writeOn(ctx, k.phones[i]) })
	}
	for range kills {
		k.start()
		k.await(t, 20*time.Second, "both channels at work", k.busy())
		time.Sleep(time.Duration(rand.IntN(200)) * time.Millisecond)
		k.kill()
	}
	stop()
	k.start()
	load.Wait() // whoever waits for a confirmation gets it now
	k.settle(t)
	k.stop()
	k.check(t)
}

// killHouse is the binary with all that lives around it.
type killHouse struct {
	*program
	telegram *telegramtest.Server
	webs     []*webCitizen
	phones   []*phoneCitizen
	said     atomic.Int64 // messages written on phones
}

func newKillHouse(t *testing.T) *killHouse {
	t.Helper()
	platform, err := telegramtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	k := &killHouse{program: newProgram(t, buildProgram(t)), telegram: platform}
	for i := range killCitizens {
		k.webs = append(k.webs, &webCitizen{name: "web" + strconv.Itoa(i)})
		k.phones = append(k.phones, &phoneCitizen{id: int64(1000 + i)})
	}
	return k
}

func (k *killHouse) start() {
	k.t.Helper()
	k.program.start("MAJLIS_TELEGRAM_TOKEN="+k.telegram.Token, "MAJLIS_TELEGRAM_SERVER="+k.telegram.URL)
}

// busy is true once each channel has confirmed something since the last start.
func (k *killHouse) busy() func() bool {
	web, phone := k.webConfirmed(), k.phoneConfirmed()
	return func() bool { return k.webConfirmed() > web && k.phoneConfirmed() > phone }
}

func (k *killHouse) webConfirmed() (n int) {
	for _, w := range k.webs {
		n += w.count()
	}
	return n
}

// phoneConfirmed is how many updates Telegram need not bring again.
func (k *killHouse) phoneConfirmed() int { return int(k.said.Load()) - k.telegram.Pending() }

func (k *killHouse) await(t *testing.T, within time.Duration, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %s for %s", within, what)
		}
	}
}

// settle waits until nothing waits for its turn or its delivery any more.
func (k *killHouse) settle(t *testing.T) {
	t.Helper()
	h := k.open()
	defer h.Close()
	k.await(t, 5*time.Minute, "the last replies", func() bool {
		a, err := h.db.Pending(t.Context(), "telegram")
		b, err2 := h.db.Pending(t.Context(), "web")
		return errors.Join(err, err2) == nil && a+b == 0 && k.telegram.Pending() == 0
	})
}

// check holds what the citizens know against what the house remembers.
func (k *killHouse) check(t *testing.T) {
	h := k.open()
	defer h.Close()
	report, err := h.db.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !report.Balanced() || report.Unhandled+report.Dead > 0 {
		t.Errorf("the books don't balance: %+v", report)
	}
	sent, doubled := 0, 0
	for _, w := range k.webs {
		lines := k.lines(t, h, talk.Identity{Kind: "web", ID: w.visitor(t, h)})
		sent += len(w.sent)
		k.checkHeard(t, w.name, w.sent, lines)
	}
	for _, p := range k.phones {
		lines := k.lines(t, h, talk.Identity{Kind: "telegram", ID: strconv.FormatInt(p.id, 10)})
		sent += len(p.sent)
		k.checkHeard(t, "phone", p.sent, lines)
		doubled += k.checkDelivered(t, p, lines)
	}
	if report.Inbound != sent {
		t.Errorf("%d messages were confirmed, %d are in the books", sent, report.Inbound)
	}
	if doubled > kills*killCitizens {
		t.Errorf("%d replies came twice in %d kills", doubled, kills)
	}
	t.Logf("%d kills, %d messages, %d lost, %d replies doubled", kills, sent, sent-report.Inbound, doubled)
}

func (k *killHouse) lines(t *testing.T, h *house, who talk.Identity) []talk.Line {
	t.Helper()
	lines, err := h.db.Transcript(t.Context(), who, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// checkHeard compares what a citizen sent, in order, with what the house heard,
// and looks for the reply to each question.
func (k *killHouse) checkHeard(t *testing.T, who string, sent []string, lines []talk.Line) {
	t.Helper()
	var heard []string
	answered := map[string]int{}
	for _, l := range lines {
		if l.Mine {
			heard = append(heard, l.Text)
			continue
		}
		for _, number := range asked.FindAllString(l.Message.Text, 1) {
			answered[number]++
		}
	}
	if len(heard) != len(sent) {
		t.Errorf("%s sent %d messages, %d were heard", who, len(sent), len(heard))
		return
	}
	for i := range sent {
		if sent[i] != heard[i] {
			t.Errorf("%s: message %d is %q, heard %q", who, i, sent[i], heard[i])
			return
		}
		if number := asked.FindString(sent[i]); number != "" && answered[number] != 1 {
			t.Errorf("%s: %q has %d replies", who, sent[i], answered[number])
		}
	}
}

// checkDelivered compares what the house said with what a phone got: all of it,
// in order, where one may come again at once. It returns how many came again.
func (k *killHouse) checkDelivered(t *testing.T, p *phoneCitizen, lines []talk.Line) (doubled int) {
	t.Helper()
	got := k.telegram.Citizen(p.id).Inbox()
	at := 0
	for _, l := range lines {
		if l.Mine {
			continue
		}
		if at >= len(got) || got[at].Text != l.Message.Text {
			t.Errorf("phone %d: reply %d should be %q, %d came in all", p.id, at, l.Message.Text, len(got))
			return doubled
		}
		at++
		for at < len(got) && got[at].Text == l.Message.Text && !k.nextIs(lines, l, got[at].Text) {
			at++
			doubled++
		}
	}
	return doubled
}

// nextIs reports whether the reply after l says text as well, so that seeing it
// again is no doubling.
func (k *killHouse) nextIs(lines []talk.Line, l talk.Line, text string) bool {
	for _, next := range lines {
		if !next.Mine && next.Seq > l.Seq {
			return next.Message.Text == text
		}
	}
	return false
}

// asked finds the number of a question in it and in the reply that repeats it.
var asked = regexp.MustCompile(`question no\. \d+`)

// line is the nth message of a citizen: first contact, then questions, each
// followed by a word that drops it.
func killLine(n int) string {
	switch {
	case n == 0:
		return "hello"
	case n == 1:
		return "2"
	case n%2 == 0:
		return fmt.Sprintf("where do I find the answer to question no. %d", n)
	}
	return "cancel"
}

// webCitizen writes in the browser and repeats a message until it is confirmed.
type webCitizen struct {
	name  string
	token string
	mu    sync.Mutex
	sent  []string
}

func (w *webCitizen) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.sent)
}

func (w *webCitizen) write(ctx context.Context, k *killHouse) {
	for n := 0; ctx.Err() == nil; time.Sleep(webEvery) {
		if w.token == "" {
			w.greet(ctx, k)
			continue
		}
		if w.post(ctx, k, n) {
			w.mu.Lock()
			w.sent = append(w.sent, killLine(n))
			w.mu.Unlock()
			n++
		}
	}
}

func (w *webCitizen) greet(ctx context.Context, k *killHouse) {
	resp, err := send(ctx, "http://"+k.web+"/chat/visitors", "", nil)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	var made struct {
		Token string `json:"token"`
	}
	if json.NewDecoder(resp.Body).Decode(&made) == nil && resp.StatusCode == http.StatusCreated {
		w.token = made.Token
	}
}

// post sends message n; true once the house has confirmed it. Whether the house
// heard it when the answer was cut off is unknown, so the test's end sends the
// last one again under the same id.
func (w *webCitizen) post(ctx context.Context, k *killHouse, n int) bool {
	body, _ := json.Marshal(map[string]string{"id": strconv.Itoa(n), "text": killLine(n)}) // strings always encode
	for {
		resp, err := send(context.WithoutCancel(ctx), "http://"+k.web+"/chat/messages", w.token, body)
		if err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode == http.StatusAccepted {
				return true
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (w *webCitizen) visitor(t *testing.T, h *house) string {
	t.Helper()
	id, ok := h.vault.Verify("visitor", w.token)
	if !ok {
		t.Fatalf("%s has no token", w.name)
	}
	return id
}

func send(ctx context.Context, url, token string, body []byte) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		cancel()
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		cancel()
		return nil, err
	}
	raw, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	cancel()
	resp.Body = io.NopCloser(bytes.NewReader(raw))
	return resp, err
}

// phoneCitizen writes on Telegram, whose servers keep what is not confirmed.
type phoneCitizen struct {
	id   int64
	sent []string
}

// writeOn lets a citizen write on the phone, whether the house is up or not.
func (k *killHouse) writeOn(ctx context.Context, p *phoneCitizen) {
	time.Sleep(rand.N(phoneEvery)) // not all at once
	for n := 0; ctx.Err() == nil; n++ {
		k.telegram.Citizen(p.id).Says(killLine(n))
		k.said.Add(1)
		p.sent = append(p.sent, killLine(n))
		time.Sleep(phoneEvery)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func tail(s string, n int) string {
	lines := strings.Split(s, "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
