// Package channeltest holds what every channel must do, whatever its platform.
// It brings a house of its own, which says back what it hears, so that a failure
// is the channel's.
//
// A channel calls Run from its tests with a Harness that starts it over the
// House it is given:
//
//	channeltest.Run(t, channeltest.Harness{
//		Open: func(t *testing.T, h *channeltest.House) channeltest.Stage {
//			platform := startFakePlatform(t)
//			c := newChannel(platform, h.Accept) // brings messages to h.Accept
//			return channeltest.Stage{Channel: c, Citizen: func() channeltest.Citizen { … }}
//		},
//		Cannot: map[string]string{"edits": "the platform has none"},
//	})
//
// Open must register with t whatever has to be stopped. The house delivers over
// Stage.Channel by a bots.Deliverer from then on. A channel whose people fetch
// their mail, like the web, finds it in House.Mail. Every case is run unless
// Cannot gives the reason why the platform (never the channel) can't show it; a
// reason for a case that does not exist fails the test.
package channeltest

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"majlis/bots"
)

// Harness is one channel that can be started with its platform.
type Harness struct {
	// Open starts the channel over the house.
	Open func(t *testing.T, h *House) Stage
	// Cannot says by the name of a case why it can't be shown here.
	Cannot map[string]string
}

// Stage is a running channel and what the platform lets a test do. What is nil
// is never called when its cases are in Cannot.
type Stage struct {
	Channel bots.Channel
	// Citizen makes a person who never wrote before.
	Citizen func() Citizen
	// MaxUnits is the longest message the platform carries, UTF-16 code units; 0:
	// messages are never cut.
	MaxUnits int

	Redeliver func()         // the platform brings the last message again
	Throttle  func(Citizen)  // the next message to this person is refused for a second
	Outage    func(out bool) // the platform can't be reached for sending
}

// Citizen is a person on the platform. Methods that write return once the
// platform has the message, which may be before the house has it.
type Citizen interface {
	// Says writes a text and returns the platform's id of the message.
	Says(text string) (native string)
	// Taps picks the n-th option, from 1, of the newest message that offers any,
	// the way the platform does it: a button, or else the digit.
	Taps(n int)
	// Attaches sends a file of a kind ("photo", "document") with a caption.
	Attaches(kind string, body []byte, caption string)
	// Edits changes an earlier message.
	Edits(native, text string)
	// Blocks shuts the chat, Returns opens it again.
	Blocks()
	Returns()
	// Shown is what the person was shown so far, oldest first.
	Shown() []Shown
}

// Shown is one message as a person sees it.
type Shown struct {
	Text    string
	Options []string // what the buttons say
	File    []byte   // what a message holds that is a file
}

// patience is how long something that must happen may take. It is no promise:
// a test that waits this long has failed.
const patience = 30 * time.Second

// Run holds a channel to the contract.
func Run(t *testing.T, h Harness) {
	for name := range h.Cannot {
		if !slices.ContainsFunc(contract, func(c clause) bool { return c.name == name }) {
			t.Errorf("Cannot names %q, which is no case", name)
		}
	}
	for _, c := range contract {
		if reason := h.Cannot[c.name]; reason != "" {
			t.Logf("%s: can't be shown here: %s", c.name, reason)
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, open(t, h))
		})
	}
}

// clause is one case of the contract.
type clause struct {
	name string
	run  func(t *testing.T, s *scene)
}

var contract = []clause{
	{"text", text},
	{"odd text", oddText},
	{"choices", choices},
	{"wrong choice", wrongChoice},
	{"long text", longText},
	{"long text with choices", longChoices},
	{"order", order},
	{"redelivery", redelivery},
	{"attachments", attachments},
	{"files of ours", ourFiles},
	{"edits", edits},
	{"blocked", blocked},
	{"throttled", throttled},
	{"platform away", platformAway},
	{"store away", storeAway},
	{"poison", poison},
}

// scene is one case's channel and house.
type scene struct {
	Stage
	house *House
}

// open starts a channel, and delivery over it.
func open(t *testing.T, h Harness) *scene {
	house := newHouse()
	s := &scene{Stage: h.Open(t, house), house: house}
	d := bots.NewDeliverer(house.outbox, slog.New(slog.DiscardHandler), time.Now)
	d.Add(s.Channel, bots.Limits{})
	house.outbox.wake = func() { d.Wake(s.Channel.Name()) }
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() { d.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	return s
}

// Until waits for something that must happen.
func Until(t testing.TB, what string, true func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !true(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// texts that a person was shown.
func texts(c Citizen) []string {
	var list []string
	for _, m := range c.Shown() {
		list = append(list, m.Text)
	}
	return list
}

// awaits waits until a person is shown a text.
func awaits(t *testing.T, c Citizen, want string) {
	t.Helper()
	for end := time.Now().Add(patience); !slices.Contains(texts(c), want); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%q was not shown, but %q", want, texts(c))
		}
	}
}
