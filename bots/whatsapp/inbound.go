package whatsapp

import (
	"context"
	"strconv"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"majlis/flows/talk"
)

// personal reports what a person said in a chat of their own with us. Groups,
// status posts and channels are left alone: what is said there is not said to us.
func personal(i types.MessageInfo) bool {
	if i.IsFromMe || i.IsGroup || i.ID == "" || !isUser(i.Chat) || !isUser(i.Sender) {
		return false
	}
	return !i.Sender.IsBot() && i.Sender.User != types.PSAJID.User
}

// isUser reports an address of a person.
func isUser(j types.JID) bool {
	return j.User != "" && (j.Server == types.DefaultUserServer || j.Server == types.HiddenUserServer)
}

// sender is who wrote, by both names that WhatsApp has for a person.
type sender struct {
	lid   types.JID // the hidden id; empty when unknown
	phone types.JID // the number; empty when unknown
}

// key of a person, for keeping order.
func (s sender) key() string { return s.address().User }

// address is where replies go: numbers change, hidden ids don't.
func (s sender) address() types.JID {
	if !s.lid.IsEmpty() {
		return s.lid
	}
	return s.phone
}

func (s sender) identities() []talk.Identity {
	var list []talk.Identity
	if !s.lid.IsEmpty() {
		list = append(list, talk.Identity{Kind: Name, ID: s.lid.User})
	}
	if !s.phone.IsEmpty() {
		list = append(list, talk.Identity{Kind: "phone", ID: "+" + s.phone.User})
	}
	return list
}

// sender finds both names of whoever wrote: the message has one and may have the
// other, and the link's database remembers pairs.
func (l *line) sender(ctx context.Context, i types.MessageInfo) (sender, error) {
	var s sender
	for _, j := range []types.JID{i.Sender.ToNonAD(), i.SenderAlt.ToNonAD()} {
		switch {
		case j.Server == types.HiddenUserServer && s.lid.IsEmpty():
			s.lid = j
		case j.Server == types.DefaultUserServer && s.phone.IsEmpty():
			s.phone = j
		}
	}
	var err error
	switch {
	case s.lid.User == "" && s.phone.User != "":
		s.lid, err = l.client.Store.LIDs.GetLIDForPN(ctx, s.phone)
	case s.phone.User == "" && s.lid.User != "":
		s.phone, err = l.client.Store.LIDs.GetPNForLID(ctx, s.lid)
	}
	return s, err
}

// start is what every message has.
func start(i types.MessageInfo, who sender) talk.Inbound {
	return talk.Inbound{
		Channel: Name, ID: i.ID, Senders: who.identities(), Address: who.address().String(),
		At: i.Timestamp, Kind: talk.KindUnknown, Native: i.ID,
	}
}

// read fills in what was said; false when nobody said anything, as when the app
// itself writes. An error is one of looking things up.
func (l *line) read(ctx context.Context, in *talk.Inbound, e *events.Message) (said bool, err error) {
	m := e.Message
	switch {
	case m == nil:
		return false, nil
	case m.GetPollUpdateMessage() != nil:
		return l.vote(ctx, in, e)
	case m.GetSecretEncryptedMessage() != nil:
		return l.hiddenEdit(ctx, in, e), nil
	case m.GetProtocolMessage() != nil:
		return changed(in, m.GetProtocolMessage()), nil
	case m.GetReactionMessage() != nil:
		return reaction(in, m.GetReactionMessage()), nil
	case silent(m):
		return false, nil
	}
	in.ReplyTo = l.quoted(m)
	content(in, m)
	return true, nil
}

// content reads words, files, places and cards.
func content(in *talk.Inbound, m *waE2E.Message) {
	in.Text = textOf(m)
	switch {
	case files(m) != nil:
		in.Kind, in.Files = talk.KindAttachment, files(m)
	case m.GetLocationMessage() != nil:
		p := m.GetLocationMessage()
		in.Kind, in.Place = talk.KindLocation, &talk.Place{Lat: p.GetDegreesLatitude(), Lon: p.GetDegreesLongitude()}
	case m.GetLiveLocationMessage() != nil:
		p := m.GetLiveLocationMessage()
		in.Kind, in.Place = talk.KindLocation, &talk.Place{Lat: p.GetDegreesLatitude(), Lon: p.GetDegreesLongitude()}
	case m.GetContactMessage() != nil:
		card(in, m.GetContactMessage().GetVcard())
	case in.Text != "":
		in.Kind = talk.KindText
	}
}

// textOf is what was typed: a text, or the words under a file.
func textOf(m *waE2E.Message) string {
	for _, text := range []string{
		m.GetConversation(), m.GetExtendedTextMessage().GetText(), m.GetImageMessage().GetCaption(),
		m.GetVideoMessage().GetCaption(), m.GetDocumentMessage().GetCaption(),
	} {
		if text != "" {
			return text
		}
	}
	return ""
}

// silent reports what is no message of a person: keys, and the announcement of
// photos that follow one by one.
func silent(m *waE2E.Message) bool {
	return m.GetAlbumMessage() != nil || m.GetPinInChatMessage() != nil || m.GetKeepInChatMessage() != nil || onlyKeys(m)
}

// onlyKeys reports a message that carries nothing but means of encryption.
func onlyKeys(m *waE2E.Message) bool {
	rest := false
	m.ProtoReflect().Range(func(field protoField, _ protoValue) bool {
		switch field.Name() {
		case "messageContextInfo", "senderKeyDistributionMessage", "fastRatchetKeySenderKeyDistributionMessage":
			return true
		}
		rest = true
		return false
	})
	return !rest && len(m.ProtoReflect().GetUnknown()) == 0
}

// quoted is the id of our message that a message answers.
func (l *line) quoted(m *waE2E.Message) string {
	c := contextOf(m)
	if c.GetStanzaID() == "" {
		return ""
	}
	if whose, err := types.ParseJID(c.GetParticipant()); err == nil && whose.User != "" && !l.isOwn(whose) {
		return "" // their own words
	}
	return ourID(c.GetStanzaID())
}

func contextOf(m *waE2E.Message) *waE2E.ContextInfo {
	for _, part := range []interface{ GetContextInfo() *waE2E.ContextInfo }{
		m.GetExtendedTextMessage(), m.GetImageMessage(), m.GetVideoMessage(), m.GetPtvMessage(), m.GetAudioMessage(),
		m.GetDocumentMessage(), m.GetLocationMessage(), m.GetLiveLocationMessage(), m.GetContactMessage(), m.GetStickerMessage(),
	} {
		if c := part.GetContextInfo(); c != nil {
			return c
		}
	}
	return nil
}

// isOwn reports an address of the linked number.
func (l *line) isOwn(j types.JID) bool {
	return j.User == l.own.User || j.User == l.client.Store.GetLID().User
}

// editID is the id of an edit. Should a phone reuse the id of what it edits, the
// time tells them apart.
func editID(id, target string, ms int64) string {
	if id != target {
		return id
	}
	return id + "." + strconv.FormatInt(ms, 10)
}
