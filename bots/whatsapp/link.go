package whatsapp

import (
	"context"
	"errors"
	"strconv"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"majlis/bots"
)

const (
	recordWithin = 5 * time.Second
	// replacedFor is how long another program is left the link before it is asked
	// for back: two that fight over one are cut off all the time.
	replacedFor = 5 * time.Minute
	// refusedFor is the wait after a refusal that trying again soon would not mend.
	refusedFor = 10 * time.Minute
)

// Link says how the link stands.
func (c *Channel) Link() bots.Link {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.link
}

// see notes how the link stands, and records it for other processes when it has
// changed.
func (c *Channel) see(l bots.Link) {
	c.recording.Lock()
	defer c.recording.Unlock()
	c.mu.Lock()
	before := c.link
	l.Since = c.Now()
	if l.State == before.State {
		l.Since = before.Since
	}
	if l.Phone == "" && c.line != nil && l.State != bots.LinkUnpaired {
		l.Phone = lastDigits(c.line.own)
	}
	if l == before {
		c.mu.Unlock()
		return
	}
	c.link = l
	c.mu.Unlock()
	if l.State != before.State || l.Cause != before.Cause {
		c.Log.Info("whatsapp: the link", "state", l.State, "cause", l.Cause)
	}
	c.record(l)
}

func (c *Channel) record(l bots.Link) {
	if c.Record == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
	defer cancel()
	if err := c.Record.SetLink(ctx, Name, l); err != nil {
		c.Log.Warn("whatsapp: how the link stands could not be recorded", "err", err)
	}
}

// elsewhere notes that another process has the link; what that one records is left
// alone.
func (c *Channel) elsewhere() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.link.State != bots.LinkElsewhere {
		c.link = bots.Link{State: bots.LinkElsewhere, Since: c.Now()}
	}
}

// hold notes whether this process has the lease.
func (c *Channel) hold(held bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held = held
}

// stopped notes that the link rests; why it was down before is kept.
func (c *Channel) stopped() {
	if s := c.Link().State; usable(s) {
		c.see(bots.Link{State: bots.LinkAway, Cause: "stopped"})
	}
}

// usable reports a state in which messages are sent.
func usable(s bots.LinkState) bool {
	return s == bots.LinkConnected || s == bots.LinkPhoneAway || s == bots.LinkRestricted || s == bots.LinkStarting
}

// recalled is how a link that is not linked ended, as recorded before a restart.
func (c *Channel) recalled(ctx context.Context) bots.Link {
	if now := c.Link(); now.State == bots.LinkLoggedOut || now.State == bots.LinkBanned || now.State == bots.LinkUnpaired {
		return now
	}
	if c.Record != nil {
		l, err := c.Record.ReadLink(ctx, Name)
		if err == nil && (l.State == bots.LinkLoggedOut || l.State == bots.LinkBanned) {
			return bots.Link{State: l.State, Until: l.Until, Phone: l.Phone, Cause: l.Cause}
		}
	}
	return bots.Link{State: bots.LinkUnpaired}
}

// lastDigits of a number, enough for its owner to know it by.
func lastDigits(j types.JID) string {
	return j.User[max(0, len(j.User)-4):]
}

// linkEvent follows what the library tells about the connection.
func (l *line) linkEvent(event any) {
	switch e := event.(type) {
	case *events.Connected:
		if l.client.IsConnected() { // else it is late
			nudge(l.up)
		}
	case *events.PushNameSetting:
		l.signs.present()
	case *events.Disconnected:
		if !l.client.IsConnected() { // else it is late
			l.end(ending{link: bots.Link{State: bots.LinkAway, Cause: "network"}})
		}
	case *events.KeepAliveTimeout:
		if e.ErrorCount > 1 { // about a minute of silence
			l.end(ending{link: bots.Link{State: bots.LinkAway, Cause: "silence"}})
		}
	case *events.ManualLoginReconnect:
		l.end(ending{})
	case *events.NotifyAccountReachoutTimelock:
		l.limit.set(l.Now(), e.IsActive, e.TimeEnforcementEnds.Time)
		nudge(l.news)
	default:
		l.ends(event)
	}
}

// ends follows the events after which the library would not connect again.
func (l *line) ends(event any) {
	switch e := event.(type) {
	case *events.LoggedOut:
		l.end(ending{link: loggedOut(e), over: true})
	case *events.StreamReplaced:
		l.end(ending{link: bots.Link{State: bots.LinkReplaced}, wait: replacedFor})
	case *events.ClientOutdated:
		l.end(ending{link: bots.Link{State: bots.LinkOutdated}, wait: refusedFor})
	case *events.TemporaryBan:
		link := bots.Link{State: bots.LinkBanned, Cause: strconv.Itoa(int(e.Code))}
		if e.Expire > 0 {
			link.Until = l.Now().Add(e.Expire)
		}
		l.end(ending{link: link, wait: max(e.Expire, refusedFor)})
	case *events.ConnectFailure:
		l.end(ending{link: bots.Link{State: bots.LinkAway, Cause: strconv.Itoa(int(e.Reason))}, wait: time.Minute})
	case *events.StreamError:
		l.end(ending{link: bots.Link{State: bots.LinkAway, Cause: "stream"}})
	}
}

// loggedOut tells a ban for good from a link that was ended: WhatsApp Web calls
// reason 406 "banned".
func loggedOut(e *events.LoggedOut) bots.Link {
	state := bots.LinkLoggedOut
	if e.Reason == events.ConnectFailureUnknownLogout {
		state = bots.LinkBanned
	}
	return bots.Link{State: state, Cause: strconv.Itoa(int(e.Reason))}
}

// Errors of pairing.
var (
	ErrElsewhere = errors.New("whatsapp: another process has the link, or none has it yet")
	ErrPaired    = errors.New("whatsapp: a phone is linked already")
	ErrPhone     = errors.New("whatsapp: not a phone number in international form")
	ErrRefused   = errors.New("whatsapp: WhatsApp gave no code")
)

// request is for whoever holds the link.
type request struct {
	phone  string // to pair by a code that is typed
	unlink bool
	answer chan error // holds one
}

// Pair begins to link a phone: by QR code, or by a code to type when phone, in
// international form, is given. It returns once the code is in Link.
func (c *Channel) Pair(ctx context.Context, phone string) error {
	return c.ask(ctx, request{phone: phone, answer: make(chan error, 1)})
}

// Unlink ends the link, on WhatsApp too when it can be reached.
func (c *Channel) Unlink(ctx context.Context) error {
	return c.ask(ctx, request{unlink: true, answer: make(chan error, 1)})
}

func (c *Channel) ask(ctx context.Context, r request) error {
	ctx, cancel := context.WithTimeout(ctx, loginWithin)
	defer cancel()
	c.mu.Lock()
	held := c.held
	c.mu.Unlock()
	if !held {
		return ErrElsewhere
	}
	select {
	case c.requests <- r:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-r.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
