package bots

import (
	"errors"
	"fmt"
	"time"
)

// SendError is a failed delivery that says what to do next.
type SendError struct {
	Code  string        // stable, for logs and staff: "blocked", "throttled", …
	Retry bool          // try again later
	Stop  bool          // stop writing to this contact
	Wait  time.Duration // the platform's own wish; 0: the usual backoff
	Err   error         // cause; never holds a token, an address or a citizen's words
}

// Unsure is the code of a *SendError that says that a parcel was put off to hear
// whether an earlier try has arrived. It is not Unsure the next time.
const Unsure = "unsure"

func (e *SendError) Error() string {
	if e.Err == nil {
		return e.Code
	}
	return fmt.Sprintf("%s: %v", e.Code, e.Err)
}

func (e *SendError) Unwrap() error { return e.Err }

// policy of err: what is not a *SendError is retried with the usual backoff.
func policy(err error) *SendError {
	if se, ok := errors.AsType[*SendError](err); ok {
		return se
	}
	return &SendError{Code: "failed", Retry: true, Err: err}
}
