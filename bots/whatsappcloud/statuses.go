package whatsappcloud

import (
	"context"
	"strconv"
	"time"

	"majlis/bots"
	"majlis/flows/talk"
)

// states are the words of Meta for how far a message got.
var states = map[string]talk.MarkState{
	"sent": talk.MarkSent, "delivered": talk.MarkDelivered, "read": talk.MarkRead, "played": talk.MarkRead, "failed": talk.MarkFailed,
}

// mark records a status. It is tried under the id of the platform and under the
// one made beforehand: a process that died after sending never learned the first.
func (c *Channel) mark(ctx context.Context, s status) error {
	state, known := states[s.State]
	if !known || s.ID == "" {
		return nil
	}
	m := bots.Mark{Native: nativeOf(s.ID), State: state, At: c.Now()}
	if seconds, err := strconv.ParseInt(s.Timestamp, 10, 64); err == nil && seconds > 0 {
		m.At = time.Unix(seconds, 0)
	}
	if state == talk.MarkFailed {
		m.Code = "failed"
		if len(s.Errors) > 0 {
			p := policyOf(s.Errors[0].Code)
			m.Code, m.Stop = p.Code, p.Stop
		}
	}
	if err := c.Sent.Mark(ctx, Name, m); err != nil || s.Opaque == "" {
		return err
	}
	m.Native = s.Opaque
	return c.Sent.Mark(ctx, Name, m)
}
