package whatsapp

import (
	"context"

	"go.mau.fi/whatsmeow/types"

	"majlis/bots"
	"majlis/flows/words"
)

// Publish posts to a WhatsApp channel, "…@newsletter", that the linked number
// administers. It is best effort: WhatsApp changes this part most often.
func (c *Channel) Publish(ctx context.Context, channel, text string) error {
	to, err := types.ParseJID(channel)
	if err != nil || to.Server != types.NewsletterServer {
		return &bots.SendError{Code: "address"}
	}
	l := c.online()
	if l == nil {
		return &bots.SendError{Code: "away", Retry: true}
	}
	ctx, done := l.during(ctx)
	defer done()
	for _, part := range words.Split(text, maxUnits) {
		if _, err := l.client.SendMessage(ctx, to, plain(part)); err != nil {
			return sendError(err)
		}
	}
	return nil
}
