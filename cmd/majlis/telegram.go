package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"majlis/bots/telegram"
	"majlis/bots/web/desk"
	"majlis/config"
	"majlis/flows/faq"
	"majlis/flows/live"
)

// telegramHook is where Telegram posts updates in webhook mode.
const telegramHook = "/hooks/telegram"

// postWithin bounds one post to a public channel.
const postWithin = 20 * time.Second

// openTelegram adds Telegram when it is set up, with its webhook in that mode.
func (s *service) openTelegram() error {
	t := s.config.Telegram
	if !t.On() {
		s.ways = append(s.ways, desk.Channel{Name: telegram.Name})
		return nil
	}
	c, err := telegram.New(s.telegramOptions())
	if err != nil {
		return err
	}
	s.ways = append(s.ways, desk.Channel{Name: telegram.Name, On: true, Since: s.now(), Check: c.Check})
	s.deliverer.Add(c, telegram.Limits())
	s.channels = append(s.channels, doorway{telegram.Name, c.Receive, c})
	if name := s.digestChannel(); name != "" {
		s.faq.Boards = append(s.faq.Boards, faq.Board{Name: telegram.Name, Publisher: channelPost{c, name}})
	}
	s.joins = append(s.joins, joinWay{telegram.Name, func(code string) string { return c.DeepLink(live.LinkPrefix + code) }})
	if t.Mode == config.ModeWebhook {
		s.hooks["POST "+telegramHook] = c.Hook(s.reception.Accept)
	}
	return nil
}

func (h *house) telegramOptions() telegram.Options {
	t := h.config.Telegram
	o := telegram.Options{
		Token: t.BotToken(), Server: t.Server, Texts: h.texts, Attachments: h.db, Lease: h.state, Owner: owner(), Log: h.log, Now: h.now,
	}
	if t.Mode == config.ModeWebhook {
		o.HookURL, o.Secret = h.config.PublicURL+telegramHook, t.HookSecret()
	}
	return o
}

// digestChannel is the channel digests are posted to; "" none.
func (h *house) digestChannel() string {
	if name := h.config.Telegram.Channel; name != "" {
		return name
	}
	return h.ministry.Digest.Channel
}

// channelPost publishes to one public channel of a platform.
type channelPost struct {
	platform interface {
		Publish(ctx context.Context, channel, text string) error
	}
	channel string
}

// Publish implements faq.Publisher. Somebody waits for it.
func (p channelPost) Publish(ctx context.Context, text string) error {
	ctx, cancel := context.WithTimeout(ctx, postWithin)
	defer cancel()
	return p.platform.Publish(ctx, p.channel, text)
}

// owner names this process in leases.
func owner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s/%d", host, os.Getpid())
}

func checkTelegram(ctx context.Context, c *config.Config) (string, error) {
	if !c.Telegram.On() {
		return "off", nil
	}
	ch, err := telegram.New(telegram.Options{Token: c.Telegram.BotToken(), Server: c.Telegram.Server})
	if err != nil {
		return "", err
	}
	return ch.Check(ctx)
}
