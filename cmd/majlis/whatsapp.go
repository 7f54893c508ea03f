package main

import (
	"fmt"

	"majlis/bots/whatsapp"
	"majlis/flows/faq"
	"majlis/flows/live"
)

// openWhatsApp adds the linked device when it is switched on.
func (s *service) openWhatsApp() error {
	w := s.config.WhatsApp
	if !w.On() {
		return nil
	}
	c, err := s.newWhatsApp()
	if err != nil {
		return err
	}
	s.linker, s.held = c, append(s.held, c)
	s.deliverer.Add(c, whatsapp.Limits())
	s.channels = append(s.channels, doorway{whatsapp.Name, c.Receive, c})
	s.joins = append(s.joins, joinWay{whatsapp.Name, func(code string) string { return c.DeepLink(live.Address(code, 0)) }})
	if w.Channel != "" {
		s.faq.Boards = append(s.faq.Boards, faq.Board{Name: whatsapp.Name, Publisher: channelPost{c, w.Channel}})
	}
	return nil
}

// newWhatsApp opens the linked device; whoever has it closes it.
func (h *house) newWhatsApp() (*whatsapp.Channel, error) {
	w := h.config.WhatsApp
	c, err := whatsapp.New(whatsapp.Options{
		DB: w.DB, Endpoint: w.DevEndpoint, NoiseRoot: w.DevNoiseRoot, Typing: w.Typing, Read: w.Read,
		Texts: h.texts, Attachments: h.db, Lease: h.state, Owner: owner(), Sent: h.db, Record: linkNotes{h.db}, Log: h.log, Now: h.now,
	})
	if err != nil {
		return nil, fmt.Errorf("MAJLIS_WHATSAPP_DB: %w; give a file that can be written and that no other program holds", err)
	}
	return c, nil
}
