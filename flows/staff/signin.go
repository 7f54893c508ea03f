package staff

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"majlis/flows"
	"majlis/flows/words"
)

// ErrSignIn is the one answer to every sign-in that fails: a wrong password, a
// name nobody has, a disabled account and too many tries look the same from
// outside.
var ErrSignIn = fmt.Errorf("staff: sign-in refused: %w", flows.ErrForbidden)

// How often one may try in a window. The first stops guessing at one account,
// the second guessing at many, the third many machines guessing at one; it is
// the loosest, because it lets a stranger lock somebody out.
const (
	tryWindow      = 15 * time.Minute
	triesNameFrom  = 10
	triesFrom      = 60
	triesName      = 50
	stampBytes     = 12
	limiterPrefix  = "signin:"
	limiterUnknown = "unknown"
)

// SignIn returns the user whose name and password these are, or ErrSignIn. from
// is the network address they come from. Every try takes the same time.
func (a *Accounts) SignIn(ctx context.Context, name, password, from string) (User, error) {
	allowed, err := a.allowed(ctx, name, from)
	if err != nil {
		return User{}, err
	}
	if !allowed || len(password) > maxPassword {
		a.Hasher.Waste(ctx, "")
		return User{}, ErrSignIn
	}
	u, err := a.Store.UserByName(ctx, name)
	if errors.Is(err, flows.ErrNotFound) {
		a.Hasher.Waste(ctx, password)
		return User{}, ErrSignIn
	}
	if err != nil {
		return User{}, fmt.Errorf("staff: sign-in: %w", err)
	}
	return a.verify(ctx, u, password)
}

func (a *Accounts) verify(ctx context.Context, u User, password string) (User, error) {
	ok, weak, err := a.Hasher.Check(ctx, u.Password, password)
	if err != nil {
		return User{}, fmt.Errorf("staff: account %s: %w", u.ID, err)
	}
	if !ok || u.Disabled {
		return User{}, ErrSignIn
	}
	if !weak {
		return u, nil
	}
	fresh, err := a.rehash(ctx, u, password)
	if err != nil { // the old hash still opens the door
		a.Log.WarnContext(ctx, "a password hash was not renewed", "user", u.ID, "err", err)
		return u, nil
	}
	return fresh, nil
}

// confirm asks a signed-in person for their password again.
func (a *Accounts) confirm(ctx context.Context, id, password, from string) (User, error) {
	u, err := a.Store.User(ctx, id)
	if err != nil {
		return User{}, err
	}
	signed, err := a.SignIn(ctx, u.Name, password, from)
	if errors.Is(err, ErrSignIn) {
		return User{}, &flows.Mistake{Field: "old", Code: "wrong_password"}
	}
	return signed, err
}

// allowed counts a try and reports whether it is one too many.
func (a *Accounts) allowed(ctx context.Context, name, from string) (bool, error) {
	if from == "" {
		from = limiterUnknown
	}
	name = hashed(words.Fold(name)) // what people type by mistake into the name field is often their password
	ok := true
	for _, t := range []struct {
		key   string
		limit int
	}{
		{limiterPrefix + name + "@" + from, triesNameFrom},
		{limiterPrefix + "@" + from, triesFrom},
		{limiterPrefix + name, triesName},
	} {
		within, err := a.Limiter.Allow(ctx, t.key, t.limit, tryWindow)
		if err != nil {
			return false, fmt.Errorf("staff: counting sign-ins: %w", err)
		}
		ok = ok && within
	}
	return ok, nil
}

// Stamp changes with the password and its salt. A session keeps the stamp it
// was opened with and ends when the account's is another.
func (u User) Stamp() string { return hashed(u.Password) }

func hashed(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(sum[:stampBytes])
}
