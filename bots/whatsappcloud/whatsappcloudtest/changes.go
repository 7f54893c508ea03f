package whatsappcloudtest

import (
	"fmt"
	"maps"
)

// SharesPhone lets the business see the phone from now on.
func (c *Citizen) SharesPhone() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.hidden = false
}

// SharesCard taps the button by which the business asked for the phone: the
// platform sends the person's own card, and shows the phone from then on.
func (c *Citizen) SharesCard() string {
	id := c.sends("contacts", map[string]any{"contacts": []any{map[string]any{
		"origin": "contact_request", "name": map[string]string{"formatted_name": "Citizen"},
		"phones": []any{map[string]string{"phone": "+" + c.Phone, "wa_id": c.Phone, "type": "MOBILE"}},
	}}})
	c.SharesPhone()
	return id
}

// SendsCard sends the card of a phone, as anybody can with any.
func (c *Citizen) SendsCard(phone string) string {
	return c.sends("contacts", map[string]any{"contacts": []any{map[string]any{
		"origin": "other", "vcard": "BEGIN:VCARD", "phones": []any{map[string]string{"phone": "+" + phone, "wa_id": phone}},
	}}})
}

// Edits changes an earlier message of the person's own.
func (c *Citizen) Edits(id, text string) string {
	return c.sends("edit", map[string]any{"edit": map[string]any{
		"original_message_id": id, "message": map[string]any{"type": "text", "text": map[string]string{"body": text}},
	}})
}

// Deletes takes an earlier message of the person's own back.
func (c *Citizen) Deletes(id string) string {
	return c.sends("revoke", map[string]any{"revoke": map[string]string{"original_message_id": id}})
}

// ChangesNumber moves the account to a new number, which gives it a new user id.
// The business is told by a system message; with byField in the field for it.
func (c *Citizen) ChangesNumber(byField bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	oldPhone, oldUser := c.Phone, c.User
	c.s.last++
	c.Phone, c.User = fmt.Sprintf("9665600%05d", c.s.last), fmt.Sprintf("SA.24817305912%05d", c.s.last)
	if byField {
		update := map[string]any{
			"detail": "User id has been updated.", "timestamp": stamp(c.s.clock()),
			"user_id": map[string]string{"previous": oldUser, "current": c.User},
		}
		if !c.hidden {
			update["wa_id"] = c.Phone
		}
		c.s.tell(event{userID: update})
		return
	}
	system := map[string]any{
		"type": "user_changed_user_id", "user_id": c.User, "body": fmt.Sprintf("User Citizen changed from %s to %s", oldUser, c.User),
	}
	m := map[string]any{"id": c.s.wamid(c.Phone), "timestamp": stamp(c.s.clock()), "type": "system", "system": system}
	if !c.hidden {
		system["wa_id"], m["from"] = c.Phone, oldPhone
	}
	c.s.tell(event{message: m})
}

// Away switches the phone off: what is sent stays with the platform until it is
// back.
func (c *Citizen) Away(away bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.away = away
	for _, e := range c.kept {
		c.inbox = append(c.inbox, e.shown)
		c.s.tell(event{status: e.delivered})
	}
	c.kept = nil
}

// kept is a message that waits for a phone.
type kept struct {
	shown     Shown
	delivered map[string]any
}

// deliver puts a message on the phone, unless that is off or the chat is shut,
// and tells how far it got; locked.
func (c *Citizen) deliver(m Shown, opaque string) {
	state := func(name string) map[string]any {
		s := map[string]any{"id": m.ID, "status": name, "timestamp": stamp(c.s.clock()), "recipient_user_id": c.User}
		if !c.hidden {
			s["recipient_id"] = c.Phone
		}
		if opaque != "" {
			s["biz_opaque_callback_data"] = opaque
		}
		return s
	}
	told := []event{{status: state("sent")}}
	switch {
	case c.blocked:
	case c.away:
		c.kept = append(c.kept, kept{m, state("delivered")})
	default:
		c.inbox = append(c.inbox, m)
		told = append(told, event{status: state("delivered")})
	}
	if c.s.Unordered && len(told) == 2 {
		told[0], told[1] = told[1], told[0]
	}
	for _, e := range told {
		c.s.tell(e)
	}
}

// sends queues a message of a type; more is what that type holds.
func (c *Citizen) sends(kind string, more map[string]any) string {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	id := c.s.wamid(c.Phone)
	m := map[string]any{"id": id, "timestamp": stamp(c.s.clock()), "type": kind, "from_user_id": c.User}
	who := map[string]any{"user_id": c.User, "profile": map[string]string{"name": "Citizen"}}
	if !c.hidden {
		m["from"], who["wa_id"] = c.Phone, c.Phone
	}
	maps.Copy(m, more)
	c.heard = c.s.clock()
	c.s.tell(event{message: m, contact: who})
	return id
}
