package staff

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// Limits of what an account may be given.
const (
	// MinPassword in characters: NIST SP 800-63B asks for 15 where a password
	// stands alone; sign-in is throttled here, and 12 is what people bear.
	MinPassword = 12
	maxPassword = 256 // bytes; a longer one only costs time
	maxName     = 40  // characters
)

// Accounts is what is done with staff accounts.
type Accounts struct {
	Store   Store
	Limiter talk.Limiter
	Hasher  *Hasher
	Log     *slog.Logger
	Now     func() time.Time
	NewID   func() string
}

// Create makes an account. A name that is taken is flows.ErrExists; a name,
// password or role that can't be used is a *flows.Mistake.
func (a *Accounts) Create(ctx context.Context, name, password string, role Role, lang string) (User, error) {
	name = strings.TrimSpace(words.Clean(name))
	if err := checkName(name); err != nil {
		return User{}, err
	}
	if !slices.Contains(Roles(), role) {
		return User{}, &flows.Mistake{Field: "role", Code: "unknown"}
	}
	if err := checkPassword(name, password); err != nil {
		return User{}, err
	}
	hash, err := a.Hasher.Hash(ctx, password)
	if err != nil {
		return User{}, err
	}
	u := User{ID: a.NewID(), Name: name, Role: role, Lang: language(lang), Password: hash, CreatedAt: a.Now()}
	if err := a.Store.CreateUser(ctx, u); err != nil {
		return User{}, fmt.Errorf("staff: creating an account: %w", err)
	}
	return u, nil
}

// SetRole gives an account another role. Nobody changes their own.
func (a *Accounts) SetRole(ctx context.Context, actor, id string, role Role) error {
	if !slices.Contains(Roles(), role) {
		return &flows.Mistake{Field: "role", Code: "unknown"}
	}
	return a.change(ctx, actor, id, func(u *User) { u.Role = role })
}

// SetDisabled shuts an account or opens it again; a shut one is signed out with
// its next click. Nobody shuts their own.
func (a *Accounts) SetDisabled(ctx context.Context, actor, id string, disabled bool) error {
	return a.change(ctx, actor, id, func(u *User) { u.Disabled = disabled })
}

// change keeps an admin from locking themselves out: the last admin can't be
// lost, because each change takes another admin.
func (a *Accounts) change(ctx context.Context, actor, id string, set func(*User)) error {
	if actor == id {
		return &flows.Mistake{Field: "user", Code: "own_account"}
	}
	u, err := a.Store.User(ctx, id)
	if err != nil {
		return err
	}
	set(&u)
	return a.Store.UpdateUser(ctx, u)
}

// SetLang chooses the language of a person's desk.
func (a *Accounts) SetLang(ctx context.Context, id, lang string) error {
	u, err := a.Store.User(ctx, id)
	if err != nil {
		return err
	}
	u.Lang = language(lang)
	return a.Store.UpdateUser(ctx, u)
}

// ChangePassword needs the old password. All other sessions of the account end,
// see User.Stamp.
func (a *Accounts) ChangePassword(ctx context.Context, id, old, fresh, from string) (User, error) {
	u, err := a.confirm(ctx, id, old, from)
	if err != nil {
		return User{}, err
	}
	if err := checkPassword(u.Name, fresh); err != nil {
		return User{}, err
	}
	return a.rehash(ctx, u, fresh)
}

// ResetPassword gives another's account a new password, for those who forgot it.
func (a *Accounts) ResetPassword(ctx context.Context, id, fresh string) error {
	u, err := a.Store.User(ctx, id)
	if err != nil {
		return err
	}
	if err := checkPassword(u.Name, fresh); err != nil {
		return err
	}
	_, err = a.rehash(ctx, u, fresh)
	return err
}

// SignOutEverywhere ends all sessions of an account by hashing its password with
// a new salt, which changes User.Stamp; the password is asked for that.
func (a *Accounts) SignOutEverywhere(ctx context.Context, id, password, from string) (User, error) {
	u, err := a.confirm(ctx, id, password, from)
	if err != nil {
		return User{}, err
	}
	return a.rehash(ctx, u, password)
}

func (a *Accounts) rehash(ctx context.Context, u User, password string) (User, error) {
	hash, err := a.Hasher.Hash(ctx, password)
	if err != nil {
		return User{}, err
	}
	u.Password = hash
	return u, a.Store.UpdateUser(ctx, u)
}

func checkName(name string) error {
	switch n := words.Graphemes(name); {
	case n == 0:
		return &flows.Mistake{Field: "name", Code: "empty"}
	case n > maxName:
		return &flows.Mistake{Field: "name", Code: "long"}
	}
	return nil
}

func checkPassword(name, password string) error {
	switch {
	case words.Graphemes(password) < MinPassword:
		return &flows.Mistake{Field: "password", Code: "short"}
	case len(password) > maxPassword:
		return &flows.Mistake{Field: "password", Code: "long"}
	case len(name) > 3 && strings.Contains(words.Fold(password), words.Fold(name)):
		return &flows.Mistake{Field: "password", Code: "has_name"}
	}
	return nil
}

func language(lang string) string {
	if lang == flows.English {
		return flows.English
	}
	return flows.Arabic
}
