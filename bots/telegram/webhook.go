package telegram

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"majlis/bots"
)

// maxHook bounds a webhook's body, bytes; Telegram's own updates stay far below.
const maxHook = 1 << 20

// secretHeader is where Telegram puts the webhook's secret.
const secretHeader = "X-Telegram-Bot-Api-Secret-Token"

// Hook answers POST /hooks/telegram: 200 only once the update is stored, so that
// Telegram brings it again otherwise.
func (c *Channel) Hook(accept bots.Accept) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, want := []byte(r.Header.Get(secretHeader)), []byte(c.Secret)
		if len(want) == 0 || subtle.ConstantTimeCompare(got, want) != 1 {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(c.hook(r, http.MaxBytesReader(w, r.Body, maxHook), accept))
	})
}

func (c *Channel) hook(r *http.Request, body io.Reader, accept bots.Accept) int {
	raw, err := io.ReadAll(body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return http.StatusRequestEntityTooLarge
	}
	if err != nil || !json.Valid(raw) {
		return http.StatusBadRequest
	}
	if err := c.acceptOne(r.Context(), decodeUpdate(raw, c.Log), accept); err != nil {
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

// register tells Telegram where to post updates, and waits for the end of ctx.
func (c *Channel) register(ctx context.Context) error {
	wait := firstPause
	for ctx.Err() == nil {
		_, err := c.bot.SetWebhook(ctx, &bot.SetWebhookParams{URL: c.HookURL, SecretToken: c.Secret, AllowedUpdates: allowed})
		if err == nil {
			<-ctx.Done()
			return nil
		}
		c.Log.Error("telegram: the webhook could not be set", "err", sendError(err))
		pause(ctx, wait)
		wait = min(2*wait, longPause)
	}
	return nil
}

// setCommands fills the menu of the app, in both languages; without it the words
// work all the same.
func (c *Channel) setCommands(ctx context.Context) {
	for _, lang := range []string{"", "ar", "en"} {
		spoken := lang
		if spoken == "" {
			spoken = "ar"
		}
		var list []models.BotCommand
		for _, name := range []string{"menu", "status", "help", "language", "stop"} {
			list = append(list, models.BotCommand{Command: name, Description: c.Texts.Text(spoken, "telegram.command."+name, nil)})
		}
		if _, err := c.bot.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: list, LanguageCode: lang}); err != nil {
			c.Log.Warn("telegram: the list of commands could not be set", "err", sendError(err))
			return
		}
	}
}
