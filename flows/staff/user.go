// Package staff holds the people behind the desk: accounts, roles, passwords.
package staff

import (
	"context"
	"time"
)

// Role of a staff member. Each may do what the one before may.
type Role string

// The roles, from least to most.
const (
	Agent    Role = "agent"    // answers cases
	Editor   Role = "editor"   // writes FAQ entries and digests
	Approver Role = "approver" // approves what another wrote
	Admin    Role = "admin"    // accounts, dead letters, settings
)

// Roles in rising order.
func Roles() []Role { return []Role{Agent, Editor, Approver, Admin} }

// Covers reports whether r may do what need may.
func (r Role) Covers(need Role) bool { return r.rank() >= need.rank() && r.rank() > 0 }

func (r Role) rank() int {
	for i, known := range Roles() {
		if r == known {
			return i + 1
		}
	}
	return 0
}

// User is a staff account.
type User struct {
	ID        string
	Name      string // signs in with it; folded for comparing
	Role      Role
	Lang      string // of the desk: "ar" or "en"
	Password  string // argon2id in PHC form
	CreatedAt time.Time
	Disabled  bool
}

// Store is what this room needs remembered.
type Store interface {
	// CreateUser writes a new account; flows.ErrExists when the name is taken.
	CreateUser(ctx context.Context, u User) error
	User(ctx context.Context, id string) (User, error)
	UserByName(ctx context.Context, name string) (User, error)
	UpdateUser(ctx context.Context, u User) error
	Users(ctx context.Context) ([]User, error)
}
