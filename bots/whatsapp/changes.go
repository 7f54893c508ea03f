package whatsapp

import (
	"context"
	"regexp"
	"strings"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/reflect/protoreflect"

	"majlis/bots"
	"majlis/flows/talk"
)

type (
	protoField = protoreflect.FieldDescriptor
	protoValue = protoreflect.Value
)

// changed reads what is said about an earlier message, and the number somebody
// shares on purpose; false for what the app tells by itself.
func changed(in *talk.Inbound, p *waE2E.ProtocolMessage) bool {
	target := p.GetKey().GetID()
	switch p.GetType() {
	case waE2E.ProtocolMessage_REVOKE:
		in.Kind, in.Edits = talk.KindDeleted, target
		return target != ""
	case waE2E.ProtocolMessage_MESSAGE_EDIT:
		return edited(in, target, p.GetEditedMessage(), p.GetTimestampMS())
	case waE2E.ProtocolMessage_SHARE_PHONE_NUMBER:
		in.Kind = talk.KindContact
		return phoneOf(in) != ""
	}
	return false
}

// edited is new words for an earlier message.
func edited(in *talk.Inbound, target string, m *waE2E.Message, ms int64) bool {
	in.Kind, in.Text, in.Edits = talk.KindEdit, textOf(m), target
	in.ID = editID(in.ID, target, ms)
	return target != "" && in.Text != ""
}

// hiddenEdit is an edit that is encrypted with the secret of the message it
// changes. What can't be read is unknown: its sender is told.
func (l *line) hiddenEdit(ctx context.Context, in *talk.Inbound, e *events.Message) bool {
	target := e.Message.GetSecretEncryptedMessage().GetTargetMessageKey().GetID()
	var m *waE2E.Message
	err := bots.Safely(func() (err error) { // the library trusts what phones send too far
		m, err = l.client.DecryptSecretEncryptedMessage(ctx, e)
		return err
	})
	if err != nil {
		return true
	}
	if p := m.GetProtocolMessage(); p != nil {
		return edited(in, target, p.GetEditedMessage(), p.GetTimestampMS())
	}
	return edited(in, target, m, e.Info.Timestamp.UnixMilli())
}

// reaction is a sign on a message of ours; those on their own messages say nothing
// to us.
func reaction(in *talk.Inbound, r *waE2E.ReactionMessage) bool {
	if r.GetKey().GetFromMe() || r.GetKey().GetID() == "" {
		return false
	}
	in.Kind, in.Text, in.ReplyTo = talk.KindReaction, r.GetText(), ourID(r.GetKey().GetID())
	return true
}

// card takes a phone only from whom it belongs to: somebody else's card is
// nobody's consent.
func card(in *talk.Inbound, vcard string) {
	own := phoneOf(in)
	for _, number := range numbers(vcard) {
		if own != "" && "+"+number == own {
			in.Kind = talk.KindContact
			return
		}
	}
}

// phoneOf is the sender's number, as far as WhatsApp told it.
func phoneOf(in *talk.Inbound) string {
	for _, id := range in.Senders {
		if id.Kind == "phone" {
			return id.ID
		}
	}
	return ""
}

var (
	waidOf   = regexp.MustCompile(`(?i)waid=(\d{5,20})`)
	notDigit = regexp.MustCompile(`\D`)
)

// numbers of a vCard, digits only, with their country code: those WhatsApp vouches
// for, and those written with a plus.
func numbers(vcard string) []string {
	var list []string
	for line := range strings.Lines(vcard) {
		if !strings.Contains(strings.ToUpper(line), "TEL") {
			continue
		}
		if m := waidOf.FindStringSubmatch(line); m != nil {
			list = append(list, m[1])
		}
		if _, number, found := strings.Cut(line, "+"); found {
			list = append(list, notDigit.ReplaceAllString(number, ""))
		}
	}
	return list
}
