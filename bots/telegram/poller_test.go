package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"majlis/bots/channeltest"
	"majlis/bots/telegram/telegramtest"
	"majlis/flows/talk"
)

// desk is an inbox that keeps each message once and can refuse some.
type desk struct {
	mu     sync.Mutex
	seen   map[string]bool
	taken  []talk.Inbound
	refuse func(in talk.Inbound) error
}

func newDesk() *desk { return &desk{seen: map[string]bool{}} }

func (d *desk) accept(_ context.Context, in talk.Inbound) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		if err := d.refuse(in); err != nil {
			return err
		}
	}
	if !d.seen[in.ID] {
		d.seen[in.ID] = true
		d.taken = append(d.taken, in)
	}
	return nil
}

func (d *desk) texts() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []string
	for _, in := range d.taken {
		list = append(list, in.Text)
	}
	return list
}

func (d *desk) setRefuse(fn func(talk.Inbound) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refuse = fn
}

var errFull = errors.New("the disk is full")

// What is not accepted is never confirmed: a process that dies at any moment
// loses nothing.
func TestNothingIsConfirmedBeforeItIsKept(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	const total = 200
	for i := range total {
		api.Citizen(int64(1 + i%7)).Says(fmt.Sprint(i))
	}
	for life := 0; len(house.texts()) < total; life++ {
		if life > 500 {
			t.Fatalf("only %d arrived", len(house.texts()))
		}
		ctx, cancel := context.WithCancel(t.Context())
		left := 3 + life%5 // how many new messages this process lives to see
		mortal := func(ctx context.Context, in talk.Inbound) error {
			house.mu.Lock()
			if !house.seen[in.ID] {
				left--
			}
			dead := left < 0
			house.mu.Unlock()
			if dead {
				cancel()
				return ctx.Err()
			}
			return house.accept(ctx, in)
		}
		c := open(t, options(api.URL, api.Token))
		var running sync.WaitGroup
		running.Go(func() { _ = c.Receive(ctx, mortal) })
		channeltest.Until(t, "the process to die or the work to end", func() bool {
			return ctx.Err() != nil || len(house.texts()) == total
		})
		cancel()
		running.Wait()
	}
	next := map[string]int{}
	for _, in := range house.taken {
		who := in.Senders[0].ID
		want := next[who]*7 + atoi(t, who) - 1
		if in.Text != fmt.Sprint(want) {
			t.Fatalf("%s said %q, want %d", who, in.Text, want)
		}
		next[who]++
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	var n int
	if _, err := fmt.Sscan(s, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// While one person's message fails others are heard, and none of theirs is heard
// twice or out of order.
func TestOneFailureHoldsUpOneChat(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	tries := map[string]int{}
	house.refuse = func(in talk.Inbound) error {
		tries[in.ID]++
		if in.Text == "bad" && tries[in.ID] < 3 {
			return errFull
		}
		return nil
	}
	a, b := api.Citizen(1), api.Citizen(2)
	a.Says("bad")
	a.Says("after")
	b.Says("b1")
	c := open(t, options(api.URL, api.Token))
	receive(t, c, house.accept)
	channeltest.Until(t, "b1", func() bool { return len(house.texts()) == 1 })
	b.Says("b2") // comes although the offset can't move
	channeltest.Until(t, "all", func() bool { return len(house.texts()) == 4 })
	if got := strings.Join(house.texts(), " "); got != "b1 b2 bad after" {
		t.Errorf("taken %q", got)
	}
	house.mu.Lock()
	defer house.mu.Unlock()
	for id, n := range tries {
		if id != "1" && n != 1 {
			t.Errorf("update %s was brought %d times", id, n)
		}
	}
}

// As long as nothing can be stored every word waits, however often it fails.
func TestAFullDiskLosesNoWord(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	tries := 0
	house.refuse = func(talk.Inbound) error {
		tries++
		return errFull
	}
	openHook(t, api, nil, house.accept)
	for i := range 6 {
		api.Citizen(int64(1 + i)).Says("word")
	}
	channeltest.Until(t, "many tries", func() bool {
		house.mu.Lock()
		defer house.mu.Unlock()
		return tries > 40
	})
	house.setRefuse(nil)
	channeltest.Until(t, "all", func() bool { return len(house.texts()) == 6 && api.Pending() == 0 })
	for _, in := range house.taken {
		if in.Text != "word" || in.Kind != talk.KindText {
			t.Errorf("a word was lost: %+v", in)
		}
	}
}

// A message that can't be stored while others can is stored as a bare fact in
// the end, so that its sender hears of it and what follows gets on.
func TestPoisonIsTakenAsABareFact(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	house.refuse = func(in talk.Inbound) error {
		if in.Text == "bad" {
			return errFull
		}
		return nil
	}
	openHook(t, api, nil, house.accept)
	a, b := api.Citizen(1), api.Citizen(2)
	a.Says("bad")
	a.Says("after")
	channeltest.Until(t, "after", func() bool {
		b.Says("b") // others pass
		return slices.Contains(house.texts(), "after")
	})
	channeltest.Until(t, "all", func() bool { return api.Pending() == 0 })
	husks := slices.DeleteFunc(house.taken, func(in talk.Inbound) bool { return in.Kind != talk.KindUnknown })
	if len(husks) != 1 || husks[0].Text != "" || husks[0].Address != "1" || husks[0].Senders[0].ID != "1" {
		t.Errorf("bare facts: %+v", husks)
	}
}

// A webhook that is still set stands in the poller's way until it is removed.
func TestPollingRemovesAWebhook(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	api.Fail(telegramtest.Fault{Method: "deleteWebhook", Status: 502, HTML: true}) // the first try fails
	hookElsewhere(t, api)
	var log channeltest.Journal
	o := options(api.URL, api.Token)
	o.Log = log.Logger()
	receive(t, open(t, o), house.accept)
	api.Citizen(1).Says("hello")
	channeltest.Until(t, "hello", func() bool { return len(house.texts()) == 1 })
	if !strings.Contains(log.String(), "a webhook is set") {
		t.Errorf("nobody was told:\n%s", log.String())
	}
}

func hookElsewhere(t *testing.T, api *telegramtest.Server) {
	t.Helper()
	post(t, api, "setWebhook", `{"url":"http://127.0.0.1:1/nowhere"}`)
}

// Another program with the same token is named, and polling goes on once it left.
func TestAnotherPollerIsNamed(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	api.Fail(telegramtest.Fault{Method: "getUpdates", Status: 409, Description: "Conflict: terminated by other getUpdates request"})
	var log channeltest.Journal
	o := options(api.URL, api.Token)
	o.Log = log.Logger()
	receive(t, open(t, o), house.accept)
	api.Citizen(1).Says("hello")
	channeltest.Until(t, "hello", func() bool { return len(house.texts()) == 1 })
	if !strings.Contains(log.String(), "another program polls") || !strings.Contains(log.String(), "code=conflict") {
		t.Errorf("nobody was told:\n%s", log.String())
	}
}

// Of two processes one polls, and the other takes over when it stops.
func TestOnePollsAtATime(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	shared := &channeltest.Lease{}
	lives := make([]context.CancelFunc, 2)
	var running sync.WaitGroup
	for i := range lives {
		ctx, cancel := context.WithCancel(t.Context())
		lives[i] = cancel
		o := options(api.URL, api.Token)
		o.Lease, o.Owner = shared, fmt.Sprint("process ", i)
		c := open(t, o)
		running.Go(func() { _ = c.Receive(ctx, house.accept) })
		channeltest.Until(t, "the first to poll", func() bool { return len(api.Calls("getUpdates")) > 0 })
	}
	t.Cleanup(running.Wait)
	api.Citizen(1).Says("one")
	channeltest.Until(t, "one", func() bool { return len(house.texts()) == 1 })
	lives[0]()
	api.Citizen(1).Says("two")
	channeltest.Until(t, "two", func() bool { return len(house.texts()) == 2 })
	// The one that stops may still have taken "two" with its last poll.
	channeltest.Until(t, "the other to hold the lease", func() bool {
		return shared.Owner() == "process 1"
	})
	lives[1]()
}

// Who loses the lease stops polling before the next update.
func TestWhoLosesTheLeaseStops(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	o := options(api.URL, api.Token)
	mine := &channeltest.Lease{}
	o.Lease = mine
	var log channeltest.Journal
	o.Log = log.Logger()
	receive(t, open(t, o), house.accept)
	channeltest.Until(t, "a poll", func() bool { return len(api.Calls("getUpdates")) > 0 })
	mine.Take("another")
	channeltest.Until(t, "it to notice", func() bool { return strings.Contains(log.String(), "another process polls now") })
	polls := len(api.Calls("getUpdates"))
	api.Citizen(1).Says("not for us")
	time.Sleep(50 * time.Millisecond) // a poller would have it at once
	if n := len(api.Calls("getUpdates")); n != polls || len(house.texts()) > 0 {
		t.Errorf("%d more polls, taken %q", n-polls, house.texts())
	}
}

// Troubles of every kind on the way in, and still everything arrives once.
func TestPollingSurvivesTrouble(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]telegramtest.Fault{
		"cut":      {Method: "getUpdates"},
		"HTML":     {Method: "getUpdates", Status: 502, HTML: true},
		"500":      {Method: "getUpdates", Status: 500, Description: "Internal Server Error"},
		"throttle": {Method: "getUpdates", Status: 429, RetryAfter: 1},
		"lost":     {Method: "getUpdates", Lost: true},
		"token":    {Method: "getUpdates", Status: 401, Description: "Unauthorized"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, house := serve(t), newDesk()
			api.Fail(f)
			api.Citizen(1).Says("hello")
			receive(t, open(t, options(api.URL, api.Token)), house.accept)
			channeltest.Until(t, "hello", func() bool { return len(house.texts()) == 1 })
			channeltest.Until(t, "the confirmation", func() bool { return api.Pending() == 0 })
		})
	}
}
