package whatsappcloud_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/bots/whatsappcloud"
	"majlis/bots/whatsappcloud/whatsappcloudtest"
	"majlis/flows/talk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// texts are as short as labels are.
type texts struct{}

func (texts) Text(_, key string, _ map[string]any) string {
	return map[string]string{"whatsapp.list": "الخيارات"}[key]
}

func (texts) Words(string, string) []string { return nil }

// graph is a Graph API that ends with the test.
func graph(t testing.TB) *whatsappcloudtest.Server {
	t.Helper()
	s, err := whatsappcloudtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func options(s *whatsappcloudtest.Server) whatsappcloud.Options {
	return whatsappcloud.Options{
		Token: s.Token, PhoneID: s.PhoneID, AppSecret: s.AppSecret, VerifyToken: s.VerifyToken, Server: s.URL, Version: "v25.0",
		Read: true, Typing: true, Texts: texts{}, Sent: nowhere{},
	}
}

func channel(t testing.TB, o whatsappcloud.Options) *whatsappcloud.Channel {
	t.Helper()
	c, err := whatsappcloud.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// hooked serves a channel's hook and lets the platform post there.
func hooked(t testing.TB, s *whatsappcloudtest.Server, c *whatsappcloud.Channel, accept bots.Accept) {
	t.Helper()
	door := httptest.NewServer(c.Hook(accept))
	t.Cleanup(c.Wait) // once nobody calls the hook any more
	t.Cleanup(door.Close)
	if err := s.Hook(door.URL); err != nil {
		t.Fatal(err)
	}
}

func parcel(address string) bots.Parcel {
	return bots.Parcel{
		ID: "p-1", Contact: "c", Address: address, Lang: "ar", Heard: time.Now(), Native: "3EB0MADEBEFOREHAND",
		Message: talk.Message{Text: "أهلًا"},
	}
}

// settled waits until the house has confirmed all that the platform brought.
func settled(t *testing.T, s *whatsappcloudtest.Server) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); s.Pending() > 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d events wait", s.Pending())
		}
	}
}

// TestContract holds the channel to what every channel must do.
func TestContract(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, channeltest.Harness{
		Open: func(t *testing.T, h *channeltest.House) channeltest.Stage {
			s := graph(t)
			o := options(s)
			o.Attachments = h
			c := channel(t, o)
			hooked(t, s, c, h.Accept)
			return channeltest.Stage{
				Channel: c, MaxUnits: 4096,
				Citizen:   func() channeltest.Citizen { return citizen{s.Citizen()} },
				Redeliver: s.Redeliver,
				Throttle: func(to channeltest.Citizen) {
					s.Fail(whatsappcloudtest.Fault{To: to.(citizen).Phone, Status: 400, Code: 130429})
				},
				Outage: s.Down,
			}
		},
		Cannot: map[string]string{
			"blocked": "the Cloud API tells nobody that a person blocked the business; see TestUnreachable",
		},
	})
}

// citizen does with the fake's citizen what the contract asks.
type citizen struct{ *whatsappcloudtest.Citizen }

func (c citizen) Taps(n int) {
	for _, m := range slices.Backward(c.Inbox()) {
		if len(m.Options) > 0 {
			c.Picks(m.Options[n-1])
			return
		}
	}
}

func (c citizen) Attaches(kind string, body []byte, caption string) {
	if kind == "photo" {
		c.Citizen.Attaches("image", "image/jpeg", body, caption)
		return
	}
	c.Citizen.Attaches(kind, "application/pdf", body, caption)
}

func (c citizen) Edits(native, text string) { c.Citizen.Edits(native, text) } // where the number is used on a phone as well
func (c citizen) Blocks()                   { c.Citizen.Blocks(true) }
func (c citizen) Returns()                  { c.Citizen.Blocks(false) }

func (c citizen) Shown() []channeltest.Shown {
	var list []channeltest.Shown
	for _, m := range c.Inbox() {
		shown := channeltest.Shown{Text: m.Text, File: m.File}
		for _, o := range m.Options {
			shown.Options = append(shown.Options, o.Label)
		}
		list = append(list, shown)
	}
	return list
}

// nowhere forgets every receipt.
type nowhere struct{}

func (nowhere) Mark(context.Context, string, bots.Mark) error { return nil }

func (nowhere) Said(context.Context, string, string) (talk.Message, error) {
	return talk.Message{}, nil
}
