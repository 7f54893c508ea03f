package bots

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"majlis/flows/talk"
)

const (
	// slots is how many parcels of one channel are on their way at once.
	slots = 16
	// lookEvery is a safety net: whoever fills the outbox also wakes.
	lookEvery = time.Second
	// finishWithin bounds what is in hand when the program stops; a parcel cut off
	// is taken again, Unsure, by the next process.
	finishWithin = 10 * time.Second
	// maxTries is how often a parcel is tried before staff have to look at it.
	maxTries = 8
	// recordTries and recordPause bridge a store that is busy for a moment.
	recordTries = 5
	recordPause = 500 * time.Millisecond
)

// backoff is how long a parcel waits after each failed try.
var backoff = []time.Duration{time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute}

// Deliverer takes what waits in the outbox to people, one parcel a person at a
// time, under each channel's limits.
type Deliverer struct {
	outbox Outbox
	log    *slog.Logger
	now    func() time.Time

	mu     sync.Mutex
	routes map[string]*route
}

// route is one channel with its limits.
type route struct {
	Channel
	buckets *buckets
	wake    chan struct{}
	doubt   chan struct{} // holds a token while an answer or a notice is in doubt, on a channel that shows again what is sent again
}

// NewDeliverer makes a deliverer without channels.
func NewDeliverer(outbox Outbox, log *slog.Logger, now func() time.Time) *Deliverer {
	return &Deliverer{outbox: outbox, log: log, now: now, routes: map[string]*route{}}
}

// Add lets the deliverer send over a channel. Add all channels before Run.
func (d *Deliverer) Add(c Channel, l Limits) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.routes[c.Name()] = &route{Channel: c, buckets: newBuckets(l), wake: make(chan struct{}, 1), doubt: make(chan struct{}, 1)}
}

// Wake says that something waits for a channel.
func (d *Deliverer) Wake(channel string) {
	d.mu.Lock()
	r := d.routes[channel]
	d.mu.Unlock()
	if r != nil {
		r.nudge()
	}
}

func (r *route) nudge() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run delivers until ctx ends, and finishes what is in hand.
func (d *Deliverer) Run(ctx context.Context) {
	var wg sync.WaitGroup
	for _, r := range d.routes {
		wg.Go(func() { d.serve(ctx, r) })
	}
	wg.Wait()
}

// serve keeps a channel's slots busy.
func (d *Deliverer) serve(ctx context.Context, r *route) {
	free := make(chan struct{}, slots)
	for range slots {
		free <- struct{}{}
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		if d.fill(ctx, r, free) {
			continue
		}
		select {
		case <-r.wake:
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	for range slots {
		<-free
	}
}

// fill takes as many parcels as there are free slots; false when none is due
// or the channel's link is down.
func (d *Deliverer) fill(ctx context.Context, r *route, free chan struct{}) bool {
	n := len(free)
	if n == 0 || !ready(r.Channel) {
		return false
	}
	parcels, err := d.outbox.Take(ctx, r.Name(), d.now(), n)
	if err != nil {
		if ctx.Err() == nil {
			d.log.Error("cannot read the outbox", "channel", r.Name(), "err", err)
		}
		return false
	}
	for _, p := range parcels {
		<-free
		go func() {
			defer func() {
				free <- struct{}{}
				r.nudge() // the person's next parcel may be due
			}()
			d.deliver(ctx, r, p)
		}()
	}
	return len(parcels) == n
}

// deliver sends one parcel and records what became of it. Stopping the program
// does not cut off a parcel that is on its way.
func (d *Deliverer) deliver(ctx context.Context, r *route, p Parcel) {
	now := d.now()
	done, err := r.turn(ctx, p, now)
	if err != nil {
		d.record(p, d.outbox.Later(context.WithoutCancel(ctx), p.ID, "stopping", now))
		return
	}
	defer done()
	hand, cancel := context.WithTimeout(context.WithoutCancel(ctx), within(p))
	defer cancel()
	native, err := d.send(hand, r, p)
	if err == nil {
		d.sent(context.WithoutCancel(ctx), p, native)
		return
	}
	d.failed(context.WithoutCancel(ctx), p, policy(err))
}

// turn waits until a parcel may go; done says that what became of it is recorded.
// Answers and notices go to many at once. Where one that is sent again is shown
// again, each is recorded before the next goes, so that a process that dies leaves
// one in doubt and not as many as there are slots.
func (r *route) turn(ctx context.Context, p Parcel, now time.Time) (done func(), err error) {
	if err := r.buckets.chat(p.Contact, now).Wait(ctx); err != nil {
		return nil, err
	}
	if err := r.buckets.all.Wait(ctx); err != nil {
		return nil, err
	}
	if many := p.Lane == talk.LaneAnswer || p.Lane == talk.LaneNotice; !many || !r.Can().Repeats {
		return func() {}, nil
	}
	select {
	case r.doubt <- struct{}{}:
		return func() { <-r.doubt }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// send turns a channel's panic into an error: one message must not end the
// process. The panic's value is kept out of the log, as it may hold the message.
func (d *Deliverer) send(ctx context.Context, c Channel, p Parcel) (native string, err error) {
	defer func() {
		if recover() != nil {
			d.log.Error("sending panicked", "row", p.ID, "channel", p.Channel, "stack", string(debug.Stack()))
			err = &SendError{Code: "panic", Retry: true}
		}
	}()
	return c.Send(ctx, p)
}

// sent records a delivery, more stubbornly than the rest: what is not recorded
// is sent again.
func (d *Deliverer) sent(ctx context.Context, p Parcel, native string) {
	err := d.outbox.Sent(ctx, p.ID, native, d.now())
	for try := 1; err != nil && try < recordTries; try++ {
		time.Sleep(recordPause)
		err = d.outbox.Sent(ctx, p.ID, native, d.now())
	}
	d.record(p, err)
}

func (d *Deliverer) failed(ctx context.Context, p Parcel, e *SendError) {
	if !e.Retry || p.Tries+1 >= maxTries && e.Code != Unsure {
		d.log.Warn("a message was given up", "row", p.ID, "channel", p.Channel, "code", e.Code, "stopped", e.Stop)
		d.record(p, d.outbox.Fail(ctx, p.ID, e.Code, e.Stop))
		return
	}
	wait := max(e.Wait, jittered(p.Tries))
	if e.Code == Unsure { // nothing has failed
		wait = e.Wait
	}
	d.log.Info("a message will be tried again", "row", p.ID, "channel", p.Channel, "code", e.Code, "in", wait)
	d.record(p, d.outbox.Later(ctx, p.ID, e.Code, d.now().Add(wait)))
}

// jittered is the backoff after a number of failed tries, ± a fifth, so that
// what failed together does not come back together.
func jittered(tries int) time.Duration {
	wait := backoff[min(tries, len(backoff)-1)]
	return wait + time.Duration((rand.Float64()-.5)*.4*float64(wait))
}

func (d *Deliverer) record(p Parcel, err error) {
	if err != nil {
		d.log.Error("the outbox could not be written", "row", p.ID, "err", err)
	}
}
