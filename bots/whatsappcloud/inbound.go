package whatsappcloud

import (
	"strconv"
	"strings"
	"time"

	"majlis/flows/talk"
)

// inbound turns a message into one of the house; false for what nobody said.
func inbound(v value, m message) (talk.Inbound, bool) {
	in, known := start(v, m)
	if !known || m.Type == "system" && m.System.Type == "" {
		return talk.Inbound{}, false
	}
	switch m.Type {
	case "text":
		in.Kind, in.Text = talk.KindText, m.Text.Body
	case "interactive":
		picked(&in, m)
	case "button": // of a template
		in.Kind, in.Text = talk.KindText, m.Button.Text
		if isPayload(m.Button.Payload) {
			in.Kind, in.Text, in.Choice = talk.KindChoice, "", m.Button.Payload
		}
	case "image", "audio", "video", "document", "sticker":
		attached(&in, m)
	case "location":
		if m.Location != nil {
			in.Kind, in.Place = talk.KindLocation, &talk.Place{Lat: m.Location.Latitude, Lon: m.Location.Longitude}
		}
	case "contacts":
		ownCard(&in, m)
	case "reaction":
		in.Kind, in.Text, in.ReplyTo = talk.KindReaction, m.Reaction.Emoji, m.Reaction.MessageID
	case "system": // a new number or user id: the identities say so
		in.Kind = talk.KindReturned
	}
	return in, true
}

// start is what every message has; false when its sender can't be told.
func start(v value, m message) (talk.Inbound, bool) {
	phone, user := m.From, m.FromUser
	for _, c := range v.Contacts {
		if c.User != "" && c.User == user || c.Phone != "" && c.Phone == phone || len(v.Contacts) == 1 {
			phone, user = first(phone, c.Phone), first(user, c.User)
		}
	}
	if m.Type == "system" { // from the old number, about the new one
		phone, user = first(m.System.Phone, phone), first(m.System.User, user)
	}
	in := talk.Inbound{
		Channel: Name, ID: m.ID, Native: m.ID, Senders: senders(user, phone), Address: address(user, phone),
		Kind: talk.KindUnknown, ReplyTo: m.Context.ID,
	}
	if seconds, err := strconv.ParseInt(m.Timestamp, 10, 64); err == nil && seconds > 0 {
		in.At, in.Order = time.Unix(seconds, 0), seconds
	}
	return in, len(in.Senders) > 0 && m.ID != ""
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// senders are a person's identities, surest first: the user id stays when the
// phone is hidden.
func senders(user, phone string) []talk.Identity {
	var list []talk.Identity
	if user != "" {
		list = append(list, talk.Identity{Kind: kindUser, ID: user})
	}
	if phone != "" {
		list = append(list, talk.Identity{Kind: kindPhone, ID: "+" + strings.TrimPrefix(phone, "+")})
	}
	return list
}

// The two forms of an address. The phone is used where both are known: every
// version of the API takes it.
const (
	byPhone = "phone:"
	byUser  = "user:"
)

func address(user, phone string) string {
	if phone != "" {
		return byPhone + strings.TrimPrefix(phone, "+")
	}
	return byUser + user
}

func picked(in *talk.Inbound, m message) {
	choice := first(m.Interactive.Button.ID, m.Interactive.Row.ID)
	switch {
	case isPayload(choice):
		in.Kind, in.Choice = talk.KindChoice, choice
	case m.Interactive.Button.Title+m.Interactive.Row.Title != "":
		in.Kind, in.Text = talk.KindText, first(m.Interactive.Button.Title, m.Interactive.Row.Title)
	}
}

// isPayload reports what talk.Message.Payload may have made: a number, a colon
// and an id.
func isPayload(s string) bool {
	turn, id, found := strings.Cut(s, ":")
	_, err := strconv.Atoi(turn)
	return found && err == nil && id != ""
}

func attached(in *talk.Inbound, m message) {
	kinds := []struct {
		kind string
		*media
	}{{"photo", m.Image}, {"voice", m.Audio}, {"video", m.Video}, {"document", m.Document}, {"photo", m.Sticker}}
	for _, k := range kinds {
		if k.media != nil && k.ID != "" {
			in.Kind, in.Text = talk.KindAttachment, k.Caption
			in.Files = []talk.File{{Kind: k.kind, Name: k.Filename, MIME: k.MIME, Ref: k.ID}}
			return
		}
	}
}

// ownCard takes a phone only from whom it belongs to: the platform has to say the
// same of the sender.
func ownCard(in *talk.Inbound, m message) {
	for _, card := range m.Cards {
		for _, p := range card.Phones {
			if p.Phone != "" && p.Phone == m.From {
				in.Kind = talk.KindContact
			}
		}
	}
}
