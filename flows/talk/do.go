package talk

import (
	"context"
	"errors"

	"github.com/goccy/go-json"
)

// Refusal is a deed that a rule refused; the flow answers it in words.
type Refusal struct{ Code string }

func (r *Refusal) Error() string { return "refused: " + r.Code }

// Find is a slow look-up that changes nothing. It runs once, outside the
// transaction, and its result is journalled.
func Find[T any](t *Talk, key string, fn func(ctx context.Context) (T, error)) T {
	r := t.r
	var v T
	if raw, ok := r.next(key, entryFind); ok {
		r.decode(raw, &v)
		return v
	}
	name := r.s.Flow + "/" + key
	if raw, ok := r.memo[name]; ok {
		r.decode(r.record(key, entryFind, json.RawMessage(raw)), &v)
		return v
	}
	v, err := fn(r.ctx)
	if err != nil {
		r.fail(err)
	}
	if r.memo == nil {
		r.memo = Memo{}
	}
	r.memo[name] = r.record(key, entryFind, v)
	return v
}

// Look is a look-up that is fast enough to be made anew in every turn: its result
// is not journalled.
func Look[T any](t *Talk, fn func(ctx context.Context) (T, error)) T {
	v, err := fn(t.r.ctx)
	if err != nil {
		t.r.fail(err)
	}
	return v
}

// Do is a deed: it runs once, inside the turn's transaction, and its result is
// journalled. An error undoes the whole turn.
func Do[T any](t *Talk, key string, fn func(ctx context.Context) (T, error)) T {
	v, refused := Try(t, key, fn)
	if refused != nil {
		t.r.fail(refused)
	}
	return v
}

// deed is how a Do is journalled.
type deed struct {
	Refused string          `json:"r,omitempty"`
	Value   json.RawMessage `json:"v,omitempty"`
}

// Try is Do for a deed that a rule may refuse: fn returns a *Refusal.
func Try[T any](t *Talk, key string, fn func(ctx context.Context) (T, error)) (T, *Refusal) {
	r := t.r
	var v T
	if raw, ok := r.next(key, entryDo); ok {
		return v, r.decodeDeed(raw, &v)
	}
	if !r.write {
		r.unwritten = true
		panic(signalWrite)
	}
	v, err := fn(r.ctx)
	if refused, ok := errors.AsType[*Refusal](err); ok {
		r.record(key, entryDo, deed{Refused: refused.Code})
		return v, refused
	}
	if err != nil {
		r.fail(err)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		r.fail(err)
	}
	r.record(key, entryDo, deed{Value: raw})
	return v, nil
}

func (r *turn) decodeDeed(raw json.RawMessage, v any) *Refusal {
	var d deed
	r.decode(raw, &d)
	if d.Refused != "" {
		return &Refusal{Code: d.Refused}
	}
	r.decode(d.Value, v)
	return nil
}

func (r *turn) decode(raw json.RawMessage, v any) {
	if err := json.Unmarshal(raw, v); err != nil {
		r.fail(err)
	}
}
