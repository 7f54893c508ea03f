package whatsapp

import (
	"context"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/types"

	"majlis/flows/talk"
)

const (
	signsKept  = 64 // beyond that some are left out: they are courtesy
	signWithin = 5 * time.Second
)

// signs tell people that they were read and are being answered. They go out beside
// everything else; nothing waits for them and none is repeated.
type signs struct {
	line    *line
	todo    chan func(context.Context) error
	stop    context.CancelFunc
	working sync.WaitGroup
}

func newSigns(l *line) *signs {
	ctx, stop := context.WithCancel(context.Background())
	s := &signs{line: l, todo: make(chan func(context.Context) error, signsKept), stop: stop}
	s.working.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case do := <-s.todo:
				s.give(ctx, do)
			}
		}
	})
	return s
}

func (s *signs) give(ctx context.Context, do func(context.Context) error) {
	ctx, cancel := context.WithTimeout(ctx, signWithin)
	defer cancel()
	if err := do(ctx); err != nil {
		s.line.Log.Debug("whatsapp: a sign was not given", "code", sendError(err).Code)
	}
}

func (s *signs) add(do func(context.Context) error) {
	select {
	case s.todo <- do:
	default:
	}
}

// seen follows on a message that was accepted.
func (s *signs) seen(i types.MessageInfo, kind talk.Kind) {
	if kind == talk.KindReaction || kind == talk.KindDeleted {
		return // nothing is answered to these
	}
	chat, sender := i.Chat, i.Sender.ToNonAD()
	if s.line.Read {
		s.add(func(ctx context.Context) error {
			return s.line.client.MarkRead(ctx, []types.MessageID{i.ID}, s.line.Now(), chat, sender)
		})
	}
	if s.line.Typing {
		s.typing(chat, types.ChatPresenceComposing)
	}
}

// answered ends the typing.
func (s *signs) answered(to types.JID) {
	if s.line.Typing {
		s.typing(to, types.ChatPresencePaused)
	}
}

func (s *signs) typing(to types.JID, state types.ChatPresence) {
	s.add(func(ctx context.Context) error {
		return s.line.client.SendChatPresence(ctx, to, state, types.ChatPresenceMediaText)
	})
}

// present tells that somebody is there; WhatsApp passes on typing only of those
// who are. It needs a name, which comes from the phone some time after linking.
func (s *signs) present() {
	s.add(func(ctx context.Context) error {
		return s.line.client.SendPresence(ctx, types.PresenceAvailable)
	})
}

func (s *signs) close() {
	s.stop()
	s.working.Wait()
}
