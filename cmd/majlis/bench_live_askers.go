package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"majlis/bots"
	"majlis/flows/live"
	"majlis/flows/talk"
)

// liveChannel is a platform that takes everything at once and counts it.
type liveChannel struct {
	name     string
	askers   map[string]*liveAsker // by address
	repeated map[string]bool       // how replies begin to who asks what they have asked already

	mu    sync.Mutex
	came  map[string]bool // ids of parcels
	again int             // parcels that came more than once
}

// Name of the channel in records.
func (c *liveChannel) Name() string { return c.name }

// Can is what most platforms can.
func (c *liveChannel) Can() bots.Capabilities {
	return bots.Capabilities{Buttons: 3, List: 10, Broadcast: true}
}

// Send notes that a reply arrived.
func (c *liveChannel) Send(_ context.Context, p bots.Parcel) (string, error) {
	begins, _, _ := strings.Cut(p.Message.Text, "\n")
	c.askers[p.Address].replied(time.Now(), c.repeated[begins])
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.came[p.ID] {
		c.again++
	}
	c.came[p.ID] = true
	return p.ID, nil
}

// liveAsker is one person who asks, one message after the other.
type liveAsker struct {
	channel    *liveChannel
	name, lang string
	numbered   int
	turn       sync.Mutex

	mu      sync.Mutex
	sent    []liveMessage
	replies int
}

// liveMessage is a question, or a "me too" to a group, and when what became of it.
type liveMessage struct {
	text    string
	group   string // of a "me too"
	due     time.Time
	durable time.Time
	replied time.Time
	again   bool  // the person had asked it already
	lost    error // it was not taken
}

func (a *liveAsker) inbound(text string) talk.Inbound {
	a.numbered++
	return talk.Inbound{
		Channel: a.channel.name, ID: fmt.Sprintf("%s-%d", a.name, a.numbered), Senders: []talk.Identity{{Kind: a.channel.name, ID: a.name}},
		Address: a.name, At: time.Now(), Kind: talk.KindText, Text: text, Lang: a.lang,
	}
}

// replied counts a reply: the oldest message without one has it.
func (a *liveAsker) replied(at time.Time, again bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.replies < len(a.sent) {
		a.sent[a.replies].replied, a.sent[a.replies].again = at, again
	}
	a.replies++
}

// welcomed forgets what was said before the first question.
func (a *liveAsker) welcomed() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.replies = 0
}

// send hands a message in; it is on its way before its reply can come.
func (a *liveAsker) send(ctx context.Context, accept bots.Accept, m liveMessage) {
	a.turn.Lock()
	defer a.turn.Unlock()
	a.mu.Lock()
	n := len(a.sent)
	a.sent = append(a.sent, m)
	a.mu.Unlock()
	err := accept(ctx, a.inbound(m.text))
	now := time.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sent[n].durable, a.sent[n].lost = now, err
}

// pace lets the first n messages be sent at a rate, each when it is due, whatever
// became of those before.
func (s *liveStudio) pace(ctx context.Context, n int, rate float64) {
	var all sync.WaitGroup
	defer all.Wait()
	start := time.Now()
	for i := range n {
		due := start.Add(time.Duration(float64(i) / rate * float64(time.Second)))
		time.Sleep(time.Until(due))
		if ctx.Err() != nil {
			return
		}
		m := s.message(due)
		all.Go(func() { s.askers[i%len(s.askers)].send(ctx, s.reception.Accept, m) })
	}
}

// rush lets messages be sent as fast as they are taken.
func (s *liveStudio) rush(ctx context.Context, from, to int) {
	var all sync.WaitGroup
	for w := range welcomeAtOnce {
		all.Go(func() {
			for i := from + w; i < to && ctx.Err() == nil; i += welcomeAtOnce {
				s.askers[i%len(s.askers)].send(ctx, s.reception.Accept, s.message(time.Now()))
			}
		})
	}
	all.Wait()
}

// message makes what somebody says next: mostly what somebody else has said
// lately, in the same words or in others.
func (s *liveStudio) message(due time.Time) liveMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	dice := s.random.IntN(100)
	if dice < liveMeToo && len(s.groups) > 0 {
		g := s.groups[s.random.IntN(len(s.groups))]
		return liveMessage{text: live.Address(s.Code, g.Number), group: g.ID, due: due}
	}
	if dice < liveMeToo+liveAgain && len(s.asked) > 0 {
		return liveMessage{text: s.asked[s.random.IntN(len(s.asked))], due: due}
	}
	text := s.maker.next()
	if s.asked = append(s.asked, text); len(s.asked) > liveLately {
		s.asked = s.asked[1:]
	}
	return liveMessage{text: text, due: due}
}
