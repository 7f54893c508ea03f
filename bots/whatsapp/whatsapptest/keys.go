package whatsapptest

import (
	"go.mau.fi/whatsmeow/types"
)

// key is a public key that others begin sessions with.
type key struct {
	id        uint32
	public    []byte
	signature []byte // of signed ones
}

func (k key) node(tag string) node {
	parts := []node{{Tag: "id", Content: bigEndian(k.id, 3)}, {Tag: "value", Content: k.public}}
	if k.signature != nil {
		parts = append(parts, node{Tag: "signature", Content: k.signature})
	}
	return node{Tag: tag, Content: parts}
}

func readKey(n node) key {
	return key{id: number(child(n, "id")), public: child(n, "value"), signature: child(n, "signature")}
}

// djb is the type of all keys.
var djb = []byte{5}

// bundle is what a session with a device begins with; it uses up a one-time key.
func (s *Server) bundle(j types.JID) node {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.device(j)
	if d == nil || d.identity == nil {
		return node{Tag: "user", Attrs: attrs{"jid": j}, Content: []node{{Tag: "error", Attrs: attrs{"code": "404", "text": "item-not-found"}}}}
	}
	parts := d.lasting()
	if once, ok := d.onceKey(); ok {
		parts = append(parts, once.node("key"))
	}
	return node{Tag: "user", Attrs: attrs{"jid": j}, Content: parts}
}

// lasting are a device's keys that are not used up.
func (d *device) lasting() []node {
	return []node{
		{Tag: "registration", Content: bigEndian(d.registration, 4)},
		{Tag: "type", Content: djb},
		{Tag: "identity", Content: d.identity},
		d.signedKey.node("skey"),
	}
}

// onceKey uses up a one-time key, when there is one left.
func (d *device) onceKey() (key, bool) {
	if len(d.preKeys) == 0 {
		return key{}, false
	}
	k := d.preKeys[0]
	d.preKeys = d.preKeys[1:]
	return k, true
}

// countKeys answers how many one-time keys of a device are left.
func (c *connection) countKeys(n *node) {
	c.server.mu.Lock()
	count := len(c.device.preKeys)
	c.server.mu.Unlock()
	c.put(answer(n, node{Tag: "count", Attrs: attrs{"value": count}}))
}

// digestKeys answers which keys of a device are known, for it to compare.
func (c *connection) digestKeys(n *node) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	d := c.device
	var once []node
	for _, k := range d.preKeys {
		once = append(once, node{Tag: "id", Content: bigEndian(k.id, 3)})
	}
	c.put(answer(n, node{Tag: "digest", Content: append(d.lasting(), node{Tag: "list", Content: once})}))
}

// takeKeys takes the keys that a device uploads.
func (c *connection) takeKeys(n *node) {
	c.server.mu.Lock()
	d := c.device
	d.registration, d.identity = number(child(*n, "registration")), child(*n, "identity")
	d.signedKey = readKey(n.GetChildByTag("skey"))
	list := n.GetChildByTag("list")
	for _, k := range list.GetChildren() {
		d.preKeys = append(d.preKeys, readKey(k))
	}
	c.server.mu.Unlock()
	c.put(answer(n))
}

// giveKeys answers with bundles.
func (c *connection) giveKeys(n *node) {
	wanted := n.GetChildByTag("key")
	var users []node
	for _, u := range wanted.GetChildren() {
		users = append(users, c.server.bundle(u.AttrGetter().OptionalJIDOrEmpty("jid")))
	}
	c.put(answer(n, node{Tag: "list", Content: users}))
}
