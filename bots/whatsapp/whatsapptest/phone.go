package whatsapptest

import (
	"context"
	"math/rand/v2"
	"sync"

	"go.mau.fi/whatsmeow/util/keys"
)

// oncePerPhone is how many one-time keys a phone begins with. Sessions can begin
// without one when they are used up.
const oncePerPhone = 20

// Phone is an account's first device. It encrypts, decrypts and confirms as the
// app does, and takes what arrives one after the other.
type Phone struct {
	account  *Account
	device   *device
	mail     *backlog
	identity *keys.KeyPair

	mu       sync.Mutex
	signal   *signalStore
	away     chan struct{}   // while offline; closed at its return
	seen     map[string]bool // messages by sender and id
	tries    map[string]int  // at reading, by id
	inbox    []Message
	receipts []Receipt
	typing   []string
}

// Receipt is word of what became of a message.
type Receipt struct {
	ID   string
	Kind string // "delivered", "inactive" (one tick still), "read", "played"
}

func newPhone(a *Account) *Phone {
	own := keys.NewKeyPair()
	signed := own.CreateSignedPreKey(1)
	registration := rand.Uint32N(16380) + 1
	p := &Phone{
		account: a, mail: newBacklog(), identity: own, signal: newSignalStore(own, registration, signed),
		seen: map[string]bool{}, tries: map[string]int{},
	}
	p.device = &device{
		account: a, phone: p, registration: registration, identity: own.Pub[:],
		signedKey: key{id: 1, public: signed.Pub[:], signature: signed.Signature[:]},
	}
	for id := range uint32(oncePerPhone) {
		once := keys.NewPreKey(id + 1)
		p.signal.add(once)
		p.device.preKeys = append(p.device.preKeys, key{id: once.KeyID, public: once.Pub[:]})
	}
	return p
}

// run takes what arrives until ctx ends.
func (p *Phone) run(ctx context.Context) {
	for nodes := p.mail.take(ctx); nodes != nil; nodes = p.mail.take(ctx) {
		for _, n := range nodes {
			p.awake(ctx)
			p.handle(n)
		}
	}
}

// awake waits until the phone is online.
func (p *Phone) awake(ctx context.Context) {
	p.mu.Lock()
	away := p.away
	p.mu.Unlock()
	if away == nil {
		return
	}
	select {
	case <-away:
	case <-ctx.Done():
	}
}

// Offline switches the phone off while it is true: it confirms nothing, and reads
// what came in the meantime later. It can't write then either, but nothing stops a
// test.
func (p *Phone) Offline(off bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case off && p.away == nil:
		p.away = make(chan struct{})
	case !off && p.away != nil:
		close(p.away)
		p.away = nil
	}
}

// Forget loses the sessions with all devices of an account, as after the app was
// installed anew: what is sent next can't be read, and is asked for again.
func (p *Phone) Forget(a *Account) {
	p.account.server.mu.Lock()
	var devices []*device
	for _, d := range a.devices {
		devices = append(devices, d)
	}
	p.account.server.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, d := range devices {
		delete(p.signal.sessions, p.signalAddress(d.pn()).String())
	}
}

// Inbox is all that the phone could read, oldest first, with copies of what the
// account's linked devices sent.
func (p *Phone) Inbox() []Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Message(nil), p.inbox...)
}

// Receipts lists what became of the messages that the phone sent, in order.
func (p *Phone) Receipts() []Receipt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Receipt(nil), p.receipts...)
}

// Typing lists what the others did: "composing", "paused".
func (p *Phone) Typing() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.typing...)
}
