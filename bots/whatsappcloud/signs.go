package whatsappcloud

import (
	"context"
	"slices"
	"sync"
	"time"

	"majlis/flows/talk"
)

const (
	signsAtOnce = 16
	signWithin  = 5 * time.Second
)

// unseen are the kinds that nobody looks at: what was not said to us.
var unseen = []talk.Kind{talk.KindReaction, talk.KindDeleted, talk.KindReturned}

// signs are the courtesies of a chat. There is no second try: they are worth
// nothing later.
type signs struct {
	atOnce  chan struct{}
	running sync.WaitGroup
}

// Wait waits for what is still being shown.
func (c *Channel) Wait() { c.signs.running.Wait() }

// Close ends the channel once nobody calls its hook any more.
func (c *Channel) Close() error {
	c.Wait()
	c.http.CloseIdleConnections()
	return nil
}

// show says that a message was read, and that an answer is being written, as far
// as that is wanted. Nobody waits for it; while too many are on their way it is
// left out.
func (c *Channel) show(ctx context.Context, kind talk.Kind, wamid string) {
	if !c.Read || slices.Contains(unseen, kind) {
		return
	}
	select {
	case c.signs.atOnce <- struct{}{}:
	default:
		return
	}
	c.signs.running.Go(func() {
		defer func() { <-c.signs.atOnce }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), signWithin)
		defer cancel()
		body := map[string]any{"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
		if c.Typing {
			body["typing_indicator"] = map[string]string{"type": "text"}
		}
		if err := c.post(ctx, body, &struct{}{}); err != nil {
			c.Log.Debug("whatsappcloud: a message is not marked as read", "err", err)
		}
	})
}
