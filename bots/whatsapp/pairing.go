package whatsapp

import (
	"context"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"majlis/bots"
)

const (
	// settleWithin is how long WhatsApp takes to take up a device after the phone
	// agreed to it.
	settleWithin = 10 * time.Second
	// codeFor is how long a code that is typed is good: WhatsApp closes the
	// connection when its QR codes have run out.
	codeFor = 160 * time.Second
	// shownOnPhone is what the phone calls the device while pairing by code; only
	// usual browsers are let in.
	shownOnPhone = "Chrome (Linux)"
)

// unlinked waits until a phone is linked or ctx ends.
func (c *Channel) unlinked(ctx context.Context) {
	c.see(c.recalled(ctx))
	before := c.Link()
	var next *request
	for ctx.Err() == nil {
		if next == nil {
			select {
			case <-ctx.Done():
				return
			case r := <-c.requests:
				next = &r
			}
		}
		if next.unlink {
			next.answer <- nil
			next = nil
			c.see(bots.Link{State: bots.LinkUnpaired})
			continue
		}
		p := &pairing{Channel: c, request: *next, events: make(chan any, 16), err: ErrRefused}
		var linked bool
		if linked, next = p.run(ctx); linked {
			return
		}
		if next == nil {
			c.see(p.failed(before))
		}
		p.reply(p.err) // whoever asked then looks at the link
	}
}

// pairing is one attempt at linking a phone, with keys of its own.
type pairing struct {
	*Channel
	request
	client *whatsmeow.Client
	events chan any
	cause  string // why it came to nothing, as the link shows it
	err    error  // and as whoever asked is told
}

// failed is how the link stands after an attempt that came to nothing.
func (p *pairing) failed(before bots.Link) bots.Link {
	if p.cause == outdated {
		return bots.Link{State: bots.LinkOutdated}
	}
	before.Cause = p.cause
	return before
}

// run shows codes until one is taken; next is a request that put an end to it.
func (p *pairing) run(ctx context.Context) (linked bool, next *request) {
	for try := 0; ; try++ {
		linked, next = p.attempt(ctx)
		if p.cause != outdated || try > 0 || !p.renewVersion(ctx) {
			break
		}
	}
	return linked, next
}

const outdated = "outdated"

func (p *pairing) attempt(ctx context.Context) (linked bool, next *request) {
	p.cause = "network"
	p.client = p.newClient(p.devices.NewDevice())
	life, die := context.WithCancel(context.WithoutCancel(ctx))
	defer die()
	codes, err := p.client.GetQRChannel(life)
	if err != nil {
		return false, nil
	}
	p.client.AddEventHandler(p.follow)
	hurry := context.AfterFunc(ctx, die)
	err = p.client.ConnectContext(life)
	hurry()
	defer p.client.Disconnect()
	if err != nil {
		return false, nil
	}
	for {
		select {
		case <-ctx.Done():
			return false, nil
		case r := <-p.requests:
			return false, &r
		case item, open := <-codes:
			if !open || !p.show(ctx, item) {
				return p.cause == "", nil
			}
		}
	}
}

// follow passes on what is told about the connection.
func (p *pairing) follow(event any) {
	if _, ok := event.(*events.ManualLoginReconnect); ok {
		select {
		case p.events <- event:
		default:
		}
	}
}

// show follows one step of the pairing; false after the last. The cause is empty
// once a phone is linked.
func (p *pairing) show(ctx context.Context, item whatsmeow.QRChannelItem) (more bool) {
	switch item.Event {
	case whatsmeow.QRChannelEventCode:
		return p.code(ctx, item)
	case whatsmeow.QRChannelSuccess.Event:
		p.cause = ""
		p.settle(ctx)
		return false
	case whatsmeow.QRChannelClientOutdated.Event:
		p.cause = outdated
	case whatsmeow.QRChannelScannedWithoutMultidevice.Event:
		return true // the same code can be scanned again
	default:
		p.cause = strings.TrimPrefix(item.Event, "err-")
	}
	return false
}

// code shows a QR code, or asks for a code to type once.
func (p *pairing) code(ctx context.Context, item whatsmeow.QRChannelItem) bool {
	if p.phone == "" {
		p.see(bots.Link{State: bots.LinkPairing, QR: item.Code, Until: p.Now().Add(item.Timeout)})
		p.reply(nil)
		return true
	}
	if p.Link().Code != "" {
		return true // the QR codes go on behind it
	}
	code, err := p.client.PairPhone(ctx, p.phone, true, whatsmeow.PairClientChrome, shownOnPhone)
	if err != nil {
		p.cause = "code"
		p.err = pairError(err)
		return false
	}
	p.see(bots.Link{State: bots.LinkPairing, Code: code, Until: p.Now().Add(codeFor)})
	p.reply(nil)
	return true
}

// reply answers whoever asked to pair; only the first answer counts.
func (p *pairing) reply(err error) {
	select {
	case p.answer <- err:
	default:
	}
}

// settle waits for WhatsApp to take up the device: it closes the connection then.
func (p *pairing) settle(ctx context.Context) {
	timer := time.NewTimer(settleWithin)
	defer timer.Stop()
	select {
	case <-p.events:
	case <-timer.C:
	case <-ctx.Done():
	}
}
