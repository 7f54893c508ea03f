package whatsapp

import (
	"context"
	"errors"

	"go.mau.fi/whatsmeow/types/events"

	"majlis/bots"
	"majlis/flows/talk"
)

// handle takes what the library brings, one thing at a time. Only after true is a
// message confirmed to WhatsApp. The library confirms as well what its handler
// panics over, so no panic gets out.
func (l *line) handle(event any) (done bool) {
	l.handling.RLock()
	defer l.handling.RUnlock()
	if l.closed {
		return false
	}
	err := bots.Safely(func() error {
		done = l.handleSafely(event)
		return nil
	})
	if err != nil {
		l.Log.Error("whatsapp: an event could not be handled", "err", err)
		return false
	}
	return done
}

func (l *line) handleSafely(event any) bool {
	switch e := event.(type) {
	case *events.Message:
		return l.message(e)
	case *events.UndecryptableMessage:
		return l.unreadable(e)
	case *events.Receipt:
		return l.receipt(e)
	case *events.OfflineSyncCompleted:
		l.waiting.caughtUp()
	default:
		l.linkEvent(event)
	}
	return true
}

// message accepts what a person said.
func (l *line) message(e *events.Message) bool {
	if !personal(e.Info) {
		l.phone.heard(l, e.Info)
		return true
	}
	ctx, cancel := context.WithTimeout(context.Background(), acceptWithin)
	defer cancel()
	who, err := l.sender(ctx, e.Info)
	if err != nil {
		return l.refuse(e.Info.Sender.User, e.Info.ID, err)
	}
	if l.waiting.blocks(who.key(), e.Info.ID) {
		nudge(l.again)
		return false
	}
	in, said := start(e.Info, who), true
	err = bots.Safely(func() (err error) {
		if said, err = l.read(ctx, &in, e); err != nil || !said {
			return err
		}
		return l.accept(ctx, in)
	})
	if err != nil && !l.salvage(ctx, in, err) {
		return l.refuse(who.key(), e.Info.ID, err)
	}
	l.trouble.Passed(in.ID)
	l.waiting.accepted(who.key(), e.Info.ID)
	if said {
		l.signs.seen(e.Info, in.Kind)
	}
	return true
}

// unreadable is a message that never comes to a linked device, such as a photo to
// be seen once: its sender is told. Of others the library asks for another copy.
func (l *line) unreadable(e *events.UndecryptableMessage) bool {
	if e.UnavailableType != events.UnavailableTypeViewOnce || !personal(e.Info) {
		return true
	}
	ctx, cancel := context.WithTimeout(context.Background(), acceptWithin)
	defer cancel()
	who, err := l.sender(ctx, e.Info)
	if err == nil {
		err = bots.Safely(func() error { return l.accept(ctx, bots.Husk(start(e.Info, who))) })
	}
	if err != nil {
		l.Log.Error("whatsapp: a message that can't be read could not be stored", "err", err)
	}
	return true // the library confirms it anyway
}

// salvage stores a message without what it said, once it is certain that the
// message is what is wrong.
func (l *line) salvage(ctx context.Context, in talk.Inbound, err error) bool {
	if !l.trouble.Strike(in.ID, errors.Is(err, bots.ErrPanicked)) {
		return false
	}
	if bots.Safely(func() error { return l.accept(ctx, bots.Husk(in)) }) != nil {
		return false // nothing can be stored: wait
	}
	l.Log.Error("whatsapp: a message could not be stored whole; its sender was told", "message", in.ID)
	return true
}

// refuse leaves a message with WhatsApp.
func (l *line) refuse(person, id string, err error) bool {
	l.Log.Error("whatsapp: a message could not be stored, it will come again", "message", id, "err", err)
	l.waiting.refused(person, id)
	nudge(l.again)
	return false
}
