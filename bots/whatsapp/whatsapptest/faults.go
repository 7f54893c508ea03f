package whatsapptest

import (
	"maps"
	"slices"
)

// faults are what goes wrong at the moment. The server's mu guards them.
type faults struct {
	down     bool
	held     bool
	oldest   uint32 // version that is let in
	refusals map[*Account]Failure
	nacks    []Nack
}

// Down refuses connections of all kinds while it is true, and cuts those there are.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	s.down = down
	s.mu.Unlock()
	if down {
		s.cutAll()
	}
}

func (s *Server) cutAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.connections {
		c.detach()
		c.cut()
	}
}

// Drop cuts the sockets of an account's linked devices, in the middle of whatever.
func (s *Server) Drop(a *Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range a.connections() {
		c.detach()
		c.cut()
	}
}

// connections of an account's linked devices. The server's mu is held.
func (a *Account) connections() []*connection {
	var all []*connection
	for _, d := range a.devices {
		if d.connection != nil {
			all = append(all, d.connection)
		}
	}
	return all
}

// Nack is a refusal of messages that linked devices send. Known codes are 463, no
// chat may be begun now; 479, the stanza is not valid; 429, too fast.
type Nack struct {
	Code  int
	To    *Account // only messages to this one; nil is any
	ID    string   // only this message; "" is any
	Times int      // how many messages; 0 is one
}

// Nack lets messages to come be refused: nobody gets them.
func (s *Server) Nack(n Nack) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n.Times = max(n.Times, 1)
	s.nacks = append(s.nacks, n)
}

// nack returns the code that a message is refused with, 0 when it is not. s.mu is
// held.
func (s *Server) nack(to *Account, id string) int {
	at := slices.IndexFunc(s.nacks, func(n Nack) bool { return (n.To == nil || n.To == to) && (n.ID == "" || n.ID == id) })
	if at < 0 {
		return 0
	}
	n := &s.nacks[at]
	code := n.Code
	if n.Times--; n.Times == 0 {
		s.nacks = slices.Delete(s.nacks, at, at+1)
	}
	return code
}

// HoldAcks takes and delivers messages of linked devices without telling them so
// while it is true: they can't know what became of them.
func (s *Server) HoldAcks(hold bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = hold
}

// delivery is a stanza and the device that it went to.
type delivery struct {
	to   *device
	node node
}

// Redeliver brings the last message that went to a linked device again, the very
// same stanza, and reports whether there was one.
func (s *Server) Redeliver() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		return false
	}
	s.deliver(s.last.to, s.last.node)
	return true
}

// Pending is how many stanzas the linked devices of an account have not confirmed.
func (s *Server) Pending(a *Account) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, d := range a.devices {
		n += len(d.queue)
	}
	return n
}

// with is a copy of attributes with one more.
func with(a attrs, name string, value any) attrs {
	more := maps.Clone(a)
	more[name] = value
	return more
}
