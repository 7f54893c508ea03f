package main

import (
	"context"
	"fmt"

	"majlis/bots/web/desk"
	"majlis/bots/whatsapp"
	"majlis/bots/whatsappcloud"
	"majlis/config"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// openCloud adds the WhatsApp Cloud API when it is set up. It fetches nothing by
// itself: Meta calls its hook.
func (s *service) openCloud() error {
	if !s.config.Cloud.On() {
		s.ways = append(s.ways, desk.Channel{Name: whatsappcloud.Name})
		return nil
	}
	c, err := whatsappcloud.New(s.cloudOptions())
	if err != nil {
		return err
	}
	s.ways = append(s.ways, desk.Channel{Name: whatsappcloud.Name, On: true, Since: s.now(), Check: c.Check})
	s.held = append(s.held, c)
	s.deliverer.Add(c, whatsappcloud.Limits())
	s.channels = append(s.channels, doorway{name: whatsappcloud.Name, files: c})
	s.joins = append(s.joins, joinWay{whatsapp.Name, func(code string) string { return c.DeepLink(live.Address(code, 0)) }})
	s.hooks[cloudHook] = c.Hook(s.reception.Accept)
	return nil
}

func (h *house) cloudOptions() whatsappcloud.Options {
	o := cloudAccount(h.config.Cloud)
	o.Texts, o.Attachments, o.Sent, o.Log, o.Now = h.texts, h.db, h.db, h.log, h.now
	return o
}

// cloudAccount is what tells Meta who is asking.
func cloudAccount(c config.Cloud) whatsappcloud.Options {
	return whatsappcloud.Options{
		Token: c.AccessToken(), PhoneID: c.PhoneID, AppSecret: c.SigningSecret(), VerifyToken: c.VerifyWord(),
		Server: c.Server, Version: c.Version, Typing: c.Typing, Read: c.Read, Templates: cloudTemplates(c),
	}
}

// cloudTemplates are the approved templates by what they carry.
func cloudTemplates(c config.Cloud) map[talk.Lane]string {
	all := map[talk.Lane]string{talk.LaneReply: c.TemplateReply, talk.LaneAnswer: c.TemplateReply, talk.LaneNotice: c.TemplateNotice, talk.LaneBulk: c.TemplateDigest}
	for lane, name := range all {
		if name == "" {
			delete(all, lane)
		}
	}
	return all
}

func checkCloud(ctx context.Context, c *config.Config) (string, error) {
	if !c.Cloud.On() {
		return "off", nil
	}
	ch, err := whatsappcloud.New(cloudAccount(c.Cloud))
	if err != nil {
		return "", err
	}
	found, err := ch.Check(ctx)
	if err != nil {
		return "", err
	}
	if c.PublicURL != "" {
		found += "\n" + indent(fmt.Sprintf("note: the webhook at Meta must be %s%s, subscribed to messages and user_id_update", c.PublicURL, cloudHook))
	}
	return found, nil
}
