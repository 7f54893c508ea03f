package whatsapp

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"go.mau.fi/whatsmeow"

	"majlis/bots"
)

// restricted is the code of a message that WhatsApp refused because the number may
// not begin chats for now.
const restricted = "restricted"

const (
	throttledFor = 10 * time.Second
	unlinkedFor  = 5 * time.Minute
)

// sendError says what to do about a message that was not sent. The cause is left
// out: the library's errors may hold numbers and stanzas.
func sendError(err error) *bots.SendError {
	switch {
	case errors.Is(err, whatsmeow.ErrServerReturnedError):
		return nacked(err)
	case errors.Is(err, whatsmeow.ErrIQRateOverLimit):
		return &bots.SendError{Code: "throttled", Retry: true, Wait: throttledFor}
	case errors.Is(err, whatsmeow.ErrNotLoggedIn):
		return &bots.SendError{Code: "unlinked", Retry: true, Wait: unlinkedFor}
	case errors.Is(err, whatsmeow.ErrMessageTimedOut), errors.Is(err, context.DeadlineExceeded): // it may have arrived; the id stays the same
		return &bots.SendError{Code: "timeout", Retry: true}
	case errors.Is(err, whatsmeow.ErrUnknownServer), errors.Is(err, whatsmeow.ErrRecipientADJID):
		return &bots.SendError{Code: "address"}
	}
	return &bots.SendError{Code: "network", Retry: true} // no connection, or it broke
}

// nacked sorts what WhatsApp's server answered. Its numbers are in no document;
// those known are of tulir/whatsmeow #1074, #1197 and Baileys #2441.
func nacked(err error) *bots.SendError {
	switch code := nackCode(err); code {
	case 463: // the number may not begin chats for a while
		return &bots.SendError{Code: restricted}
	case 429:
		return &bots.SendError{Code: "throttled", Retry: true, Wait: throttledFor}
	case 400, 403, 404, 405, 406, 479, 487, 488, 491: // the message is wrong, or its recipient gone
		return &bots.SendError{Code: "refused"}
	}
	return &bots.SendError{Code: "platform", Retry: true}
}

// nackCode is the number at the end of the library's error; 0 for none.
func nackCode(err error) int {
	fields := strings.Fields(err.Error())
	code, _ := strconv.Atoi(fields[len(fields)-1])
	return code
}
