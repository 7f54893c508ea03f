package whatsapp

import (
	"context"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/types"

	"majlis/bots"
)

const (
	// phoneAway is when the linked phone counts as away, and linkEnds when WhatsApp
	// ends a link without it (faq.whatsapp.com/378279804439436: 14 days).
	phoneAway = 12 * 24 * time.Hour
	linkEnds  = 14 * 24 * time.Hour
	// noteEvery is how often a sign of the phone is written down.
	noteEvery = time.Hour
	// limitFor is how long a refusal of WhatsApp's is believed when it does not say.
	limitFor = 24 * time.Hour
)

// phone is when the linked phone last gave a sign. WhatsApp tells a linked device
// nothing about that; messages and receipts of the phone's own do.
type phone struct {
	mu    sync.Mutex
	seen  time.Time
	noted time.Time
}

// read recalls the last sign; a device that is new was just linked by its phone.
func (p *phone) read(ctx context.Context, l *line) {
	seen, err := l.devices.phoneSeen(ctx, l.own)
	if err != nil {
		l.Log.Warn("whatsapp: the phone's last sign can't be read", "err", err)
	}
	p.mu.Lock()
	p.seen, p.noted = seen, seen
	p.mu.Unlock()
	if seen.IsZero() {
		p.note(l, l.Now())
	}
}

// heard takes what our own number did for a sign of the phone when the phone did it.
func (p *phone) heard(l *line, i types.MessageInfo) {
	if i.IsFromMe && i.Sender.Device == 0 && l.isOwn(i.Sender) {
		p.note(l, i.Timestamp)
	}
}

func (p *phone) note(l *line, at time.Time) {
	p.mu.Lock()
	if !at.After(p.seen) {
		p.mu.Unlock()
		return
	}
	back := at.Sub(p.seen) > phoneAway
	p.seen = at
	due := at.Sub(p.noted) >= noteEvery
	if due {
		p.noted = at
	}
	p.mu.Unlock()
	if !due {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), acceptWithin)
	defer cancel()
	if err := l.devices.seePhone(ctx, l.own, at); err != nil {
		l.Log.Warn("whatsapp: a sign of the phone could not be noted", "err", err)
	}
	if back {
		nudge(l.news)
	}
}

func (p *phone) last() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen
}

// limit is a time in which WhatsApp lets the number begin no chats.
type limit struct {
	mu    sync.Mutex
	until time.Time
	told  bool // WhatsApp said until when
}

// refused notes a refusal that says no time.
func (r *limit) refused(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.until.After(now) {
		r.until, r.told = now.Add(limitFor), false
	}
}

// set takes what WhatsApp told; until is zero when it is over, or not known.
func (r *limit) set(now time.Time, active bool, until time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.until, r.told = time.Time{}, active && !until.IsZero()
	if active {
		r.until = until
	}
	if active && until.IsZero() {
		r.until = now.Add(limitFor)
	}
}

// standing is how the link stands while it is connected.
func (l *line) standing() bots.Link {
	now, seen := l.Now(), l.phone.last()
	l.limit.mu.Lock()
	until, told := l.limit.until, l.limit.told
	l.limit.mu.Unlock()
	switch {
	case until.After(now) && told:
		return bots.Link{State: bots.LinkRestricted, Until: until}
	case until.After(now):
		return bots.Link{State: bots.LinkRestricted}
	case now.Sub(seen) > phoneAway:
		return bots.Link{State: bots.LinkPhoneAway, Until: seen.Add(linkEnds)}
	}
	return bots.Link{State: bots.LinkConnected}
}
