package whatsapp

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"majlis/bots"
)

const (
	leaseName  = "whatsapp"
	leaseFor   = 3 * time.Second // whoever holds it renews every second; another takes over within this
	leaseRenew = time.Second
	firstPause = time.Second
	longPause  = 30 * time.Second
)

// Receive brings messages until ctx ends. Only the process that holds the lease
// connects: two on one link would throw each other out.
func (c *Channel) Receive(ctx context.Context, accept bots.Accept) error {
	for ctx.Err() == nil {
		mine, err := c.Lease.Hold(ctx, leaseName, c.Owner, leaseFor)
		if err != nil && ctx.Err() == nil {
			c.Log.Warn("whatsapp: the lease can't be read", "err", err)
		}
		if mine {
			c.serveUntilLost(ctx, accept)
			continue
		}
		c.elsewhere()
		pause(ctx, leaseRenew)
	}
	return nil
}

// serveUntilLost serves the link and renews the lease beside it.
func (c *Channel) serveUntilLost(ctx context.Context, accept bots.Accept) {
	held, lost := context.WithCancel(ctx)
	var renewing sync.WaitGroup
	renewing.Go(func() {
		for pause(held, leaseRenew); held.Err() == nil; pause(held, leaseRenew) {
			if mine, err := c.Lease.Hold(held, leaseName, c.Owner, leaseFor); err == nil && !mine {
				c.Log.Warn("whatsapp: another process has the link now")
				lost()
			}
		}
	})
	c.devices.reread()
	c.hold(true)
	c.serve(held, accept)
	c.hold(false)
	if ctx.Err() != nil { // else the next one records already how the link stands
		c.stopped()
	}
	lost()
	renewing.Wait()
	_ = c.Lease.Release(context.WithoutCancel(ctx), leaseName, c.Owner) // else it ends by itself
}

// serve waits for a phone to be linked, and then keeps its line, until ctx ends.
func (c *Channel) serve(ctx context.Context, accept bots.Accept) {
	for ctx.Err() == nil {
		device, err := c.devices.first(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			c.Log.Error("whatsapp: the link's database can't be read", "err", err)
			c.see(bots.Link{State: bots.LinkAway, Cause: "database"})
			pause(ctx, longPause)
		case device.ID == nil:
			c.unlinked(ctx)
		default:
			c.keep(ctx, device, accept)
		}
	}
}

// pause waits, a fifth more or less.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(jittered(d))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func jittered(d time.Duration) time.Duration {
	return d + time.Duration((rand.Float64()-.5)*.4*float64(d))
}
