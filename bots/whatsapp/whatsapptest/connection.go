package whatsapptest

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/coder/websocket"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
)

// linger is how long a client may take to hang up itself after the last word.
const linger = 100 * time.Millisecond

// frameLimit is the largest frame that is read, bytes.
const frameLimit = 1 << 24

// connection is one client's socket.
type connection struct {
	server *Server
	wire   *wire
	key    []byte // public, of the handshake
	out    *backlog

	device  *device  // who logged in
	pairing *pairing // or what wants to be linked
	active  bool     // wants what arrives; server.mu guards it
}

// converse serves one client until it is gone.
func (s *Server) converse(w http.ResponseWriter, r *http.Request) {
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true}) // the origin is WhatsApp's
	if err != nil {
		return
	}
	socket.SetReadLimit(frameLimit)
	ctx, cancel := context.WithCancel(s.ctx)
	c := &connection{server: s, wire: &wire{socket: socket}, out: newBacklog()}
	s.enter(c)
	var writing sync.WaitGroup
	defer func() {
		cancel()
		c.cut()
		writing.Wait()
		s.leave(c)
	}()
	payload, err := c.handshake(ctx)
	if err != nil {
		return
	}
	writing.Go(func() { c.write(ctx) })
	c.admit(payload)
	c.read(ctx)
}

func (c *connection) handshake(ctx context.Context) (*waWa6.ClientPayload, error) {
	payload, key, err := c.wire.handshake(ctx, c.server.static, c.server.cert)
	c.key = key
	return payload, err
}

// admit lets a device in, begins to pair one, or says why not.
func (c *connection) admit(p *waWa6.ClientPayload) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	d := c.server.device(types.JID{User: strconv.FormatUint(p.GetUsername(), 10), Server: types.DefaultUserServer, Device: uint16(p.GetDevice())})
	failure := c.server.fails(p, d, c.key)
	switch {
	case failure != nil:
		c.end(failure.node())
	case p.GetUsername() == 0:
		c.offer(p.GetDevicePairingData())
	default:
		c.login(d)
	}
}

// login lets a device in; whoever is in for it is told to go. server.mu is held.
func (c *connection) login(d *device) {
	if d.connection != nil {
		d.connection.end(replaced)
	}
	d.connection, c.device = c, d
	c.put(
		node{Tag: "success", Attrs: attrs{"t": now(), "props": "1", "lid": d.lid(), "creation": "1700000000", "location": "lla"}},
		// Clients that take the hint begin their next connection with it.
		node{Tag: "ib", Attrs: attrs{"from": types.ServerJID}, Content: []node{
			{Tag: "edge_routing", Content: []node{{Tag: "routing_info", Content: []byte{8, 8, 8, 2}}}},
		}},
	)
}

// enter and leave keep the list of connections.
func (s *Server) enter(c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connections[c] = true
}

func (s *Server) leave(c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.connections, c)
	c.detach()
	s.forget(c.pairing)
}

// detach makes its device offline. server.mu is held.
func (c *connection) detach() {
	c.active = false
	if c.device != nil && c.device.connection == c {
		c.device.connection = nil
	}
}

func (c *connection) read(ctx context.Context) {
	for {
		n, err := c.wire.receive(ctx)
		if err != nil {
			return
		}
		switch {
		case c.device != nil:
			c.handle(n)
		case c.pairing != nil:
			c.pair(n)
		}
	}
}

// write sends what is put, in order.
func (c *connection) write(ctx context.Context) {
	for nodes := c.out.take(ctx); nodes != nil; nodes = c.out.take(ctx) {
		for _, n := range nodes {
			if n.Tag == hangUp {
				time.AfterFunc(linger, c.cut)
				return
			}
			if c.wire.send(ctx, n) != nil {
				c.cut()
				return
			}
		}
	}
}

// hangUp is the tag of a node that is not sent: the connection ends there.
const hangUp = ""

func (c *connection) put(nodes ...node) { c.out.put(nodes...) }

// end says a last word and hangs up. server.mu is held.
func (c *connection) end(last node) {
	c.detach()
	c.put(last, node{Tag: hangUp})
}

// cut ends the connection without a word.
func (c *connection) cut() { _ = c.wire.socket.CloseNow() }

// activate brings what a device has not confirmed yet, and from now on what
// arrives.
func (c *connection) activate() {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if c.device.connection != c {
		return
	}
	waiting := c.device.queue
	c.put(node{Tag: "ib", Attrs: attrs{"from": types.ServerJID}, Content: []node{{Tag: "offline_preview", Attrs: attrs{
		"count": len(waiting), "message": len(waiting), "receipt": 0, "notification": 0, "appdata": 0,
	}}}})
	for i, s := range waiting {
		n := s.node
		n.Attrs = with(n.Attrs, "offline", strconv.Itoa(i))
		c.put(n)
	}
	c.put(node{Tag: "ib", Attrs: attrs{"from": types.ServerJID}, Content: []node{{Tag: "offline", Attrs: attrs{"count": len(waiting)}}}})
	c.active = true
	if slices.ContainsFunc(waiting, func(s stanza) bool { return s.class == "message" }) {
		c.server.at(Bringing)
	}
}
