package desk

import (
	"net/http"

	"majlis/flows"
	"majlis/flows/staff"
)

type settingsView struct {
	frame
	Mistake *flows.Mistake
	Form    string // the form in which it was made: "password", "everywhere"
}

func (d *Desk) settings(w http.ResponseWriter, r *http.Request) error {
	return d.show(w, r, http.StatusOK, "settings", "desk.settings.title", settingsView{frame: d.frame(r, "settings")})
}

// settingsLang chooses the language of the desk and leads back.
func (d *Desk) settingsLang(w http.ResponseWriter, r *http.Request) error {
	if err := d.Accounts.SetLang(r.Context(), UserOf(r).ID, r.PostFormValue("lang")); err != nil {
		return err
	}
	http.Redirect(w, r, ownPath(r.PostFormValue("back")), http.StatusSeeOther)
	return nil
}

// settingsRail folds the rail, or unfolds it, for this sign-in.
func (d *Desk) settingsRail(w http.ResponseWriter, r *http.Request) error {
	d.sessions.Put(r.Context(), keyFolded, !d.sessions.GetBool(r.Context(), keyFolded))
	http.Redirect(w, r, ownPath(r.PostFormValue("back")), http.StatusSeeOther)
	return nil
}

func (d *Desk) settingsPassword(w http.ResponseWriter, r *http.Request) error {
	u, err := d.Accounts.ChangePassword(r.Context(), UserOf(r).ID, r.PostFormValue("old"), r.PostFormValue("password"), from(r))
	return d.secured(w, r, "password", u, err)
}

// settingsEverywhere ends all sessions of the account but this one.
func (d *Desk) settingsEverywhere(w http.ResponseWriter, r *http.Request) error {
	u, err := d.Accounts.SignOutEverywhere(r.Context(), UserOf(r).ID, r.PostFormValue("old"), from(r))
	return d.secured(w, r, "everywhere", u, err)
}

// secured opens a new session for an account whose stamp has changed.
func (d *Desk) secured(w http.ResponseWriter, r *http.Request, form string, u staff.User, err error) error {
	if m := mistakeOf(err); m != nil {
		v := settingsView{frame: d.frame(r, "settings"), Mistake: m, Form: form}
		return d.show(w, r, http.StatusUnprocessableEntity, "settings", "desk.settings.title", v)
	}
	if err != nil {
		return err
	}
	if err := d.open(r, u); err != nil {
		return err
	}
	return d.done(w, r, "/desk/settings", "desk.done."+form)
}
