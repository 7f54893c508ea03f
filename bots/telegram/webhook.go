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
		u, status := c.hook(r, http.MaxBytesReader(w, r.Body, maxHook), accept)
		if status == http.StatusOK && u.CallbackQuery != nil {
			writeUnclock(w, u.CallbackQuery.ID)
			return
		}
		w.WriteHeader(status)
	})
}

func (c *Channel) hook(r *http.Request, body io.Reader, accept bots.Accept) (u models.Update, status int) {
	raw, err := io.ReadAll(body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return u, http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return u, http.StatusBadRequest
	}
	u, ok := decodeUpdate(raw, c.Log)
	if !ok {
		return u, http.StatusBadRequest
	}
	if err := c.acceptOne(r.Context(), u, accept); err != nil {
		return u, http.StatusServiceUnavailable
	}
	return u, http.StatusOK
}

// writeUnclock ends the spinning on a pressed button with the answer itself,
// which may be a call (core.telegram.org/bots/api#making-requests-when-getting-updates).
func writeUnclock(w http.ResponseWriter, id string) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"method": "answerCallbackQuery", "callback_query_id": id}) // stored already
}

// register tells Telegram where to post updates, and waits for the end of ctx.
func (c *Channel) register(ctx context.Context) error {
	wait := firstPause
	for ctx.Err() == nil {
		_, err := c.bot.SetWebhook(ctx, &bot.SetWebhookParams{URL: c.HookURL, SecretToken: c.Secret, AllowedUpdates: allowed})
		if err == nil {
			c.Log.Info("telegram: the webhook is set")
			<-ctx.Done()
			return nil
		}
		if ctx.Err() == nil {
			c.Log.Error("telegram: the webhook could not be set", "err", sendError(err))
		}
		pause(ctx, max(wait, sendError(err).Wait))
		wait = min(2*wait, longPause)
	}
	return nil
}
