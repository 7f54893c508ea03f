package telegram

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/go-telegram/bot"

	"majlis/bots"
)

const (
	leaseName  = "telegram-poll"
	leaseFor   = 3 * time.Second // whoever holds it renews every second; another takes over within this
	leaseRenew = time.Second
	firstPause = time.Second
	longPause  = 30 * time.Second
)

// pollWhileMine polls while this process holds the lease: two pollers of one bot
// would cut each other off.
func (c *Channel) pollWhileMine(ctx context.Context, accept bots.Accept) error {
	for ctx.Err() == nil {
		mine, err := c.Lease.Hold(ctx, leaseName, c.Owner, leaseFor)
		if err != nil && ctx.Err() == nil {
			c.Log.Warn("telegram: the lease can't be read", "err", err)
		}
		if mine {
			c.pollUntilLost(ctx, accept)
			continue
		}
		pause(ctx, leaseRenew)
	}
	return nil
}

// pollUntilLost polls and renews the lease beside it.
func (c *Channel) pollUntilLost(ctx context.Context, accept bots.Accept) {
	held, lost := context.WithCancel(ctx)
	var renewing sync.WaitGroup
	renewing.Go(func() {
		for pause(held, leaseRenew); held.Err() == nil; pause(held, leaseRenew) {
			if mine, err := c.Lease.Hold(held, leaseName, c.Owner, leaseFor); err == nil && !mine {
				c.Log.Warn("telegram: another process polls now")
				lost()
			}
		}
	})
	p := poller{Channel: c, accept: accept, done: map[int64]bool{}}
	p.run(held)
	lost()
	renewing.Wait()
	_ = c.Lease.Release(context.WithoutCancel(ctx), leaseName, c.Owner) // else it ends by itself
}

// poller asks for updates. The offset, which confirms to Telegram all updates
// below it, moves only once these are accepted durably.
type poller struct {
	*Channel
	accept  bots.Accept
	offset  int64
	done    map[int64]bool // accepted, at or above the offset
	buttons sync.WaitGroup // whose clocks are being taken off
}

func (p *poller) run(ctx context.Context) {
	defer p.buttons.Wait()
	p.removeWebhook(ctx)
	p.Log.Info("telegram: polling")
	wait := firstPause
	for ctx.Err() == nil {
		err := p.round(ctx)
		if err == nil {
			wait = firstPause
			continue
		}
		pause(ctx, max(wait, sendError(err).Wait))
		wait = min(2*wait, longPause)
	}
}

// round asks once and accepts what came. While an update can't be accepted its
// chat waits; others go on, because the same offset brings what is new as well.
func (p *poller) round(ctx context.Context) error {
	batch, err := p.getUpdates(ctx, p.offset)
	if err != nil {
		p.complain(ctx, err)
		return err
	}
	failed := p.acceptAll(ctx, batch)
	for _, u := range batch {
		if !p.done[u.ID] {
			break
		}
		delete(p.done, u.ID)
		p.offset = u.ID + 1
	}
	return failed
}

func (p *poller) complain(ctx context.Context, err error) {
	switch {
	case ctx.Err() != nil:
	case errors.Is(err, errWebhookSet):
		p.Log.Error("telegram: a webhook is set for this token; removing it, as this program polls", "code", "conflict")
		p.removeWebhook(ctx)
	case errors.Is(err, bot.ErrorConflict):
		p.Log.Error("telegram: another program polls with this token; only one may", "code", "conflict")
	default:
		p.Log.Warn("telegram: no updates", "err", sendError(err))
	}
}

func (p *poller) removeWebhook(ctx context.Context) {
	if _, err := p.bot.DeleteWebhook(ctx, &bot.DeleteWebhookParams{}); err != nil && ctx.Err() == nil {
		p.Log.Warn("telegram: the webhook could not be removed", "err", sendError(err))
	}
}

// pause waits, a fifth more or less.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d + time.Duration((rand.Float64()-.5)*.4*float64(d)))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
