package desk

import (
	"errors"
	"net/http"
	"strings"

	"majlis/flows"
	"majlis/flows/staff"
)

// frame is what every page of the desk shows around its own.
type frame struct {
	User   staff.User
	At     string // where the reader is: "inbox", "questions", …
	Flash  string // text key of what was just done
	Undo   string // id of the decision that the flash lets undo
	Bad    bool   // it was refused
	Folded bool   // the rail shows icons only
	Nav    []place
}

// place is one line of the rail.
type place struct {
	ID, Path, Icon string
	Least          staff.Role
}

// places of the rail, in order.
var places = []place{
	{"inbox", "/desk/inbox", "inbox", staff.Agent},
	{"questions", "/desk/questions", "question", staff.Agent},
	{"faq", "/desk/faq", "book", staff.Agent},
	{"digests", "/desk/digests", "digest", staff.Agent},
	{"broadcasts", "/desk/broadcasts", "live", staff.Agent},
	{"dead", "/desk/dead", "alert", staff.Admin},
	{"channels", "/desk/channels", "link", staff.Admin},
	{"users", "/desk/users", "people", staff.Admin},
	{"settings", "/desk/settings", "settings", staff.Agent},
}

// frame starts the view of a page; what was just done is shown once.
func (d *Desk) frame(r *http.Request, at string) frame {
	f := frame{User: UserOf(r), At: at}
	f.Flash = d.sessions.PopString(r.Context(), keyFlash)
	f.Undo = d.sessions.PopString(r.Context(), keyUndo)
	f.Bad = f.Flash != "" && !strings.HasPrefix(f.Flash, "desk.done.")
	f.Folded = d.sessions.GetBool(r.Context(), keyFolded)
	for _, p := range places {
		if f.User.Role.Covers(p.Least) && (p.ID != "broadcasts" || d.Live != nil) {
			f.Nav = append(f.Nav, p)
		}
	}
	return f
}

// Can reports whether the reader may do what a role may, for the templates.
func (f frame) Can(role string) bool { return f.User.Role.Covers(staff.Role(role)) }

// show answers with a page; title is the key of its title.
func (d *Desk) show(w http.ResponseWriter, r *http.Request, status int, name, title string, data any) error {
	return d.views.Render(w, r, status, name, d.site.View(r, title, data))
}

// done leads to a page after a deed and says there what was done.
func (d *Desk) done(w http.ResponseWriter, r *http.Request, to, flash string) error {
	d.sessions.Put(r.Context(), keyFlash, flash)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// mistakeOf is the rule that was broken, if err says so.
func mistakeOf(err error) *flows.Mistake {
	m, _ := errors.AsType[*flows.Mistake](err)
	return m
}

// refused leads back to a page and says there which rule was broken; other
// errors pass on.
func (d *Desk) refused(w http.ResponseWriter, r *http.Request, to string, err error) error {
	if m := mistakeOf(err); m != nil {
		return d.done(w, r, to, "desk.mistake."+m.Code)
	}
	if errors.Is(err, flows.ErrStale) {
		return d.done(w, r, to, "desk.stale")
	}
	return err
}
