package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
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
// side. After an error the same batch is handed over again; what was accepted
// already is recognised by its id.
func (c *Channel) acceptAll(ctx context.Context, batch []models.Update, accept bots.Accept) error {
	var order []int64
	chats := map[int64][]models.Update{}
	for _, u := range batch {
		chat := chatOf(u)
		if chats[chat] == nil {
			order = append(order, chat)
		}
		chats[chat] = append(chats[chat], u)
	}
	var g errgroup.Group
	g.SetLimit(chatsAtOnce)
	for _, chat := range order {
		g.Go(func() error {
			for _, u := range chats[chat] {
				if err := c.acceptOne(ctx, u, accept); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// acceptOne accepts one update, then takes the clock off the button that was
// pressed.
func (c *Channel) acceptOne(ctx context.Context, u models.Update, accept bots.Accept) error {
	in, ok := inbound(u)
	if !ok {
		return nil
	}
	if in.At.IsZero() { // a pressed button carries no time
		in.At = c.Now()
	}
	if err := accept(ctx, in); err != nil {
		if ctx.Err() == nil {
			c.Log.Error("telegram: an update could not be stored, it will come again", "update", u.ID, "err", err)
		}
		return err
	}
	if u.CallbackQuery != nil {
		c.unclock(ctx, u.CallbackQuery.ID)
	}
	return nil
}

// unclock answers a callback query; it only ends the spinning on the button, so
// nobody waits for it.
func (c *Channel) unclock(ctx context.Context, id string) {
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
		defer cancel()
		if _, err := c.bot.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: id}); err != nil {
			c.Log.Debug("telegram: a button keeps its clock", "err", sendError(err))
		}
	}()
}

// decodeUpdate reads an update. Of one that can't be read only the id is kept, so
// that it is passed over and never asked for again.
func decodeUpdate(raw []byte, log *slog.Logger) models.Update {
	var u models.Update
	err := safely(func() error { return json.Unmarshal(raw, &u) })
	if err == nil {
		return u
	}
	var id struct {
		ID int64 `json:"update_id"`
	}
	if json.Unmarshal(raw, &id) != nil {
		log.Warn("telegram: an update without a readable id was passed over")
	} else {
		log.Warn("telegram: an update could not be read and was passed over", "update", id.ID)
	}
	return models.Update{ID: id.ID}
}

// safely makes an error of a panic in the library's decoders.
func safely(fn func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the decoder panicked")
		}
	}()
	return fn()
}
