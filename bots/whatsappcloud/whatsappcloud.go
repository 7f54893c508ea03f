// Package whatsappcloud is how people reach the house on WhatsApp through the
// official Business Cloud API, which is what a ministry runs in production. Meta
// calls a webhook; we call the Graph API. Facts and figures are those of Meta's
// documentation of the Cloud API (developers.facebook.com/docs/whatsapp).
package whatsappcloud

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"majlis/bots"
	"majlis/flows/talk"
)

// Name of this channel in records.
const Name = "whatsappcloud"

// Options of a Channel.
type Options struct {
	Token       string // bearer token of the Graph API
	PhoneID     string // id of the business's phone number
	AppSecret   string // signs each webhook
	VerifyToken string // proves at set-up that the webhook is ours
	Server      string // of the Graph API, e.g. https://graph.facebook.com
	Version     string // of the Graph API, e.g. v25.0

	// Templates name approved templates with one parameter in their body, by lane:
	// nothing else may be sent once a person has been silent for a day.
	Templates map[talk.Lane]string
	Read      bool // say that a message was read
	Typing    bool // with that, show that an answer is being written: Meta has no one without the other

	Texts       talk.Texts
	Attachments bots.Attachments // what staff send beside words
	Sent        bots.Sent
	Log         *slog.Logger
	Now         func() time.Time // nil: time.Now
}

// Channel carries messages to and from the Cloud API.
type Channel struct {
	Options
	http      *http.Client
	trouble   bots.Trouble
	signs     signs
	begun     bots.Begun
	strangers sync.Map     // ids of numbers that are not ours
	number    atomic.Value // string: ours as Meta writes it, once it was told
}

var (
	_ bots.Channel = (*Channel)(nil)
	_ bots.Fetcher = (*Channel)(nil)
)

// requestTimeout bounds one call; downloads take as long as their context allows.
const requestTimeout = 20 * time.Second

// New makes a channel; it calls nobody yet.
func New(o Options) (*Channel, error) {
	u, err := url.Parse(o.Server)
	if err != nil || u.Host == "" {
		return nil, errors.New("whatsappcloud: the server's address can't be read")
	}
	o.Server = strings.TrimRight(o.Server, "/")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	c := &Channel{Options: o, http: &http.Client{CheckRedirect: stay}}
	c.signs.atOnce = make(chan struct{}, signsAtOnce)
	return c, nil
}

// stay follows no redirect: whoever we are sent to would be told the token.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Name is the channel's name in records.
func (c *Channel) Name() string { return Name }

// Can says what the Cloud API can show.
func (c *Channel) Can() bots.Capabilities {
	return bots.Capabilities{Buttons: maxButtons, List: maxRows, Files: true, Broadcast: len(c.Templates) > 0, Window: window}
}

// Limits are those of a number with normal throughput: eighty messages a second
// in all; one in six seconds to one person, of which 45 may be borrowed at once.
func Limits() bots.Limits {
	return bots.Limits{PerSecond: 70, Burst: 70, PerChat: 1.0 / 6, ChatBurst: 40}
}

// Check asks Meta which number this is.
func (c *Channel) Check(ctx context.Context) (string, error) {
	var number struct {
		Phone   string `json:"display_phone_number"`
		Name    string `json:"verified_name"`
		Quality string `json:"quality_rating"`
	}
	err := c.get(ctx, c.base()+"?fields=display_phone_number,verified_name,quality_rating", &number)
	if err != nil {
		return "", err
	}
	c.number.Store(number.Phone)
	return number.Phone + " (" + number.Name + "), quality " + strings.ToLower(number.Quality), nil
}
