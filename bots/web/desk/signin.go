package desk

import (
	"errors"
	"net/http"

	"majlis/bots/web/page"
	"majlis/flows/staff"
)

type signInView struct {
	Name   string // typed before
	Next   string
	Failed bool
}

func (d *Desk) signInPage(w http.ResponseWriter, r *http.Request) error {
	u, err := d.signedIn(r)
	if err != nil {
		return err
	}
	next := ownPath(r.URL.Query().Get("next"))
	if u.ID != "" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	return d.show(w, r, http.StatusOK, "signin", "desk.signin.title", signInView{Next: next})
}

func (d *Desk) signIn(w http.ResponseWriter, r *http.Request) error {
	view := signInView{Name: r.PostFormValue("name"), Next: ownPath(r.PostFormValue("next")), Failed: true}
	u, err := d.Accounts.SignIn(r.Context(), view.Name, r.PostFormValue("password"), from(r))
	if errors.Is(err, staff.ErrSignIn) {
		return d.show(w, r, http.StatusUnauthorized, "signin", "desk.signin.title", view)
	}
	if err != nil {
		return page.Busy(err)
	}
	if err := d.open(r, u); err != nil {
		return err
	}
	http.Redirect(w, r, view.Next, http.StatusSeeOther)
	return nil
}

// open starts a session under a fresh token, so that one planted beforehand is
// worth nothing.
func (d *Desk) open(r *http.Request, u staff.User) error {
	if err := d.sessions.RenewToken(r.Context()); err != nil {
		return page.Busy(err)
	}
	d.sessions.Put(r.Context(), keyUser, u.ID)
	d.sessions.Put(r.Context(), keyStamp, u.Stamp())
	return nil
}

func (d *Desk) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := d.sessions.Destroy(r.Context()); err != nil {
		return page.Busy(err)
	}
	http.Redirect(w, r, "/desk/sign-in", http.StatusSeeOther)
	return nil
}

func (d *Desk) home(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, "/desk/inbox", http.StatusSeeOther)
	return nil
}
