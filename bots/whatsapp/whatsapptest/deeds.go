package whatsapptest

import (
	"fmt"

	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
)

// Attaches sends a file: a "photo", "voice" note, "video" or "document".
func (c *Citizen) Attaches(kind string, body []byte, caption string) string {
	media, ok := mediaTypes[kind]
	if !ok {
		panic(fmt.Sprintf("whatsapptest: %q is no kind of file", kind))
	}
	f, err := c.server.store(body, media)
	if err != nil {
		panic(err)
	}
	return c.Sends(f.attachment(kind, caption))
}

// SendsLocation shares a point on the map, degrees.
func (c *Citizen) SendsLocation(lat, lon float64) string {
	return c.Sends(&waE2E.Message{LocationMessage: &waE2E.LocationMessage{DegreesLatitude: &lat, DegreesLongitude: &lon}})
}

// SharesContact shares a name and number, digits in international form.
func (c *Citizen) SharesContact(name, phone string) string {
	card := fmt.Sprintf("BEGIN:VCARD\nVERSION:3.0\nFN:%s\nTEL;type=CELL;waid=%s:+%s\nEND:VCARD", name, phone, phone)
	return c.Sends(&waE2E.Message{ContactMessage: &waE2E.ContactMessage{DisplayName: &name, Vcard: &card}})
}

// Reacts sets an emoji at a message of the ministry's; "" takes it back.
func (c *Citizen) Reacts(to, emoji string) string {
	return c.Sends(&waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{Key: c.key(to, false), Text: &emoji}})
}

// Edits changes the text of an earlier message of the citizen's.
func (c *Citizen) Edits(id, text string) string {
	return c.Sends(&waE2E.Message{EditedMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{
		ProtocolMessage: &waE2E.ProtocolMessage{
			Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(), Key: c.key(id, true), EditedMessage: &waE2E.Message{Conversation: &text},
		},
	}}})
}

// Deletes takes an earlier message of the citizen's back, for everybody.
func (c *Citizen) Deletes(id string) string {
	return c.Sends(&waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
		Type: waE2E.ProtocolMessage_REVOKE.Enum(), Key: c.key(id, true),
	}})
}

// key names a message of the chat.
func (c *Citizen) key(id string, own bool) *waCommon.MessageKey {
	return &waCommon.MessageKey{RemoteJID: new(c.Ministry.LID.String()), FromMe: &own, ID: &id}
}

// Reads tells the ministry that messages of its were read.
func (c *Citizen) Reads(ids ...string) {
	for _, id := range ids {
		c.Phone.receipt(c.Ministry.LID, id, "read")
	}
}

// LosesSession forgets what the phone and the ministry's devices had agreed on:
// what comes next can't be read, and is asked for again.
func (c *Citizen) LosesSession() { c.Phone.Forget(c.Ministry) }
