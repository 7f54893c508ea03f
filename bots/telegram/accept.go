package telegram

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"golang.org/x/sync/errgroup"

	"majlis/bots"
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
	id := strconv.FormatInt(u.ID, 10)
	err := bots.Safely(func() error { return accept(ctx, in) })
	if err == nil {
		c.trouble.Passed(id)
		return nil
	}
	if ctx.Err() != nil {
		return err
	}
	c.Log.Error("telegram: an update could not be stored, it will come again", "update", u.ID, "err", err)
	if !c.trouble.Strike(id, errors.Is(err, bots.ErrPanicked)) {
		return err
	}
	if err := bots.Safely(func() error { return accept(ctx, bots.Husk(in)) }); err != nil {
		return err // nothing can be stored: wait
	}
	c.Log.Error("telegram: an update could not be stored whole; its sender was told", "update", u.ID)
	c.trouble.Passed(id)
	return nil
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
