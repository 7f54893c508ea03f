package whatsapp

import (
	"context"
	"sync"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"

	"majlis/bots"
)

const (
	loginWithin  = 30 * time.Second
	acceptWithin = 30 * time.Second
	lookEvery    = time.Hour // at how long the phone has been away
	logoutWithin = 10 * time.Second
	causeWithin  = 300 * time.Millisecond
)

// line is one linked device and its connection.
type line struct {
	*Channel
	client *whatsmeow.Client
	own    types.JID // this device, by its number
	accept bots.Accept
	signs  *signs

	up    chan struct{} // logged in
	ended chan ending   // the connection is over
	again chan struct{} // something was refused: ask for it once more

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
		up: make(chan struct{}, 1), ended: make(chan ending, 8), again: make(chan struct{}, 1),
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

// connection connects once and stays with it to its end.
func (l *line) connection(ctx context.Context) (end ending, loggedIn bool) {
	l.waiting.reconnect()
	for len(l.ended) > 0 {
		<-l.ended // late words about the last one
	}
	life, die := context.WithCancel(context.WithoutCancel(ctx)) // what is in hand is finished
	defer die()
	hurry := context.AfterFunc(ctx, die)
	err := l.client.ConnectContext(life)
	hurry()
	defer l.client.Disconnect()
	if err != nil {
		return ending{link: bots.Link{State: bots.LinkAway, Cause: "network"}}, false
	}
	return l.watch(ctx)
}

// watch waits for the end of a connection.
func (l *line) watch(ctx context.Context) (end ending, loggedIn bool) {
	login := time.NewTimer(loginWithin)
	defer login.Stop()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	var retry <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return ending{}, loggedIn
		case end := <-l.ended:
			return l.cause(end), loggedIn
		case <-l.up:
			loggedIn = true
			login.Stop()
		case <-login.C:
			return ending{link: bots.Link{State: bots.LinkAway, Cause: "login"}}, false
		case <-look.C:
			l.see(l.standing())
		case <-l.again:
			if retry == nil {
				retry = time.After(jittered(l.waiting.pause()))
			}
		case <-retry:
			return ending{}, loggedIn
		case r := <-l.requests:
			if l.answer(ctx, r) {
				return ending{over: true, link: bots.Link{State: bots.LinkUnpaired}}, loggedIn
			}
		}
	}
}

// cause waits a moment for what is behind a broken connection: WhatsApp's own word
// may be on its way still, and decides what is done next.
func (l *line) cause(end ending) ending {
	timer := time.NewTimer(causeWithin)
	defer timer.Stop()
	for end.link.State == bots.LinkAway {
		select {
		case <-timer.C:
			return end
		case other := <-l.ended:
			end = other
		}
	}
	return end
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
