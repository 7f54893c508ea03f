package staff_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/staff"
	"majlis/flows/staff/stafftest"
)

// counting is a limiter whose window never ends.
type counting map[string]int

func (c counting) Allow(_ context.Context, key string, limit int, _ time.Duration) (bool, error) {
	c[key]++
	return c[key] <= limit, nil
}

const good = "correct horse battery"

func newAccounts(t testing.TB) (*staff.Accounts, *stafftest.Store) {
	t.Helper()
	store, n := &stafftest.Store{}, 0
	return &staff.Accounts{
		Store: store, Limiter: counting{}, Hasher: staff.NewHasher(), Log: slog.New(slog.DiscardHandler),
		Now:   func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) },
		NewID: func() string { n++; return fmt.Sprintf("user-%d", n) },
	}, store
}

func mustCreate(t testing.TB, a *staff.Accounts, name string, role staff.Role) staff.User {
	t.Helper()
	u, err := a.Create(t.Context(), name, good, role, "ar")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestSignIn(t *testing.T) {
	a, store := newAccounts(t)
	sara := mustCreate(t, a, "Sara", staff.Agent)
	gone := mustCreate(t, a, "Gone", staff.Agent)
	gone.Disabled = true
	if err := store.UpdateUser(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	if u, err := a.SignIn(t.Context(), "sara", good, "10.0.0.1"); err != nil || u.ID != sara.ID {
		t.Errorf("SignIn = %v, %v", u.ID, err)
	}
	for _, tt := range []struct{ why, name, password string }{
		{"wrong password", "Sara", "wrong"},
		{"unknown", "Nobody", good},
		{"disabled", "Gone", good},
		{"empty", "", ""},
		{"endless", "Sara", strings.Repeat("x", 1<<20)},
	} {
		if u, err := a.SignIn(t.Context(), tt.name, tt.password, "10.0.0.1"); !errors.Is(err, staff.ErrSignIn) || u.ID != "" {
			t.Errorf("%s: %v, %v, want the one ErrSignIn", tt.why, u.ID, err)
		}
	}
}

func TestSignInIsThrottledByNameAndAddress(t *testing.T) {
	a, _ := newAccounts(t)
	mustCreate(t, a, "Sara", staff.Agent)
	for range 10 {
		_, _ = a.SignIn(t.Context(), "SARA", "wrong", "10.0.0.1")
	}
	if _, err := a.SignIn(t.Context(), "Sara", good, "10.0.0.1"); !errors.Is(err, staff.ErrSignIn) {
		t.Errorf("eleventh try from the same address: %v", err)
	}
	if _, err := a.SignIn(t.Context(), "Sara", good, "10.0.0.2"); err != nil {
		t.Errorf("a stranger locked the owner out: %v", err)
	}
	for i := range 60 {
		_, _ = a.SignIn(t.Context(), fmt.Sprintf("name %d", i), "", "10.0.0.3")
	}
	if _, err := a.SignIn(t.Context(), "Sara", good, "10.0.0.3"); !errors.Is(err, staff.ErrSignIn) {
		t.Errorf("an address that tried 60 names: %v", err)
	}
}

func TestLimiterKeysHoldNoName(t *testing.T) {
	a, _ := newAccounts(t)
	_, _ = a.SignIn(t.Context(), "my-secret-typed-as-name", "x", "10.0.0.1")
	for key := range a.Limiter.(counting) {
		if strings.Contains(key, "secret") {
			t.Errorf("key %q", key)
		}
	}
}

func TestWeakHashIsRenewed(t *testing.T) {
	a, store := newAccounts(t)
	u := mustCreate(t, a, "Sara", staff.Agent)
	// argon2id of "correct horse battery" with 8 KiB and one pass.
	weak := staff.WeakHash(good)
	u.Password = weak
	if err := store.UpdateUser(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SignIn(t.Context(), "Sara", good, ""); err != nil {
		t.Fatal(err)
	}
	after, _ := store.User(t.Context(), u.ID)
	if after.Password == weak || !strings.HasPrefix(after.Password, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("stored %q", after.Password)
	}
}

func TestPasswordChangeEndsOtherSessions(t *testing.T) {
	a, _ := newAccounts(t)
	u := mustCreate(t, a, "Sara", staff.Agent)
	if _, err := a.ChangePassword(t.Context(), u.ID, "wrong", "another long one", ""); mistake(err) != "wrong_password" {
		t.Errorf("wrong old password: %v", err)
	}
	changed, err := a.ChangePassword(t.Context(), u.ID, good, "another long one", "")
	if err != nil || changed.Stamp() == u.Stamp() {
		t.Fatalf("stamp %q, %v", changed.Stamp(), err)
	}
	everywhere, err := a.SignOutEverywhere(t.Context(), u.ID, "another long one", "")
	if err != nil || everywhere.Stamp() == changed.Stamp() {
		t.Fatalf("stamp %q, %v", everywhere.Stamp(), err)
	}
	if _, err := a.SignIn(t.Context(), "Sara", "another long one", ""); err != nil {
		t.Errorf("the password still holds: %v", err)
	}
}

func TestCreateRefuses(t *testing.T) {
	a, _ := newAccounts(t)
	mustCreate(t, a, "Sara", staff.Agent)
	for _, tt := range []struct {
		name, password string
		role           staff.Role
		want           string
	}{
		{"", good, staff.Agent, "empty"},
		{strings.Repeat("س", 41), good, staff.Agent, "long"},
		{"Omar", "short", staff.Agent, "short"},
		{"Omar", strings.Repeat("x", 300), staff.Agent, "long"},
		{"Omar", "omar omar omar", staff.Agent, "has_name"},
		{"Omar", good, "king", "unknown"},
	} {
		_, err := a.Create(t.Context(), tt.name, tt.password, tt.role, "ar")
		if mistake(err) != tt.want {
			t.Errorf("Create(%q, %q, %q): %v, want %s", tt.name, tt.password, tt.role, err, tt.want)
		}
	}
	if _, err := a.Create(t.Context(), "SARA", good, staff.Agent, "ar"); !errors.Is(err, flows.ErrExists) {
		t.Errorf("taken name: %v", err)
	}
}

func TestNobodyChangesTheirOwnAccount(t *testing.T) {
	a, store := newAccounts(t)
	boss, sara := mustCreate(t, a, "Boss", staff.Admin), mustCreate(t, a, "Sara", staff.Agent)
	if err := a.SetDisabled(t.Context(), boss.ID, boss.ID, true); mistake(err) != "own_account" {
		t.Errorf("disabling oneself: %v", err)
	}
	if err := a.SetRole(t.Context(), boss.ID, sara.ID, staff.Editor); err != nil {
		t.Fatal(err)
	}
	if u, _ := store.User(t.Context(), sara.ID); u.Role != staff.Editor {
		t.Errorf("role %s", u.Role)
	}
}

func TestRolesCover(t *testing.T) {
	if !staff.Admin.Covers(staff.Agent) || staff.Editor.Covers(staff.Approver) || staff.Role("").Covers(staff.Agent) {
		t.Error("the order of the roles is broken")
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(staff.WeakHash("x"))
	f.Add("$argon2id$v=19$m=4294967295,t=4294967295,p=255$AA$AAAAAAAAAAAAAAAAAAAAAA")
	h := staff.NewHasher()
	f.Fuzz(func(t *testing.T, phc string) {
		if ok, _, _ := h.Check(t.Context(), phc, "never this"); ok {
			t.Errorf("%q accepts a password it wasn't made of", phc)
		}
	})
}

func mistake(err error) string {
	if m, ok := errors.AsType[*flows.Mistake](err); ok {
		return m.Code
	}
	return ""
}
