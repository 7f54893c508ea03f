package telegramtest

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Citizen is a person with the app. Writing opens the chat and lets the bot
// write back. Methods that write return the id of the message.
type Citizen struct {
	ID   int64
	Lang string // of the app

	server  *Server
	opened  bool
	blocked bool
	inbox   []Message
	taps    int
}

// Inbox is what the citizen was shown, oldest first.
func (c *Citizen) Inbox() []Message {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return slices.Clone(c.inbox)
}

// Starts opens the chat, perhaps through a link with a payload.
func (c *Citizen) Starts(payload string) int {
	text := "/start"
	if payload != "" {
		text += " " + payload
	}
	return c.Says(text)
}

// Opened makes a citizen somebody who opened the chat long ago: the bot may write.
func (c *Citizen) Opened() {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.opened = true
}

// Says writes a text. A leading command is marked as one, as apps do.
func (c *Citizen) Says(text string) int {
	return c.writes(object{"text": text, "entities": entities(text)})
}

// Replies writes a text that answers an earlier message.
func (c *Citizen) Replies(to int, text string) int {
	return c.writes(object{"text": text, "reply_to_message": object{"message_id": to, "date": time.Now().Unix(), "chat": c.chat()}})
}

// Edits changes an earlier text.
func (c *Citizen) Edits(message int, text string) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	m := c.message(message, object{"text": text})
	m["edit_date"] = time.Now().Unix()
	c.server.push("edited_message", c.ID, m)
}

// Taps presses a button.
func (c *Citizen) Taps(b Button) {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	c.taps++
	id := fmt.Sprintf("tap-%d-%d", c.ID, c.taps)
	if s.push("callback_query", c.ID, object{
		"id": id, "from": c.user(), "chat_instance": itoa(c.ID), "data": b.Data, "message": sent(c, b.Message, object{"text": ""}),
	}) > 0 {
		s.spinning[id] = true
	}
}

// Presses uses a key of an offered keyboard: it shares or says its label.
func (c *Citizen) Presses(k Key) int {
	switch {
	case k.Contact:
		return c.SharesContact("966500000001")
	case k.Location:
		return c.SendsLocation(24.7, 46.7)
	}
	return c.Says(k.Label)
}

// SendsPhoto attaches a photo, in the sizes Telegram makes of it.
func (c *Citizen) SendsPhoto(caption string, body []byte) int {
	c.server.mu.Lock()
	small, large := c.server.keep(body[:len(body)/2]), c.server.keep(body)
	c.server.mu.Unlock()
	return c.writes(object{"caption": caption, "photo": []object{
		{"file_id": small, "file_unique_id": "s", "width": 90, "height": 60, "file_size": len(body) / 2},
		{"file_id": large, "file_unique_id": "l", "width": 900, "height": 600, "file_size": len(body)},
	}})
}

// SendsVoice attaches a voice note.
func (c *Citizen) SendsVoice(seconds int, body []byte) int {
	return c.attaches("voice", body, object{"duration": seconds, "mime_type": "audio/ogg"})
}

// SendsDocument attaches a file.
func (c *Citizen) SendsDocument(name, mime string, body []byte) int {
	return c.attaches("document", body, object{"file_name": name, "mime_type": mime})
}

func (c *Citizen) attaches(kind string, body []byte, about object) int {
	c.server.mu.Lock()
	about["file_id"] = c.server.keep(body)
	c.server.mu.Unlock()
	about["file_unique_id"], about["file_size"] = "u", len(body)
	return c.writes(object{kind: about})
}

// SendsLocation shares a point on the map.
func (c *Citizen) SendsLocation(lat, lon float64) int {
	return c.writes(object{"location": object{"latitude": lat, "longitude": lon}})
}

// SharesContact shares the citizen's own phone number.
func (c *Citizen) SharesContact(phone string) int { return c.SharesContactOf(c.ID, phone) }

// SharesContactOf shares the phone number of whoever has that id.
func (c *Citizen) SharesContactOf(id int64, phone string) int {
	return c.writes(object{"contact": object{"phone_number": phone, "first_name": "Test", "user_id": id}})
}

// Sends writes a message with any content, such as {"sticker": {…}}.
func (c *Citizen) Sends(content map[string]any) int { return c.writes(content) }

// SaysIn writes a text into a group.
func (c *Citizen) SaysIn(group int64, text string) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	m := c.message(c.server.nextMessage(group), object{"text": text})
	m["chat"] = object{"id": group, "type": "supergroup", "title": "Neighbours"}
	c.server.push("message", group, m)
}

// Votes answers a poll that is not anonymous.
func (c *Citizen) Votes(poll string, options ...int) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.push("poll_answer", c.ID, object{"poll_id": poll, "user": c.user(), "option_ids": options})
}

// Blocks shuts the chat; Returns opens it again.
func (c *Citizen) Blocks() { c.moves("kicked", true) }

// Returns opens a chat that was shut.
func (c *Citizen) Returns() { c.moves("member", false) }

func (c *Citizen) moves(status string, blocked bool) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	before := map[bool]string{true: "kicked", false: "member"}[c.blocked]
	c.blocked = blocked
	member := func(status string) object {
		m := object{"status": status, "user": object{"id": 424242, "is_bot": true, "first_name": "Majlis"}}
		if status == "kicked" {
			m["until_date"] = 0
		}
		return m
	}
	c.server.push("my_chat_member", c.ID, object{
		"chat": c.chat(), "from": c.user(), "date": time.Now().Unix(),
		"old_chat_member": member(before), "new_chat_member": member(status),
	})
}

func (c *Citizen) writes(content object) int {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.opened = true
	id := c.server.nextMessage(c.ID)
	c.server.push("message", c.ID, c.message(id, content))
	return id
}

// message is the citizen's, as Telegram describes it.
func (c *Citizen) message(id int, content object) object {
	m := object{"message_id": id, "from": c.user(), "chat": c.chat(), "date": time.Now().Unix()}
	maps.Copy(m, content)
	return m
}

func (c *Citizen) user() object {
	return object{"id": c.ID, "is_bot": false, "first_name": "Test", "language_code": c.Lang}
}

func (c *Citizen) chat() object {
	return object{"id": c.ID, "type": "private", "first_name": "Test"}
}

// entities marks a leading command.
func entities(text string) []object {
	n := 0
	for n < len(text) && (n == 0 && text[n] == '/' || n > 0 && (text[n] >= 'a' && text[n] <= 'z' || text[n] == '_' || text[n] == '@')) {
		n++
	}
	if n < 2 {
		return []object{}
	}
	return []object{{"type": "bot_command", "offset": 0, "length": n}}
}
