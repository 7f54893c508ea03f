package whatsapptest

import (
	"slices"

	"go.mau.fi/whatsmeow/types"
)

// device is a phone, or a program linked to it. The server's mu guards it.
type device struct {
	account      *Account
	id           uint16 // 0 is the phone
	noise        []byte // public key that it logs in with
	registration uint32
	identity     []byte // nil until the device told its keys
	signedKey    key
	preKeys      []key

	phone      *Phone      // when it is one
	connection *connection // when it is logged in
	queue      []stanza    // not confirmed yet
}

// pn is the device's address by number, lid the one by hidden id.
func (d *device) pn() types.JID {
	j := d.account.PN
	j.Device = d.id
	return j
}

func (d *device) lid() types.JID {
	j := d.account.LID
	j.Device = d.id
	return j
}

// as is the device's address of the kind that another address is.
func (d *device) as(like types.JID) types.JID {
	if like.Server == types.HiddenUserServer {
		return d.lid()
	}
	return d.pn()
}

// stanza is one that a device has to confirm.
type stanza struct {
	node            node
	class, id, kind string // kind only of what is no message
}

func newStanza(n node) stanza {
	s := stanza{node: n, class: n.Tag, id: text(&n, "id")}
	if n.Tag != "message" {
		s.kind = text(&n, "type")
	}
	return s
}

// confirm takes one stanza off the queue.
func (d *device) confirm(class, id, kind string) {
	at := slices.IndexFunc(d.queue, func(s stanza) bool { return s.class == class && s.id == id && s.kind == kind })
	if at >= 0 {
		d.queue = slices.Delete(d.queue, at, at+1)
	}
}
