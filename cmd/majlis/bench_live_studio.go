package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"majlis/bots"
	"majlis/config"
	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/staff"
	"majlis/flows/talk"
)

// liveStudio is the real house with a broadcast on air, people who have joined it
// and others who watch its board.
type liveStudio struct {
	*service
	live.Broadcast
	folder   string
	channels []*liveChannel
	askers   []*liveAsker
	viewers  []*liveViewer
	stop     context.CancelFunc
	inside   *errgroup.Group
	watching sync.WaitGroup

	mu     sync.Mutex
	random *mathrand.Rand
	maker  *questionMaker
	asked  []string // the last questions, some of which are asked again
	groups []seenGroup
}

const (
	liveViewers = 50
	// Of a hundred messages, how many are a "me too" and how many repeat the words
	// of one of the last thousand questions.
	liveMeToo, liveAgain, liveLately = 10, 60, 1000
	// welcomeAtOnce is how many people pass first contact at a time.
	welcomeAtOnce = 64
	// settleWithin bounds the wait for what is still on its way; what has not come
	// by then counts as lost.
	settleWithin = 2 * time.Minute
)

// openLiveStudio opens the doors, lets everyone in and switches the boards on.
func openLiveStudio(ctx context.Context, askers int) (*liveStudio, error) {
	ctx, stop := context.WithCancel(ctx)
	inside, ctx := errgroup.WithContext(ctx)
	s := &liveStudio{stop: stop, inside: inside, random: mathrand.New(mathrand.NewPCG(3, 1)), maker: newQuestionMaker(3)}
	err := s.furnish(ctx)
	if err == nil {
		err = s.air(ctx)
	}
	if err == nil {
		err = s.admit(ctx, askers)
	}
	if err == nil {
		err = s.switchOn(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// furnish opens a house on a file of its own, with its doors and three channels.
func (s *liveStudio) furnish(ctx context.Context) (err error) {
	if s.folder, err = os.MkdirTemp("", "majlis-bench-"); err != nil {
		return err
	}
	set := config.Config{
		DB: filepath.Join(s.folder, "majlis.db"), Secret: config.Secret(rand.Text()), Listen: "127.0.0.1:0", OpsListen: "127.0.0.1:0",
	}
	h, err := open(ctx, set, newLog(io.Discard))
	if err != nil {
		return err
	}
	h.lift()
	service, err := h.newService()
	if err != nil {
		return errors.Join(err, h.Close())
	}
	s.service = service
	for i := range 3 {
		c := &liveChannel{name: fmt.Sprintf("bench%d", i+1), askers: map[string]*liveAsker{}, came: map[string]bool{}, repeated: s.repeats()}
		s.channels = append(s.channels, c)
		s.deliverer.Add(c, bots.Limits{})
	}
	s.inside.Go(func() error { return s.run(ctx) })
	return nil
}

// repeats are how replies begin to who asks what they have asked already.
func (s *liveStudio) repeats() map[string]bool {
	begins := map[string]bool{}
	for _, lang := range []string{flows.Arabic, flows.English} {
		first, _, _ := strings.Cut(s.texts.Text(lang, "live.again", talk.Args{"List": ""}), "\n")
		begins[first] = true
	}
	return begins
}

// lift takes the limits away that one person never meets in earnest: a few people
// here ask as much as a town.
func (h *house) lift() {
	const most = 1_000_000
	h.reception.Limiter = unlimited{}
	h.live.floor.MostAMinute, h.live.floor.MostAsked = most, most
	h.reception.Engine = talk.NewEngine(h.texts, h.book(), newFacts(h.ministry), h.now)
}

// air takes a broadcast from its plan to the air.
func (s *liveStudio) air(ctx context.Context) error {
	host, err := s.accounts.Create(ctx, liveHost, livePassword, staff.Admin, flows.English)
	if err != nil {
		return err
	}
	s.Broadcast, err = s.live.desk.Create(ctx, live.Plan{
		Title: flows.Text{Ar: "لقاء مفتوح", En: "Open hour"}, Host: host.ID, StartsAt: s.now(), Length: time.Hour, Moderation: live.ModerateNone,
	})
	for _, status := range []live.Status{live.Announced, live.Collecting, live.OnAir} {
		if err == nil {
			s.Broadcast, err = s.live.desk.Advance(ctx, live.Deed{Broadcast: s.ID, Actor: host.ID}, status)
		}
	}
	return err
}

// admit lets everyone write for the first time, choose a language and join.
func (s *liveStudio) admit(ctx context.Context, n int) error {
	for i := range n {
		a := &liveAsker{channel: s.channels[i%len(s.channels)], name: fmt.Sprintf("asker%d", i), lang: []string{"ar", "en"}[i%2]}
		a.channel.askers[a.name] = a // nothing is sent yet
		s.askers = append(s.askers, a)
	}
	for _, line := range []string{"hello", "", s.Code} {
		if err := s.all(ctx, line); err != nil {
			return err
		}
		if err := s.quiet(ctx); err != nil {
			return err
		}
	}
	in, err := s.live.store.CountMembers(ctx, s.ID)
	if err != nil {
		return err
	}
	if in != n {
		return fmt.Errorf("%d of %d people joined the broadcast %s", in, n, s.Code)
	}
	for _, a := range s.askers {
		a.welcomed()
	}
	return nil
}

// all lets everyone say a line; "" is the digit of their language.
func (s *liveStudio) all(ctx context.Context, line string) error {
	inside, ctx := errgroup.WithContext(ctx)
	inside.SetLimit(welcomeAtOnce)
	for _, a := range s.askers {
		inside.Go(func() error {
			return s.reception.Accept(ctx, a.inbound(cmp.Or(line, map[string]string{"ar": "1", "en": "2"}[a.lang])))
		})
	}
	return inside.Wait()
}

// quiet waits until every message has its turn and every reply is delivered.
func (s *liveStudio) quiet(ctx context.Context) error {
	for ctx.Err() == nil {
		waiting := 0
		for _, c := range s.channels {
			n, err := s.db.Pending(ctx, c.name)
			if err != nil {
				return err
			}
			waiting += n
		}
		if waiting == 0 {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return context.Cause(ctx)
}

// settle waits until everything has been answered and is on every board.
func (s *liveStudio) settle(ctx context.Context) error {
	if err := s.quiet(ctx); err != nil {
		return err
	}
	for end := time.Now().Add(settleWithin); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		var last int64
		loose := 0
		err := s.live.boards.Read(ctx, s.ID, func(b *live.Board) error {
			last, loose = b.Seq, len(b.Loose())
			return nil
		})
		if err != nil {
			return err
		}
		if loose == 0 && s.seen() >= last {
			return nil
		}
	}
	return context.Cause(ctx)
}

// close takes the studio apart and leaves nothing behind.
func (s *liveStudio) close() error {
	s.stop()
	s.watching.Wait()
	err := s.inside.Wait()
	if s.service != nil {
		s.service.close()
		err = errors.Join(err, s.Close())
	}
	return errors.Join(err, os.RemoveAll(s.folder))
}
