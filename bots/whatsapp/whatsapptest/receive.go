package whatsapptest

import (
	"strconv"

	"go.mau.fi/whatsmeow/types"
)

// retries is how often a phone asks again for a message that it can't read.
const retries = 4

// handle takes one stanza that arrived.
func (p *Phone) handle(n node) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch n.Tag {
	case "message":
		p.take(n)
	case "receipt":
		p.note(n)
	case "chatstate":
		for _, state := range n.GetChildren() {
			p.typing = append(p.typing, state.Tag)
		}
	}
}

// take reads a message and confirms it, or asks for it again. The same message is
// kept once, however often it comes.
func (p *Phone) take(n node) {
	from, id := n.AttrGetter().OptionalJIDOrEmpty("from"), text(&n, "id")
	m, err := p.decrypt(from, n)
	if err != nil {
		p.askAgain(from, id)
		return
	}
	if from.User != p.account.PN.User && from.User != p.account.LID.User {
		p.receipt(from, id, "")
	}
	key := from.User + " " + id
	if p.seen[key] {
		return
	}
	p.seen[key] = true
	p.inbox = append(p.inbox, newMessage(from, id, m))
}

// note keeps what became of messages.
func (p *Phone) note(n node) {
	kind := text(&n, "type")
	if kind == "" {
		kind = "delivered"
	}
	p.receipts = append(p.receipts, Receipt{ID: text(&n, "id"), Kind: kind})
	more := n.GetChildByTag("list")
	for _, item := range more.GetChildren() {
		p.receipts = append(p.receipts, Receipt{ID: text(&item, "id"), Kind: kind})
	}
}

// askAgain sends a retry receipt; from the second on with fresh keys, as phones do.
func (p *Phone) askAgain(from types.JID, id string) {
	p.tries[id]++
	count := p.tries[id]
	if count > retries {
		return
	}
	parts := []node{
		{Tag: "retry", Attrs: attrs{"count": count, "id": id, "t": strconv.FormatInt(now(), 10), "v": "1"}},
		{Tag: "registration", Content: bigEndian(p.signal.registration, 4)},
	}
	if count > 1 {
		parts = append(parts, p.freshKeys())
	}
	p.receipt(from, id, "retry", parts...)
}

// freshKeys are for a session that begins anew.
func (p *Phone) freshKeys() node {
	p.account.server.mu.Lock()
	once, ok := p.device.onceKey()
	p.account.server.mu.Unlock()
	parts := []node{{Tag: "type", Content: djb}, {Tag: "identity", Content: p.identity.Pub[:]}}
	if ok {
		parts = append(parts, once.node("key"))
	}
	return node{Tag: "keys", Content: append(parts, p.device.signedKey.node("skey"))}
}

// receipt tells a sender what became of a message.
func (p *Phone) receipt(to types.JID, id, kind string, parts ...node) {
	n := node{Tag: "receipt", Attrs: typed(attrs{"id": id, "to": to}, kind)}
	if len(parts) > 0 {
		n.Content = parts
	}
	p.account.server.route(p.device, &n)
}
