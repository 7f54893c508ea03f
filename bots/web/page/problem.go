package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"majlis/flows"
)

// Problem is an error as people are shown it: a status, a code that stays, and
// the cause, which only the log sees. Its words are the text
// web.problem.CODE.
type Problem struct {
	Status int
	Code   string
	Args   map[string]any // for the words
	Wait   time.Duration  // try again after; 0: not said
	Err    error
}

func (p *Problem) Error() string {
	if p.Err == nil {
		return p.Code
	}
	return fmt.Sprintf("%s: %v", p.Code, p.Err)
}

func (p *Problem) Unwrap() error { return p.Err }

// Typed is an error with the words that would be lost with it: the error page
// shows them, so that they can be sent again.
type Typed struct {
	Text string
	Err  error
}

func (t *Typed) Error() string { return t.Err.Error() }

func (t *Typed) Unwrap() error { return t.Err }

// title is the key of the heading above the words.
func (p *Problem) title() string {
	switch p.Status {
	case http.StatusNotFound:
		return "web.problem.title.missing"
	case http.StatusGone:
		return "web.problem.title.withdrawn"
	case http.StatusForbidden, http.StatusUnauthorized:
		return "web.problem.title.forbidden"
	}
	return "web.problem.title"
}

// statusGone is what a log says of a client that left before its answer (nginx's
// 499).
const statusGone = 499

// retryBusy is how long people are asked to wait when the house can't keep
// their message now.
const retryBusy = 5 * time.Second

// The problems every page may have.
var (
	errBadRequest = Problem{Status: http.StatusBadRequest, Code: "bad_request"}
	errForbidden  = Problem{Status: http.StatusForbidden, Code: "forbidden"}
	errNotFound   = Problem{Status: http.StatusNotFound, Code: "not_found"}
	errStale      = Problem{Status: http.StatusConflict, Code: "stale"}
	errTooLarge   = Problem{Status: http.StatusRequestEntityTooLarge, Code: "too_large"}
	errInternal   = Problem{Status: http.StatusInternalServerError, Code: "internal"}
)

// Busy is a Problem that passes: what was sent isn't kept and may be sent again.
func Busy(err error) *Problem {
	return &Problem{Status: http.StatusServiceUnavailable, Code: "busy", Wait: retryBusy, Err: err}
}

// TooMany is the Problem of someone who is too quick.
func TooMany(wait time.Duration) *Problem {
	return &Problem{Status: http.StatusTooManyRequests, Code: "too_many", Wait: wait}
}

// Bad is a request that can't be understood; code says what is wrong with it.
func Bad(code string, err error) *Problem {
	return &Problem{Status: http.StatusBadRequest, Code: code, Err: err}
}

// problemOf finds what people are told about an error.
func problemOf(r *http.Request, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		p := errTooLarge
		if mega := tooLarge.Limit >> 20; mega > 0 {
			p.Code, p.Args = "file_too_large", map[string]any{"MB": mega}
		}
		p.Err = err
		return &p
	}
	p := errInternal
	switch {
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil:
		p = Problem{Status: statusGone, Code: "gone"}
	case errors.Is(err, flows.ErrNotFound):
		p = errNotFound
	case errors.Is(err, flows.ErrForbidden):
		p = errForbidden
	case errors.Is(err, flows.ErrStale):
		p = errStale
	case errors.Is(err, flows.ErrInvalid):
		p = errBadRequest
	}
	p.Err = err
	return &p
}

func flowsNotFound(what, name string) error {
	return fmt.Errorf("%s %q: %w", what, name, flows.ErrNotFound)
}
