package telegram

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/go-telegram/bot"

	"majlis/bots"
)

// sendError says what to do about a failed call. The cause is left out: the
// library's errors may hold what was sent, and the address holds the token.
func sendError(err error) *bots.SendError {
	if busy, ok := errors.AsType[*bot.TooManyRequestsError](err); ok {
		return &bots.SendError{Code: "throttled", Retry: true, Wait: time.Duration(busy.RetryAfter) * time.Second}
	}
	if _, ok := errors.AsType[*bot.MigrateError](err); ok {
		return &bots.SendError{Code: "migrated", Stop: true}
	}
	if strange, ok := errors.AsType[*strangeAnswer](err); ok {
		return &bots.SendError{Code: "platform", Retry: true, Err: strange}
	}
	if _, ok := errors.AsType[*url.Error](err); ok || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return &bots.SendError{Code: "network", Retry: true}
	}
	return refused(err)
}

// refused sorts what Telegram answered with an error of its own.
func refused(err error) *bots.SendError {
	switch {
	case errors.Is(err, bot.ErrorForbidden):
		return &bots.SendError{Code: "blocked", Stop: true}
	case errors.Is(err, bot.ErrorUnauthorized), errors.Is(err, bot.ErrorNotFound): // the token is wrong: mend it and retry
		return &bots.SendError{Code: "token", Retry: true}
	case errors.Is(err, bot.ErrorConflict):
		return &bots.SendError{Code: "conflict", Retry: true}
	case errors.Is(err, bot.ErrorBadRequest) && strings.Contains(err.Error(), "chat not found"):
		return &bots.SendError{Code: "no_chat", Stop: true}
	case errors.Is(err, bot.ErrorBadRequest) && strings.Contains(err.Error(), "file is too big"):
		return &bots.SendError{Code: bots.TooLarge}
	case errors.Is(err, bot.ErrorBadRequest):
		return &bots.SendError{Code: "refused"}
	}
	return &bots.SendError{Code: "platform", Retry: true} // 5xx of the Bot API itself
}
