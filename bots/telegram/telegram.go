// Package telegram is how people reach the house on Telegram. go-telegram/bot
// gives models and sending; polling and the webhook are our own, because the
// library confirms an update before anything is stored.
package telegram

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-telegram/bot"

	"majlis/bots"
	"majlis/flows/talk"
)

// Name of this channel in records, and of its people's identities.
const Name = "telegram"

// Options of a Channel.
type Options struct {
	Token   string
	Server  string // Bot API server, e.g. https://api.telegram.org
	HookURL string // where Telegram posts updates; "" polls instead
	Secret  string // comes back with each webhook

	Texts       talk.Texts
	Lease       bots.Lease       // whoever holds it polls
	Owner       string           // this process, in the lease
	Attachments bots.Attachments // what staff send beside words
	Log         *slog.Logger
	Now         func() time.Time // nil: time.Now
}

// Channel carries messages to and from Telegram.
type Channel struct {
	Options
	bot     *bot.Bot
	http    *http.Client
	trouble bots.Trouble
	begun   bots.Begun
	name    atomic.Value // string: the bot's, without @, once Telegram has told it
}

var (
	_ bots.Channel  = (*Channel)(nil)
	_ bots.Receiver = (*Channel)(nil)
	_ bots.Fetcher  = (*Channel)(nil)
)

// requestTimeout bounds one call; a long poll adds its own waiting.
const requestTimeout = 20 * time.Second

// New makes a channel; it calls nobody yet.
func New(o Options) (*Channel, error) {
	o.Server = strings.TrimRight(o.Server, "/")
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Channel{Options: o, http: &http.Client{CheckRedirect: stay}}
	b, err := bot.New(
		o.Token,
		bot.WithSkipGetMe(), // the program must start while Telegram is away
		bot.WithServerURL(o.Server),
		bot.WithHTTPClient(requestTimeout, &client{inner: &http.Client{Timeout: requestTimeout, CheckRedirect: stay}}),
		bot.WithErrorsHandler(func(error) {}), // may hold what was sent
		bot.WithDebugHandler(func(string, ...any) {}),
	)
	if err != nil {
		return nil, fmt.Errorf("telegram: %w", err)
	}
	c.bot = b
	return c, nil
}

// stay follows no redirect: the address holds the token, and would be told to
// whoever we are sent to.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Name is the channel's name in records.
func (c *Channel) Name() string { return Name }

// Can says what Telegram can show.
func (c *Channel) Can() bots.Capabilities {
	return bots.Capabilities{Buttons: maxButtons, Edits: true, Files: true, Repeats: true, Broadcast: true}
}

// Limits are Telegram's published limits: about thirty messages a second in all
// and one a second to one chat, with short bursts borne
// (core.telegram.org/bots/faq).
func Limits() bots.Limits {
	return bots.Limits{PerSecond: 28, Burst: 28, PerChat: 1, ChatBurst: 5}
}

// Check asks Telegram who this bot is.
func (c *Channel) Check(ctx context.Context) (string, error) {
	name, err := c.learnName(ctx)
	if err != nil {
		return "", sendError(err)
	}
	return "@" + name, nil
}

// learnName asks for the bot's name and keeps it, for links.
func (c *Channel) learnName(ctx context.Context) (string, error) {
	me, err := c.bot.GetMe(ctx)
	if err != nil {
		return "", err
	}
	c.name.Store(me.Username)
	return me.Username, nil
}

// Receive brings messages until ctx ends: by polling, or by telling Telegram
// where to post them.
func (c *Channel) Receive(ctx context.Context, accept bots.Accept) error {
	var introduced sync.WaitGroup
	defer introduced.Wait()
	introduced.Go(func() { c.introduce(ctx) })
	if c.HookURL != "" {
		return c.register(ctx)
	}
	return c.pollWhileMine(ctx, accept)
}
