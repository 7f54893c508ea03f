package whatsappcloud

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"majlis/bots"
	"majlis/flows/talk"
)

// movedBody ends the sentence that tells of a new user id: "User … changed from OLD
// to NEW". What stands before is a name of the person's own choice.
var movedBody = regexp.MustCompile(` changed from ([A-Z]{2}\.[A-Za-z0-9.]+) to ([A-Z]{2}\.[A-Za-z0-9.]+)$`)

// moved is who a system message is about, before and now. Meta names the number
// from before as the sender, the user id from before only in the sentence.
func moved(m message) (old, now who) {
	old, now = who{cmp.Or(m.System.Previous, m.FromUser), m.From}, who{m.System.User, m.System.Phone}
	if said := movedBody.FindStringSubmatch(m.System.Body); old.user == "" && said != nil && said[2] == now.user {
		old.user = said[1]
	}
	return old, now
}

// relocate lets a message tell that a person is now reached elsewhere. Carrying
// both, it keeps the person one.
func relocate(in *talk.Inbound, old, now who) {
	now = who{cmp.Or(now.user, old.user), cmp.Or(now.phone, old.phone)}
	in.Kind, in.Address = talk.KindReturned, now.address()
	in.Senders = nil
	for _, i := range []who{{old.user, ""}, {now.user, ""}, {"", old.phone}, {"", now.phone}} {
		if ids := i.identities(); len(ids) > 0 && !slices.Contains(in.Senders, ids[0]) {
			in.Senders = append(in.Senders, ids[0])
		}
	}
}

// renamed turns the word of a new user id into a message; false when it doesn't
// say which it was.
func renamed(u newUserID) (talk.Inbound, bool) {
	id := nativeOf(fieldUserID + " " + u.User.Previous + " " + u.User.Current)
	in := talk.Inbound{Channel: Name, ID: id, Native: id}
	stamp(&in, u.Timestamp)
	relocate(&in, who{u.User.Previous, ""}, who{u.User.Current, u.Phone})
	return in, u.User.Previous != "" && u.User.Current != ""
}

// requested is the origin of a card that the platform made itself, of the
// person's own number, because the house asked for it.
const requested = "contact_request"

// ownCard takes a phone only from whom it belongs to: it is the one the platform
// shows the sender with, or the one it was asked for.
func ownCard(in *talk.Inbound, m message, w who) {
	for _, c := range m.Cards {
		for _, p := range c.Phones {
			if p.WhatsApp != "" && strings.TrimPrefix(p.WhatsApp, "+") == w.phone {
				in.Kind = talk.KindContact
				return
			}
		}
	}
	if w.phone != "" || len(m.Cards) != 1 || cmp.Or(m.Cards[0].Origin, m.Origin) != requested {
		return
	}
	if w.phone = m.Cards[0].whatsApp(); w.phone != "" {
		in.Kind, in.Senders, in.Address = talk.KindContact, w.identities(), w.address()
	}
}

// whatsApp is the number of a card that is on WhatsApp, digits alone; "" when it
// can't be told which that is.
func (c card) whatsApp() string {
	for _, p := range c.Phones {
		if phone, ok := bots.International(international(p.WhatsApp)); ok {
			return strings.TrimPrefix(phone, "+")
		}
	}
	if len(c.Phones) != 1 {
		return ""
	}
	phone, _ := bots.International(c.Phones[0].Phone)
	return strings.TrimPrefix(phone, "+")
}
