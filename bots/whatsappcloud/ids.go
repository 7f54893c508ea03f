package whatsappcloud

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"majlis/flows/talk"
)

// Kinds of the identities of this channel's people. A user id is theirs within
// one business, and there even when the phone is not shown to us.
const (
	kindUser  = "whatsapp_user"
	kindPhone = "phone"
)

// nativeOf is the house's id of a message. Meta's own (wamid.…) holds the person's
// phone in base64, which must not be stored in the open; the random part of it
// keeps it from being guessed from this.
func nativeOf(wamid string) string {
	if wamid == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(wamid))
	return "wa" + hex.EncodeToString(sum[:16])
}

// who is a person as a webhook names them; either may be empty.
type who struct{ user, phone string }

// identities are a person's, surest first: the user id stays when the phone is
// hidden.
func (w who) identities() []talk.Identity {
	var list []talk.Identity
	if w.user != "" {
		list = append(list, talk.Identity{Kind: kindUser, ID: w.user})
	}
	if w.phone != "" {
		list = append(list, talk.Identity{Kind: kindPhone, ID: international(w.phone)})
	}
	return list
}

func international(phone string) string { return "+" + strings.TrimPrefix(phone, "+") }

// The two forms of an address. The phone is used where both are known, as Meta
// does when it is given both; every version of the API takes it.
const (
	byPhone = "phone:"
	byUser  = "user:"
)

func (w who) address() string {
	if w.phone != "" {
		return byPhone + strings.TrimPrefix(w.phone, "+")
	}
	return byUser + w.user
}

// sender is who wrote a message. What it lacks is taken from the contact beside
// it that is the same person, or must be: that of the only message.
func sender(v value, m message) who {
	w := who{m.FromUser, m.From}
	only := len(v.Contacts) == 1 && len(v.Messages) == 1
	for _, c := range v.Contacts {
		same := c.User != "" && c.User == w.user || c.Phone != "" && c.Phone == w.phone
		another := c.User != "" && w.user != "" && c.User != w.user
		if (same || only) && !another {
			w.user, w.phone = cmp.Or(w.user, c.User), cmp.Or(w.phone, c.Phone)
		}
	}
	return w
}
