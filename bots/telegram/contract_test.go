package telegram_test

import (
	"net/http/httptest"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/bots/telegram"
	"majlis/bots/telegram/telegramtest"
)

func TestContractByPolling(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, channeltest.Harness{Open: func(t *testing.T, h *channeltest.House) channeltest.Stage {
		api := serve(t)
		o := options(api.URL, api.Token)
		o.Attachments = h
		c := open(t, o)
		receive(t, c, h.Accept)
		return stage(c, api)
	}})
}

func TestContractByWebhook(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, channeltest.Harness{Open: func(t *testing.T, h *channeltest.House) channeltest.Stage {
		api := serve(t)
		return stage(openHook(t, api, h, h.Accept), api)
	}})
}

// openHook starts a channel in webhook mode and waits until the webhook is set.
func openHook(t testing.TB, api *telegramtest.Server, files bots.Attachments, accept bots.Accept) *telegram.Channel {
	t.Helper()
	door := httptest.NewUnstartedServer(nil)
	o := options(api.URL, api.Token)
	o.Attachments = files
	o.HookURL, o.Secret = "http://"+door.Listener.Addr().String(), "a-Secret_1"
	c := open(t, o)
	door.Config.Handler = c.Hook(accept)
	door.Start()
	t.Cleanup(door.Close)
	receive(t, c, accept)
	channeltest.Until(t, "the webhook to be set", func() bool { return len(api.Calls("setWebhook")) > 0 })
	return c
}

// stage is what the fake Bot API lets the contract do.
func stage(c *telegram.Channel, api *telegramtest.Server) channeltest.Stage {
	var last atomic.Int64
	return channeltest.Stage{
		Channel: c, MaxUnits: 4096,
		Citizen:   func() channeltest.Citizen { return citizen{api.Citizen(1000 + last.Add(1))} },
		Redeliver: func() { api.Redeliver(1) },
		Throttle: func(to channeltest.Citizen) {
			chat := strconv.FormatInt(to.(citizen).ID, 10)
			api.Fail(telegramtest.Fault{Method: "sendMessage", Chat: chat, Status: 429, RetryAfter: 1})
		},
		Outage: api.Down,
	}
}

// citizen does with the fake's citizen what the contract asks.
type citizen struct{ *telegramtest.Citizen }

func (c citizen) Says(text string) string { return strconv.Itoa(c.Citizen.Says(text)) }

func (c citizen) Taps(n int) {
	for _, m := range slices.Backward(c.Inbox()) {
		if len(m.Buttons) > 0 {
			c.Citizen.Taps(m.Buttons[n-1])
			return
		}
	}
	c.Says(strconv.Itoa(n))
}

func (c citizen) Attaches(kind string, body []byte, caption string) {
	if kind == "photo" {
		c.SendsPhoto(caption, body)
		return
	}
	c.SendsDocument("file.pdf", "application/pdf", body)
}

func (c citizen) Edits(native, text string) {
	id, _ := strconv.Atoi(native) // it came from Says
	c.Citizen.Edits(id, text)
}

func (c citizen) Shown() []channeltest.Shown {
	var list []channeltest.Shown
	for _, m := range c.Inbox() {
		shown := channeltest.Shown{Text: m.Text, File: m.File}
		for _, b := range m.Buttons {
			shown.Options = append(shown.Options, b.Label)
		}
		list = append(list, shown)
	}
	return list
}
