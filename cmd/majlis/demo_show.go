package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"majlis/bots"
	"majlis/bots/web"
)

// showEvery is how often the broadcast on air takes a step.
const showEvery = time.Second

// runShow serves the demo while its broadcast goes on.
func (s *service) runShow(ctx context.Context, p *programme) error {
	for _, platform := range platforms {
		if platform != web.Name {
			s.deliverer.Add(standIn{platform}, bots.Limits{})
		}
	}
	p.busy = func() bool { return s.boards.Writing(p.air.ID) }
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.run(ctx)
	}()
	err := s.run(ctx)
	stop()
	<-ended
	return err
}

// run lets the broadcast go on until ctx ends or somebody closes it. A step that
// fails is told and the next is taken all the same.
func (p *programme) run(ctx context.Context) {
	tick := time.NewTicker(showEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		b, err := p.live.store.Broadcast(ctx, p.air.ID)
		if err == nil && b.Status.Over() {
			return
		}
		if err == nil {
			err = p.step(ctx)
		}
		if err != nil && ctx.Err() == nil {
			p.log.Error("the broadcast of the demo could not go on, it is tried again", "err", err)
		}
	}
}

// standIn is a platform that the demo does not reach: whatever is sent there is
// taken as sent.
type standIn struct{ name string }

func (s standIn) Name() string           { return s.name }
func (s standIn) Can() bots.Capabilities { return bots.Capabilities{} }

func (s standIn) Send(_ context.Context, p bots.Parcel) (string, error) { return "demo-" + p.ID, nil }

// sayShow says where the broadcast on air can be watched and steered.
func (s *service) sayShow(w io.Writer, p *programme) {
	at := s.address() + "/live/" + p.air.ID
	fmt.Fprintf(w, "majlis: on air     %s  (as citizens see it)\n", at)
	fmt.Fprintf(w, "majlis:   board    %s/board  (sign in as %s, its host, or sara, a moderator)\n", at, p.data.Host)
	fmt.Fprintf(w, "majlis:   stage    %s/stage?key=%s\n", at, p.air.Key)
	fmt.Fprintf(w, "majlis:   overlay  %s/overlay?key=%s\n", at, p.air.Key)
}
