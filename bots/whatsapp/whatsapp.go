// Package whatsapp is how people reach the house on WhatsApp through a linked
// device, as WhatsApp Web is one. It is unofficial: WhatsApp may end the link or
// ban the number, and the phone has to be online at least every fourteen days.
// What a ministry runs in production is package whatsappcloud.
//
// go.mau.fi/whatsmeow speaks the protocol. As it comes it can lose messages; it is
// set here so that one is confirmed to WhatsApp only once it is stored.
package whatsapp

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/store"

	"majlis/bots"
	"majlis/flows/talk"
)

// Name of this channel in records, and of its people's identities.
const Name = "whatsapp"

// Options of a Channel.
type Options struct {
	DB        string // path of its own SQLite file, or postgres://…; personal data
	Endpoint  string // a server on this machine instead of WhatsApp's, "host:port"; tests only
	NoiseRoot string // hex of that server's root key

	Typing bool // show that an answer is being written
	Read   bool // send read receipts

	Texts       talk.Texts
	Lease       bots.Lease       // whoever holds it has the link
	Owner       string           // this process, in the lease
	Attachments bots.Attachments // what staff send beside words
	Sent        bots.Sent        // what was sent, to find what a vote or a receipt is about
	Record      bots.LinkRecord  // nil: how the link stands is kept in memory only
	Log         *slog.Logger
	Now         func() time.Time // nil: time.Now
}

// Channel carries messages to and from WhatsApp.
type Channel struct {
	Options
	devices   *devices
	transport *http.Transport
	trouble   bots.Trouble
	requests  chan request // to whoever holds the link in this process

	recording sync.Mutex // orders what is written to Record

	mu   sync.Mutex
	link bots.Link
	held bool  // this process holds the lease
	line *line // nil: no device is linked, or another process holds the link
}

var (
	_ bots.Channel  = (*Channel)(nil)
	_ bots.Receiver = (*Channel)(nil)
	_ bots.Fetcher  = (*Channel)(nil)
	_ bots.Linker   = (*Channel)(nil)
	_ bots.Linked   = (*Channel)(nil)
)

// nameOnce gives the device the name that people see in the phone's list.
var nameOnce sync.Once

// New opens the store of the link; it calls nobody yet.
func New(o Options) (*Channel, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	transport, err := newTransport(o.Endpoint, o.NoiseRoot)
	if err != nil {
		return nil, fmt.Errorf("whatsapp: %w", err)
	}
	d, err := openDevices(o.DB, o.Log)
	if err != nil {
		return nil, fmt.Errorf("whatsapp: %w", err)
	}
	nameOnce.Do(func() { store.SetOSInfo("Majlis", [3]uint32{1, 0, 0}) })
	return &Channel{
		Options: o, devices: d, transport: transport, requests: make(chan request),
		link: bots.Link{State: bots.LinkStarting, Since: o.Now()},
	}, nil
}

// Close closes the store. Receive must have returned.
func (c *Channel) Close() error {
	c.transport.CloseIdleConnections()
	return c.devices.Close()
}

// Name is the channel's name in records.
func (c *Channel) Name() string { return Name }

// Can says what WhatsApp shows from a linked device: buttons and lists are dropped
// on the way, polls are not. Nobody is written to who has not written first.
func (c *Channel) Can() bots.Capabilities {
	return bots.Capabilities{Poll: maxOptions, Edits: true, Files: true}
}

// Limits keep far below what gets numbers banned; WhatsApp publishes none for
// linked devices.
func Limits() bots.Limits {
	return bots.Limits{PerSecond: 20, Burst: 20, PerChat: 1, ChatBurst: 5}
}

// Ready reports whether messages can be sent from this process now.
func (c *Channel) Ready() bool { return c.online() != nil }

// online is the line when it is logged in; nil when it isn't.
func (c *Channel) online() *line {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.line == nil || !c.line.in.Load() || !c.line.client.IsConnected() {
		return nil
	}
	return c.line
}
