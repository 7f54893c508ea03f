package telegram

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"golang.org/x/sync/errgroup"

	"majlis/bots"
	"majlis/flows/talk"
)

const (
	chatsAtOnce  = 16
	answerWithin = 5 * time.Second
)

// acceptAll hands a batch over: updates of one chat in their order, chats side by
// side. What is accepted is marked done; the error is that of one that was not.
func (p *poller) acceptAll(ctx context.Context, batch []models.Update) error {
	var order []int64
	chats := map[int64][]models.Update{}
	for _, u := range batch {
		if p.done[u.ID] {
			continue
		}
		chat := chatOf(u)
		if chats[chat] == nil {
			order = append(order, chat)
		}
		chats[chat] = append(chats[chat], u)
	}
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(chatsAtOnce)
	for _, chat := range order {
		g.Go(func() error {
			for _, u := range chats[chat] {
				if err := p.acceptOne(ctx, u, p.accept); err != nil {
					return err
				}
				mu.Lock()
				p.done[u.ID] = true
				mu.Unlock()
				p.unclock(ctx, u)
			}
			return nil
		})
	}
	return g.Wait()
}

// acceptOne accepts one update; nil also for one that is no message to us.
func (c *Channel) acceptOne(ctx context.Context, u models.Update, accept bots.Accept) error {
	in, ok := inbound(u, c.Now())
	if !ok {
		return nil
	}
	err := safely(func() error { return accept(ctx, in) })
	if err == nil {
		c.trouble.passed(u.ID)
		return nil
	}
	if ctx.Err() != nil {
		return err
	}
	c.Log.Error("telegram: an update could not be stored, it will come again", "update", u.ID, "err", err)
	if !c.trouble.strike(u.ID, errors.Is(err, errPanicked)) {
		return err
	}
	if err := safely(func() error { return accept(ctx, husk(in)) }); err != nil {
		return err // nothing can be stored: wait
	}
	c.Log.Error("telegram: an update could not be stored whole; its sender was told", "update", u.ID)
	c.trouble.passed(u.ID)
	return nil
}

// husk is a message without what it said. It is stored when the whole can't be
// while others can, so that the person hears of it and what follows gets on.
func husk(in talk.Inbound) talk.Inbound {
	return talk.Inbound{
		Channel: in.Channel, ID: in.ID, Order: in.Order, Senders: in.Senders, Address: in.Address, At: in.At,
		Kind: talk.KindUnknown, Native: in.Native, Lang: in.Lang,
	}
}

// strikes against one update before it is taken for what is wrong.
const strikes = 3

// trouble tells an update that can't be stored from a store that stores nothing:
// the first fails while others pass.
type trouble struct {
	mu     sync.Mutex
	passes int
	failed map[int64]failure // by update id
}

type failure struct{ strikes, passes int }

func (t *trouble) passed(id int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.passes++
	delete(t.failed, id)
}

// strike counts a failure and reports the last straw. A failure counts when
// others passed since the one before it, or when it is certain to be the
// update's own fault.
func (t *trouble) strike(id int64, own bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed == nil {
		t.failed = map[int64]failure{}
	}
	f, again := t.failed[id]
	if own || again && t.passes > f.passes {
		f.strikes++
	}
	f.passes = t.passes
	t.failed[id] = f
	return f.strikes >= strikes
}

// unclock answers a callback query; that only ends the spinning on the button, so
// nobody waits for it.
func (p *poller) unclock(ctx context.Context, u models.Update) {
	if u.CallbackQuery == nil {
		return
	}
	p.buttons.Go(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
		defer cancel()
		params := &bot.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID}
		if _, err := p.bot.AnswerCallbackQuery(ctx, params); err != nil {
			p.Log.Debug("telegram: a button keeps its clock", "err", sendError(err))
		}
	})
}
