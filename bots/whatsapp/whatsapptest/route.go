package whatsapptest

import (
	"go.mau.fi/whatsmeow/types"
)

// route takes a stanza of a device to whom it is for.
func (s *Server) route(from *device, n *node) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch n.Tag {
	case "message":
		s.routeMessage(from, n)
	case "receipt":
		s.routeReceipt(from, n)
	case "chatstate":
		s.routeTyping(from, n)
	}
}

// deliver brings a stanza to a device, and keeps it until a linked device has
// confirmed it. s.mu is held, so that the order is the same for everybody.
func (s *Server) deliver(d *device, n node) {
	if d.phone != nil {
		d.phone.mail.put(n)
		return
	}
	d.queue = append(d.queue, newStanza(n))
	if n.Tag == "message" {
		s.last = &delivery{d, n}
	}
	d.push(n)
	if n.Tag == "message" && d.connection != nil && d.connection.active {
		s.at(Bringing)
	}
}

// push brings a stanza to a device that is there for it.
func (d *device) push(n node) {
	if d.connection != nil && d.connection.active {
		d.connection.put(n)
	}
}

// reply tells a linked device what became of its stanza.
func (d *device) reply(n node) {
	if d.connection != nil {
		d.connection.put(n)
	}
}

// routeTyping passes on that somebody types. Nothing is kept.
func (s *Server) routeTyping(from *device, n *node) {
	to := n.AttrGetter().OptionalJIDOrEmpty("to")
	a := s.account(to)
	if a == nil {
		return
	}
	state := node{Tag: "chatstate", Attrs: attrs{"from": from.as(to).ToNonAD()}, Content: n.Content}
	for _, d := range a.devices {
		if d.phone != nil {
			d.phone.mail.put(state)
			continue
		}
		d.push(state)
	}
}

// routeReceipt passes on what became of a message. One about its arrival confirms
// it, and goes to the device that sent it; others go to all of that person's.
func (s *Server) routeReceipt(from *device, n *node) {
	to, id, kind := n.AttrGetter().OptionalJIDOrEmpty("to"), text(n, "id"), text(n, "type")
	arrived := kind == "" || kind == "inactive" || kind == "sender" || kind == "peer_msg" || kind == "hist_sync"
	if arrived {
		from.confirm("message", id, "")
		if from.phone == nil {
			s.at(Confirmed)
		}
	}
	from.reply(node{Tag: "ack", Attrs: typed(attrs{"class": "receipt", "id": id, "from": to, "t": now()}, kind)})
	a := s.account(to)
	if a == nil || a == from.account {
		return
	}
	receipt := node{Tag: "receipt", Attrs: typed(attrs{"id": id, "from": from.as(to), "t": now()}, kind), Content: n.Content}
	if arrived || kind == "retry" {
		if d := a.devices[to.Device]; d != nil {
			s.deliver(d, receipt)
		}
		return
	}
	receipt.Attrs["from"] = from.as(to).ToNonAD()
	for _, d := range a.devices {
		s.deliver(d, receipt)
	}
}

// typed adds a receipt's type; plain delivery has none.
func typed(a attrs, kind string) attrs {
	if kind != "" {
		a["type"] = kind
	}
	return a
}

// routeMessage delivers a message to the devices that it was encrypted for.
func (s *Server) routeMessage(from *device, n *node) {
	to, id := n.AttrGetter().OptionalJIDOrEmpty("to"), text(n, "id")
	ack := attrs{"class": "message", "id": id, "from": to, "t": now()}
	if to.Server == types.NewsletterServer {
		ack["server_id"] = s.post(to, n)
		from.reply(node{Tag: "ack", Attrs: ack})
		return
	}
	if from.phone == nil {
		if code := s.nack(s.account(to), id); code != 0 {
			ack["error"] = code
			from.reply(node{Tag: "ack", Attrs: ack})
			return
		}
	}
	if from.phone == nil {
		s.at(Taken)
	}
	if !s.held {
		from.reply(node{Tag: "ack", Attrs: ack})
	}
	for _, p := range copies(n, to) {
		if d := s.device(p.to); d != nil {
			s.deliver(d, node{Tag: "message", Attrs: envelope(from, d, n), Content: p.content})
		}
	}
}

// sealed is one device's copy of a message.
type sealed struct {
	to      types.JID
	content []node
}

// copies lists a message's copies. One that is sent again to a single device has
// no list of devices.
func copies(n *node, to types.JID) []sealed {
	var common []node
	for _, tag := range []string{"device-identity", "meta"} {
		if part, ok := n.GetOptionalChildByTag(tag); ok {
			common = append(common, part)
		}
	}
	if enc, ok := n.GetOptionalChildByTag("enc"); ok {
		return []sealed{{to, append([]node{enc}, common...)}}
	}
	var all []sealed
	devices := n.GetChildByTag("participants")
	for _, p := range devices.GetChildren() {
		content := append(append([]node{}, p.GetChildren()...), common...)
		all = append(all, sealed{p.AttrGetter().OptionalJIDOrEmpty("jid"), content})
	}
	return all
}

// envelope is what a device is told of a message beside its content. The sender is
// named the way the receiver was, with the other name beside it.
func envelope(from, to *device, n *node) attrs {
	addressed := n.AttrGetter().OptionalJIDOrEmpty("to")
	a := attrs{"id": text(n, "id"), "from": from.as(addressed), "t": now(), "type": text(n, "type"), "notify": from.account.Name}
	if edit := text(n, "edit"); edit != "" {
		a["edit"] = edit
	}
	switch {
	case to.account == from.account:
		a["recipient"] = addressed.ToNonAD()
	case addressed.Server == types.HiddenUserServer:
		a["sender_pn"], a["addressing_mode"] = from.pn().ToNonAD(), "lid"
	default:
		a["sender_lid"], a["addressing_mode"] = from.lid().ToNonAD(), "pn"
	}
	return a
}
