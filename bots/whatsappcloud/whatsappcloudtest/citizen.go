package whatsappcloudtest

import (
	"fmt"
	"slices"
	"time"
)

// Citizen is a person on WhatsApp. What they write is with the platform when a
// method returns; the house may have it later.
type Citizen struct {
	Phone string // digits
	User  string // id of the person within this business

	s       *Server
	hidden  bool // the phone is not shown to the business
	blocked bool // the business was blocked
	gone    bool // the account was deleted
	away    bool // the phone is off
	heard   time.Time
	inbox   []Shown
	kept    []kept
}

// Citizen makes a person whose phone the business sees.
func (s *Server) Citizen() *Citizen { return s.add(false) }

// Hidden makes a person with a user name: the business sees no phone.
func (s *Server) Hidden() *Citizen { return s.add(true) }

func (s *Server) add(hidden bool) *Citizen {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.citizens) + 1
	c := &Citizen{s: s, Phone: fmt.Sprintf("9665500%05d", n), User: fmt.Sprintf("SA.13491208655%05d", n), hidden: hidden}
	s.citizens = append(s.citizens, c)
	return c
}

// Says writes a text and returns the platform's id of it.
func (c *Citizen) Says(text string) string {
	return c.sends("text", map[string]any{"text": map[string]string{"body": text}})
}

// Replies writes a text to a message of the business.
func (c *Citizen) Replies(to, text string) string {
	return c.sends("text", map[string]any{"text": map[string]string{"body": text}, "context": map[string]string{"id": to}})
}

// Picks presses a button, or picks a row of a list.
func (c *Citizen) Picks(o Option) string {
	kind := "button_reply"
	if o.Row {
		kind = "list_reply"
	}
	reply := map[string]string{"id": o.ID, "title": o.Label}
	return c.sends("interactive", map[string]any{"interactive": map[string]any{"type": kind, kind: reply}})
}

// Reacts sets a sign on a message.
func (c *Citizen) Reacts(to, emoji string) string {
	return c.sends("reaction", map[string]any{"reaction": map[string]string{"message_id": to, "emoji": emoji}})
}

// Attaches sends a file: "image", "audio", "video" or "document".
func (c *Citizen) Attaches(kind, mime string, body []byte, caption string) string {
	c.s.mu.Lock()
	id := c.s.keep(file{mime, slices.Clone(body)})
	c.s.mu.Unlock()
	m := map[string]any{"id": id, "mime_type": mime, "sha256": "not checked"}
	switch {
	case kind == "audio":
		m["voice"] = true
	case caption != "":
		m["caption"] = caption
	}
	if kind == "document" {
		m["filename"] = "file.pdf"
	}
	return c.sends(kind, map[string]any{kind: m})
}

// SendsLocation sends a place on the map.
func (c *Citizen) SendsLocation(lat, lon float64) string {
	return c.sends("location", map[string]any{"location": map[string]float64{"latitude": lat, "longitude": lon}})
}

// Sends sends a message of any type.
func (c *Citizen) Sends(kind string, more map[string]any) string { return c.sends(kind, more) }

// Blocks shuts the chat: nothing is delivered any more. The business is not told.
func (c *Citizen) Blocks(blocked bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.blocked = blocked
}

// Leaves deletes the account; what is sent to it is refused.
func (c *Citizen) Leaves(left bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.gone = left
}

// Reads tells that a message was shown.
func (c *Citizen) Reads(id string) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.tell(event{status: map[string]any{"id": id, "status": "read", "timestamp": stamp(c.s.clock())}})
}

// Loses tells that a message that was taken could not be delivered after all.
func (c *Citizen) Loses(id string, code int) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.tell(event{status: map[string]any{
		"id": id, "status": "failed", "timestamp": stamp(c.s.clock()), "errors": []any{map[string]any{"code": code, "title": "Injected"}},
	}})
}

// Inbox is what the person was shown so far, oldest first.
func (c *Citizen) Inbox() []Shown {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return slices.Clone(c.inbox)
}
