package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows"
	"majlis/flows/staff"
)

func accounts(t *testing.T, w *world) {
	u := staff.User{ID: "U1", Name: "Sara أحمد", Role: staff.Editor, Lang: "ar", Password: "$argon2id$", CreatedAt: start}
	w.ok(w.CreateUser(w.ctx(), u))
	if err := w.CreateUser(w.ctx(), staff.User{ID: "U2", Name: "SARA احمد"}); !errors.Is(err, flows.ErrExists) {
		t.Errorf("a name that is taken: %v", err)
	}
	w.ok(w.CreateUser(w.ctx(), staff.User{ID: "U2", Name: "Omar", Role: staff.Admin, CreatedAt: start}))
	u.Disabled, u.Role = true, staff.Approver
	w.ok(w.UpdateUser(w.ctx(), u))
	for name, find := range map[string]func() (staff.User, error){
		"id":   func() (staff.User, error) { return w.User(w.ctx(), "U1") },
		"name": func() (staff.User, error) { return w.UserByName(w.ctx(), "sara احمد") },
	} {
		got, err := find()
		w.ok(err)
		if diff := cmp.Diff(u, got); diff != "" {
			t.Errorf("by %s:\n%s", name, diff)
		}
	}
	taken := u
	taken.Name = "omar"
	if err := w.UpdateUser(w.ctx(), taken); !errors.Is(err, flows.ErrExists) {
		t.Errorf("renamed to another's name: %v", err)
	}
	if err := w.UpdateUser(w.ctx(), staff.User{ID: "none"}); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("no such account: %v", err)
	}
	if _, err := w.UserByName(w.ctx(), "nobody"); !errors.Is(err, flows.ErrNotFound) {
		t.Errorf("no such account: %v", err)
	}
	if list, err := w.Users(w.ctx()); len(list) != 2 || list[0].ID != "U1" || err != nil {
		t.Errorf("accounts: %+v, %v", list, err)
	}
}

func signIns(t *testing.T, w *world) {
	s := w.WebSessions()
	w.ok(s.Commit("token", []byte("data"), start.Add(time.Hour)))
	w.ok(s.Commit("token", []byte("newer"), start.Add(time.Hour)))
	w.ok(s.Commit("short", []byte("x"), start.Add(time.Minute)))
	data, found, err := s.Find("token")
	w.ok(err)
	if !found || string(data) != "newer" {
		t.Errorf("found %v: %q", found, data)
	}
	w.ok(s.Delete("token"))
	w.ok(s.Delete("token"))
	w.pass(time.Minute)
	for _, token := range []string{"token", "short", "never"} {
		if _, found, err := s.Find(token); found || err != nil {
			t.Errorf("%q: found %v, %v", token, found, err)
		}
	}
}
