package whatsapptest

import (
	"slices"

	"go.mau.fi/whatsmeow/types"
)

// handle takes one stanza of a device, unless it was told to go.
func (c *connection) handle(n *node) {
	s := c.server
	s.mu.Lock()
	over := c.device.connection != c
	s.mu.Unlock()
	if over {
		return
	}
	switch n.Tag {
	case "iq":
		c.query(n)
	case "message", "receipt", "chatstate", "presence":
		s.route(c.device, n)
	case "ack":
		s.mu.Lock()
		c.device.confirm(text(n, "class"), text(n, "id"), text(n, "type"))
		s.mu.Unlock()
	case "ib":
	default:
		s.wonder(n.Tag)
	}
}

// queries by namespace, type and the tag of the first child.
var queries = map[string]func(*connection, *node){
	"encrypt/get/count":              (*connection).countKeys,
	"encrypt/get/digest":             (*connection).digestKeys,
	"encrypt/get/key":                (*connection).giveKeys,
	"encrypt/set/registration":       (*connection).takeKeys,
	"md/set/remove-companion-device": (*connection).unlink,
	"passive/set/active":             (*connection).wake,
	"privacy/get/privacy":            (*connection).tellPrivacy,
	"usync/get/usync":                (*connection).lookUp,
	"w:m/set/media_conn":             (*connection).tellMedia,
	"w:mex/get/query":                (*connection).mex,
	// All that these need is an answer.
	"abt/get/props":                     (*connection).agree,
	"blocklist/get/":                    (*connection).agree,
	"passive/set/passive":               (*connection).agree,
	"privacy/set/tokens":                (*connection).agree,
	"tos/set/notice":                    (*connection).agree,
	"urn:xmpp:whatsapp:dirty/set/clean": (*connection).agree,
	"w:p/get/":                          (*connection).agree,
}

func (c *connection) query(n *node) {
	kind := text(n, "type")
	if kind == "result" || kind == "error" {
		return
	}
	what := text(n, "xmlns") + "/" + kind + "/"
	if parts := n.GetChildren(); len(parts) > 0 {
		what += parts[0].Tag
	}
	answers, ok := queries[what]
	if !ok {
		c.server.wonder(what)
		answers = (*connection).agree
	}
	answers(c, n)
}

func (c *connection) agree(n *node) { c.put(answer(n)) }

func (c *connection) wake(n *node) {
	c.put(answer(n))
	c.activate()
}

func (c *connection) tellPrivacy(n *node) {
	c.put(answer(n, node{Tag: "privacy", Content: []node{{Tag: "category", Attrs: attrs{"name": "readreceipts", "value": "all"}}}}))
}

func (c *connection) tellMedia(n *node) {
	c.put(answer(n, node{
		Tag: "media_conn", Attrs: attrs{"auth": "a", "ttl": "300", "auth_ttl": "3600", "max_buckets": "12"},
		Content: []node{{Tag: "host", Attrs: attrs{"hostname": mediaHost}}},
	}))
}

// unlink ends the device itself.
func (c *connection) unlink(n *node) {
	c.put(answer(n))
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.detach()
	delete(c.device.account.devices, c.device.id)
}

// wonder keeps what nobody here knows how to answer.
func (s *Server) wonder(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unknown = append(s.unknown, what)
}

// Unknown lists the kinds of stanzas that the server did not know how to answer.
func (s *Server) Unknown() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.unknown)
}

// lookUp answers who is on WhatsApp, under which addresses and with which devices.
func (c *connection) lookUp(n *node) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	asked := n.GetChildByTag("usync")
	list := asked.GetChildByTag("list")
	var users []node
	for _, u := range list.GetChildren() {
		if j, ok := u.Attrs["jid"].(types.JID); ok {
			users = append(users, c.server.user(j))
		} else {
			users = append(users, c.server.contact(child(u, "contact")))
		}
	}
	c.put(answer(n, node{
		Tag: "usync", Attrs: attrs{"sid": asked.Attrs["sid"], "index": "0", "last": "true", "mode": asked.Attrs["mode"], "context": asked.Attrs["context"]},
		Content: []node{{Tag: "result"}, {Tag: "list", Content: users}},
	}))
}
