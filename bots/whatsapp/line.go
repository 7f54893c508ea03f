package whatsapp

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"

	"majlis/bots"
)

const (
	acceptWithin = 30 * time.Second
	logoutWithin = 10 * time.Second
)

// line is one linked device and its connection.
type line struct {
	*Channel
	client *whatsmeow.Client
	own    types.JID // this device, by its number
	accept bots.Accept
	signs  *signs

	up    chan struct{} // logged in
	news  chan struct{} // the link may stand otherwise than before
	ended chan ending   // the connection is over
	again chan struct{} // something was refused: ask for it once more
	in    atomic.Bool   // logged in; the library does not forget that with the connection

	lifeMu sync.Mutex
	life   context.Context // of the connection

	handling sync.RWMutex // held by handlers; closing waits for them
	closed   bool

	waiting waiting
	phone   phone
	limit   limit
}

// ending is why a connection is over.
type ending struct {
	link bots.Link     // how the link stands now; zero: as before
	wait time.Duration // before the next try; 0: as after any failure
	over bool          // the device is linked no more
}

// keep serves a linked device until it is unlinked or ctx ends.
func (c *Channel) keep(ctx context.Context, device *store.Device, accept bots.Accept) {
	l := &line{
		Channel: c, client: c.newClient(device), own: *device.ID, accept: accept,
		up: make(chan struct{}, 1), news: make(chan struct{}, 1), ended: make(chan ending, 8), again: make(chan struct{}, 1),
	}
	l.signs = newSigns(l)
	l.phone.read(ctx, l)
	l.client.AddEventHandlerWithSuccessStatus(l.handle)
	c.mu.Lock()
	c.line = l
	c.mu.Unlock()
	c.see(bots.Link{State: bots.LinkStarting, Phone: lastDigits(l.own)})
	l.stay(ctx)
	c.mu.Lock()
	c.line = nil
	c.mu.Unlock()
	l.close()
}

// stay connects, again and again.
func (l *line) stay(ctx context.Context) {
	wait := firstPause
	for ctx.Err() == nil {
		end, loggedIn := l.connection(ctx)
		if loggedIn {
			wait = firstPause
		}
		if end.link.State == bots.LinkReplaced && !l.mine(ctx) {
			return
		}
		if end.link.State != "" && ctx.Err() == nil {
			l.see(end.link)
		}
		if end.over {
			l.forget(ctx)
			return
		}
		if end.link.State == "" || end.link.State == bots.LinkOutdated && l.renewVersion(ctx) {
			continue
		}
		if l.rest(ctx, max(end.wait, jittered(wait))) {
			l.forget(ctx)
			return
		}
		wait = min(2*wait, longPause)
	}
}

// mine reports whether this process has the lease still. Whoever took it over cuts
// this line off, perhaps before this process hears of it.
func (l *line) mine(ctx context.Context) bool {
	mine, err := l.Lease.Hold(ctx, leaseName, l.Owner, leaseFor)
	if err == nil && !mine {
		pause(ctx, leaseFor) // who renews it ends this
	}
	return err != nil || mine
}

// rest waits between two connections; true when the device was unlinked meanwhile.
func (l *line) rest(ctx context.Context, d time.Duration) (over bool) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-timer.C:
			return false
		case r := <-l.requests:
			if l.answer(ctx, r) {
				l.see(bots.Link{State: bots.LinkUnpaired})
				return true
			}
		}
	}
}

// answer answers a request about a device that is linked; true when it is linked
// no more.
func (l *line) answer(ctx context.Context, r request) (over bool) {
	if !r.unlink {
		r.answer <- ErrPaired
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, logoutWithin)
	defer cancel()
	if err := l.client.Logout(ctx); err != nil {
		l.Log.Warn("whatsapp: the link was ended here only; end it on the phone as well", "code", sendError(err).Code)
	}
	r.answer <- nil
	return true
}

// forget deletes what is left of the device.
func (l *line) forget(ctx context.Context) {
	l.client.Disconnect()
	if err := l.devices.forget(context.WithoutCancel(ctx), l.own); err != nil {
		l.Log.Error("whatsapp: what is left of the link could not be deleted", "err", err)
		pause(ctx, firstPause)
	}
}

// close waits for handlers at work; those that come later refuse.
func (l *line) close() {
	l.client.Disconnect()
	l.handling.Lock()
	l.closed = true
	l.handling.Unlock()
	l.client.RemoveEventHandlers()
	l.signs.close()
}

// end tells that the connection is over; the first word counts.
func (l *line) end(e ending) {
	select {
	case l.ended <- e:
	default:
	}
}

// nudge puts a token into a channel that holds one.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
