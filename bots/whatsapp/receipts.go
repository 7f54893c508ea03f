package whatsapp

import (
	"context"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"majlis/bots"
	"majlis/flows/talk"
)

// receipt marks how far messages of ours got. One that can't be recorded comes
// again over the next connection, and nothing waits for it.
func (l *line) receipt(e *events.Receipt) bool {
	if e.IsFromMe {
		l.phone.heard(l, types.MessageInfo{MessageSource: e.MessageSource, Timestamp: e.Timestamp})
		return true
	}
	state, ok := markOf(e.Type)
	if !ok || e.IsGroup || !isUser(e.Chat) || l.Sent == nil {
		return true
	}
	ctx, cancel := context.WithTimeout(context.Background(), acceptWithin)
	defer cancel()
	for _, id := range e.MessageIDs {
		if err := l.Sent.Mark(ctx, Name, bots.Mark{Native: id, State: state, At: e.Timestamp}); err != nil {
			l.Log.Warn("whatsapp: a receipt could not be recorded", "message", id, "err", err)
			return false
		}
	}
	return true
}

func markOf(t types.ReceiptType) (state talk.MarkState, ok bool) {
	switch t {
	case types.ReceiptTypeDelivered, types.ReceiptTypeInactive:
		return talk.MarkDelivered, true
	case types.ReceiptTypeRead, types.ReceiptTypePlayed:
		return talk.MarkRead, true
	}
	return "", false
}
