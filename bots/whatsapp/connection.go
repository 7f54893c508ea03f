package whatsapp

import (
	"context"
	"time"

	"majlis/bots"
)

const (
	loginWithin = 30 * time.Second
	lookEvery   = time.Hour // at how long the phone has been away
	causeWithin = 300 * time.Millisecond
)

// connection connects once and stays with it to its end.
func (l *line) connection(ctx context.Context) (end ending, loggedIn bool) {
	l.waiting.reconnect()
	for len(l.ended)+len(l.up) > 0 { // late words about the last one
		select {
		case <-l.ended:
		case <-l.up:
		}
	}
	defer l.in.Store(false)
	life, die := context.WithCancel(context.WithoutCancel(ctx)) // what is in hand is finished
	defer die()
	l.lifeMu.Lock()
	l.life = life
	l.lifeMu.Unlock()
	hurry := context.AfterFunc(ctx, die)
	err := l.client.ConnectContext(life)
	hurry()
	defer l.client.Disconnect()
	if err != nil {
		return ending{link: bots.Link{State: bots.LinkAway, Cause: "network"}}, false
	}
	return l.watch(ctx)
}

// during is ctx as long as the connection of now lasts. What was sent over it and
// not answered is tried again over the next one: the library waits on for an answer
// that can't come when it wrote in the moment of the cut.
func (l *line) during(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	l.lifeMu.Lock()
	defer l.lifeMu.Unlock()
	stop := context.AfterFunc(l.life, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
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
			l.in.Store(true)
			l.see(l.standing())
			l.signs.present()
		case <-l.news:
			if loggedIn {
				l.see(l.standing())
			}
		case <-login.C:
			return ending{link: bots.Link{State: bots.LinkAway, Cause: "login"}}, false
		case <-look.C:
			nudge(l.news)
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
