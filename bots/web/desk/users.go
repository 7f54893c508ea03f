package desk

import (
	"errors"
	"net/http"

	"majlis/flows"
	"majlis/flows/staff"
)

type usersView struct {
	frame
	Rows    []staff.User
	Roles   []staff.Role
	Name    string // typed into the form of a new account
	Role    string
	Mistake *flows.Mistake
}

func (d *Desk) users(w http.ResponseWriter, r *http.Request) error {
	return d.showUsers(w, r, http.StatusOK, usersView{Role: string(staff.Agent)})
}

func (d *Desk) showUsers(w http.ResponseWriter, r *http.Request, status int, v usersView) error {
	list, err := d.Accounts.Store.Users(r.Context())
	if err != nil {
		return err
	}
	v.frame, v.Rows, v.Roles = d.frame(r, "users"), list, staff.Roles()
	return d.show(w, r, status, "users", "desk.users.title", v)
}

func (d *Desk) userCreate(w http.ResponseWriter, r *http.Request) error {
	v := usersView{Name: r.PostFormValue("name"), Role: r.PostFormValue("role")}
	_, err := d.Accounts.Create(r.Context(), v.Name, r.PostFormValue("password"), staff.Role(v.Role), r.PostFormValue("lang"))
	if errors.Is(err, flows.ErrExists) {
		err = &flows.Mistake{Field: "name", Code: "taken"}
	}
	if v.Mistake = mistakeOf(err); v.Mistake != nil {
		return d.showUsers(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return d.done(w, r, "/desk/users", "desk.done.user_created")
}

func (d *Desk) userRole(w http.ResponseWriter, r *http.Request) error {
	err := d.Accounts.SetRole(r.Context(), UserOf(r).ID, r.PathValue("id"), staff.Role(r.PostFormValue("role")))
	return d.userChanged(w, r, err)
}

func (d *Desk) userDisabled(w http.ResponseWriter, r *http.Request) error {
	err := d.Accounts.SetDisabled(r.Context(), UserOf(r).ID, r.PathValue("id"), r.PostFormValue("disabled") == "yes")
	return d.userChanged(w, r, err)
}

func (d *Desk) userPassword(w http.ResponseWriter, r *http.Request) error {
	err := d.Accounts.ResetPassword(r.Context(), r.PathValue("id"), r.PostFormValue("password"))
	return d.userChanged(w, r, err)
}

func (d *Desk) userChanged(w http.ResponseWriter, r *http.Request, err error) error {
	if err != nil {
		return d.refused(w, r, "/desk/users", err)
	}
	return d.done(w, r, "/desk/users", "desk.done.user_changed")
}
