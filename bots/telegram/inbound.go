package telegram

import (
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"majlis/flows/talk"
)

// inbound turns an update into a message; false for what nobody said to us:
// groups, channels, service notes.
func inbound(u models.Update, now time.Time) (talk.Inbound, bool) {
	switch {
	case u.Message != nil:
		return said(u, *u.Message)
	case u.EditedMessage != nil:
		return edited(u, *u.EditedMessage)
	case u.CallbackQuery != nil:
		return pressed(u, *u.CallbackQuery, now)
	case u.MyChatMember != nil:
		return moved(u, *u.MyChatMember)
	}
	return talk.Inbound{}, false
}

// start is what every message has.
func start(u models.Update, from models.User, chat models.Chat, at int) talk.Inbound {
	in := talk.Inbound{
		Channel: Name, ID: strconv.FormatInt(u.ID, 10), Order: u.ID,
		Senders: []talk.Identity{{Kind: Name, ID: strconv.FormatInt(from.ID, 10)}},
		Address: strconv.FormatInt(chat.ID, 10),
	}
	if at > 0 {
		in.At = time.Unix(int64(at), 0)
	}
	switch lang := from.LanguageCode; {
	case strings.HasPrefix(lang, "ar"):
		in.Lang = "ar"
	case lang != "":
		in.Lang = "en"
	}
	return in
}

// personal reports a person in a chat of their own with us. Groups are left
// alone: what is said there is not said to us.
func personal(chat models.Chat, from models.User) bool {
	return chat.Type == models.ChatTypePrivate && chat.ID != 0 && from.ID != 0 && !from.IsBot
}

// said is a message in a private chat.
func said(u models.Update, m models.Message) (talk.Inbound, bool) {
	if m.From == nil || !personal(m.Chat, *m.From) || note(m) {
		return talk.Inbound{}, false
	}
	in := start(u, *m.From, m.Chat, m.Date)
	in.Native = strconv.Itoa(m.ID)
	if m.ReplyToMessage != nil {
		in.ReplyTo = strconv.Itoa(m.ReplyToMessage.ID)
	}
	in.Text = m.Text + m.Caption // a message has one of them
	in.Files = files(m)
	switch {
	case len(in.Files) > 0:
		in.Kind = talk.KindAttachment
	case m.Location != nil:
		in.Kind, in.Place = talk.KindLocation, &talk.Place{Lat: m.Location.Latitude, Lon: m.Location.Longitude}
	case m.Contact != nil:
		contact(&in, *m.Contact, m.From.ID)
	case m.Text != "":
		text(&in)
	default:
		in.Kind = talk.KindUnknown
	}
	return in, true
}

// note reports what the app itself writes into a chat.
func note(m models.Message) bool {
	return m.PinnedMessage != nil || m.MessageAutoDeleteTimerChanged != nil || m.ChatBackgroundSet != nil || m.WriteAccessAllowed != nil
}

// edited is new words for an earlier message. A place that moves is edited every
// few seconds: that is nobody speaking.
func edited(u models.Update, m models.Message) (talk.Inbound, bool) {
	in, ok := said(u, m)
	if !ok || m.Text == "" && m.Caption == "" {
		return talk.Inbound{}, false
	}
	in.Kind, in.Text, in.Edits = talk.KindEdit, m.Text+m.Caption, in.Native
	in.Files, in.Place = nil, nil // came with the message itself
	return in, true
}

// text reads commands: "/start payload" opens the chat, any other is its word
// without the slash and the bot's name.
func text(in *talk.Inbound) {
	in.Kind = talk.KindText
	command, rest, _ := strings.Cut(in.Text, " ")
	if !strings.HasPrefix(command, "/") || len(command) == 1 {
		return
	}
	word, _, _ := strings.Cut(command[1:], "@")
	if word == "start" {
		in.Kind, in.Text = talk.KindStart, strings.TrimSpace(rest)
		return
	}
	in.Text = strings.TrimSpace(word + " " + rest)
}

// contact takes a phone only from whom it belongs to: somebody else's card is
// nobody's consent.
func contact(in *talk.Inbound, c models.Contact, from int64) {
	if c.UserID != from || c.PhoneNumber == "" {
		in.Kind = talk.KindUnknown
		return
	}
	in.Kind = talk.KindContact
	in.Senders = append(in.Senders, talk.Identity{Kind: "phone", ID: "+" + strings.TrimPrefix(c.PhoneNumber, "+")})
}

// pressed is a button of a message of ours.
func pressed(u models.Update, q models.CallbackQuery, now time.Time) (talk.Inbound, bool) {
	chat := models.Chat{ID: q.From.ID, Type: models.ChatTypePrivate} // a private chat has the id of its person
	switch {
	case q.Message.Message != nil:
		chat = q.Message.Message.Chat
	case q.Message.InaccessibleMessage != nil:
		chat = q.Message.InaccessibleMessage.Chat
	}
	if !personal(chat, q.From) {
		return talk.Inbound{}, false
	}
	in := start(u, q.From, chat, int(now.Unix()))
	in.Kind, in.Choice = talk.KindChoice, q.Data
	return in, true
}

// moved is a person who shut the chat or opened it again.
func moved(u models.Update, m models.ChatMemberUpdated) (talk.Inbound, bool) {
	if !personal(m.Chat, m.From) {
		return talk.Inbound{}, false
	}
	in := start(u, m.From, m.Chat, m.Date)
	switch m.NewChatMember.Type {
	case models.ChatMemberTypeBanned, models.ChatMemberTypeLeft:
		in.Kind = talk.KindBlocked
	default:
		in.Kind = talk.KindReturned
	}
	return in, true
}

// chatOf is whose order an update belongs to; 0 for none.
func chatOf(u models.Update) int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.EditedMessage != nil:
		return u.EditedMessage.Chat.ID
	case u.CallbackQuery != nil:
		return u.CallbackQuery.From.ID
	case u.MyChatMember != nil:
		return u.MyChatMember.Chat.ID
	}
	return 0
}
