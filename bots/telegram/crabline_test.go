package telegram_test

import (
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"

	"majlis/bots/channeltest"
	"majlis/bots/telegram/telegramtest"
)

// What crabline 0.1.27 can't show, so that it is not asked for it. Our own fake
// shows all of it.
var beyondCrabline = map[string]string{
	"choices":                "crabline queues no callback queries",
	"long text with choices": "crabline queues no callback queries",
	"redelivery":             "crabline brings no update twice once it was confirmed",
	"attachments":            "crabline queues text alone",
	"files of ours":          "crabline knows no sendDocument",
	"edits":                  "crabline queues no edited messages",
	"blocked":                "crabline knows no my_chat_member and refuses nobody",
	"throttled":              "crabline answers 429 only when its own queue is full",
}

// The same contract on a Bot API that others wrote, by both ways in.
func TestContractOnCrabline(t *testing.T) {
	t.Parallel()
	t.Run("poll", func(t *testing.T) {
		channeltest.Run(t, channeltest.Harness{Cannot: beyondCrabline, Open: func(t *testing.T, h *channeltest.House) channeltest.Stage {
			peer := telegramtest.ServeCrabline(t)
			c := open(t, options(peer.URL, peer.Token))
			receive(t, c, h.Accept)
			return channeltest.Stage{Channel: c, MaxUnits: 4096, Citizen: people(t, peer), Outage: peer.Cut}
		}})
	})
	t.Run("webhook", func(t *testing.T) {
		channeltest.Run(t, channeltest.Harness{Cannot: beyondCrabline, Open: func(t *testing.T, h *channeltest.House) channeltest.Stage {
			peer := telegramtest.ServeCrabline(t)
			door := httptest.NewUnstartedServer(nil)
			o := options(peer.URL, peer.Token)
			o.HookURL, o.Secret = "http://"+door.Listener.Addr().String(), "a-Secret_1"
			c := open(t, o)
			door.Config.Handler = c.Hook(h.Accept)
			door.Start()
			t.Cleanup(door.Close)
			receive(t, c, h.Accept)
			channeltest.Until(t, "the webhook to be set", func() bool { return len(peer.Called("setWebhook")) > 0 })
			return channeltest.Stage{Channel: c, MaxUnits: 4096, Citizen: people(t, peer), Outage: peer.Cut}
		}})
	})
}

// people makes one citizen of crabline's after the other.
func people(t *testing.T, peer *telegramtest.Crabline) func() channeltest.Citizen {
	var n atomic.Int64
	return func() channeltest.Citizen { return &peerCitizen{peer.Citizen(5000 + n.Add(1)), t} }
}

// peerCitizen is a citizen of crabline's as the contract wants one.
type peerCitizen struct {
	*telegramtest.CrablineCitizen
	t *testing.T
}

func (p *peerCitizen) Says(text string) string { return strconv.Itoa(p.CrablineCitizen.Says(text)) }

func (p *peerCitizen) Shown() []channeltest.Shown {
	var list []channeltest.Shown
	for _, m := range p.Inbox() {
		shown := channeltest.Shown{Text: m.Text}
		for _, b := range m.Buttons {
			shown.Options = append(shown.Options, b.Label)
		}
		list = append(list, shown)
	}
	return list
}

// What crabline has no way for is in beyondCrabline.
func (p *peerCitizen) Taps(int)                        { p.t.Fatal("crabline queues no callback queries") }
func (p *peerCitizen) Attaches(string, []byte, string) { p.t.Fatal("crabline queues text alone") }
func (p *peerCitizen) Edits(string, string)            { p.t.Fatal("crabline queues no edits") }
func (p *peerCitizen) Blocks()                         { p.t.Fatal("crabline knows no blocks") }
func (p *peerCitizen) Returns()                        { p.t.Fatal("crabline knows no blocks") }
