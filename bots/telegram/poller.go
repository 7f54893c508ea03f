package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"majlis/bots"
)

const (
	leaseName  = "telegram-poll"
	leaseFor   = 3 * time.Second // whoever holds it renews every second; another takes over within this
	leaseRenew = time.Second
	pollFor    = 25 * time.Second // Telegram holds an empty answer back this long
	pollBatch  = 100
	pollSlack  = 10 * time.Second // for the network, on top
	firstPause = time.Second
	longPause  = 30 * time.Second
)

// allowed are the kinds of update asked for; the rest never leaves Telegram.
var allowed = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// pollWhileMine polls while this process holds the lease: two pollers of one bot
// would cut each other off.
func (c *Channel) pollWhileMine(ctx context.Context, accept bots.Accept) error {
	for ctx.Err() == nil {
		mine, err := c.Lease.Hold(ctx, leaseName, c.Owner, leaseFor)
		if err != nil {
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

func (c *Channel) pollUntilLost(ctx context.Context, accept bots.Accept) {
	held, lost := context.WithCancel(ctx)
	defer lost()
	go func() {
		for held.Err() == nil {
			pause(held, leaseRenew)
			if mine, err := c.Lease.Hold(held, leaseName, c.Owner, leaseFor); err == nil && !mine {
				c.Log.Warn("telegram: another process polls now")
				lost()
			}
		}
	}()
	c.poll(held, accept)
	_ = c.Lease.Release(context.WithoutCancel(ctx), leaseName, c.Owner) // else it ends by itself
}

// poll asks for updates until ctx ends. The offset, which confirms to Telegram
// all updates below it, moves only once these are accepted durably.
func (c *Channel) poll(ctx context.Context, accept bots.Accept) {
	if _, err := c.bot.DeleteWebhook(ctx, &bot.DeleteWebhookParams{}); err != nil {
		c.Log.Warn("telegram: the webhook could not be removed", "err", sendError(err))
	}
	var offset int64
	wait := firstPause
	for ctx.Err() == nil {
		batch, err := c.getUpdates(ctx, offset)
		if err != nil {
			c.complain(ctx, err)
			pause(ctx, max(wait, sendError(err).Wait))
			wait = min(2*wait, longPause)
			continue
		}
		wait = firstPause
		for c.acceptAll(ctx, batch, accept) != nil && ctx.Err() == nil {
			pause(ctx, wait)
			wait = min(2*wait, longPause)
		}
		if ctx.Err() != nil {
			return // what was accepted comes again and is recognised
		}
		for _, u := range batch {
			offset = max(offset, u.ID+1)
		}
	}
}

func (c *Channel) complain(ctx context.Context, err error) {
	switch {
	case ctx.Err() != nil:
	case errors.Is(err, bot.ErrorConflict):
		c.Log.Error("telegram: another program polls with this token; only one may", "code", "conflict")
	default:
		c.Log.Warn("telegram: no updates", "err", sendError(err))
	}
}

// getUpdates reads one batch, decoding each update by itself so that a strange
// one can't stop the others.
func (c *Channel) getUpdates(ctx context.Context, offset int64) ([]models.Update, error) {
	ctx, cancel := context.WithTimeout(ctx, pollFor+pollSlack)
	defer cancel()
	ask, err := json.Marshal(map[string]any{
		"offset": offset, "limit": pollBatch, "timeout": int(pollFor.Seconds()), "allowed_updates": allowed,
	})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Server+"/bot"+c.Token+"/getUpdates", bytes.NewReader(ask))
	if err != nil {
		return nil, errors.New("the server's address can't be used")
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	raw, err := readAnswer(resp)
	if err != nil {
		return nil, err
	}
	return c.decodeBatch(raw)
}

// answer is what the Bot API says to any call.
type answer struct {
	OK         bool              `json:"ok"`
	Result     []json.RawMessage `json:"result"`
	ErrorCode  int               `json:"error_code"`
	Parameters struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

func (c *Channel) decodeBatch(raw []byte) ([]models.Update, error) {
	var a answer
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, errors.New("the answer can't be read")
	}
	if !a.OK {
		return nil, apiError(a)
	}
	batch := make([]models.Update, len(a.Result))
	for i, one := range a.Result {
		batch[i] = decodeUpdate(one, c.Log)
	}
	return batch, nil
}

// apiError is an error answer in the library's own words, for sendError.
func apiError(a answer) error {
	switch a.ErrorCode {
	case http.StatusTooManyRequests:
		return &bot.TooManyRequestsError{RetryAfter: a.Parameters.RetryAfter}
	case http.StatusConflict:
		return bot.ErrorConflict
	case http.StatusUnauthorized:
		return bot.ErrorUnauthorized
	case http.StatusNotFound:
		return bot.ErrorNotFound
	}
	return fmt.Errorf("error %d", a.ErrorCode)
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
