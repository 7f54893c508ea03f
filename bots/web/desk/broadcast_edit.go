package desk

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/staff"
)

type broadcastFormView struct {
	frame
	Broadcast live.Broadcast // as it is kept; the zero one is new
	Form      broadcastForm
	Zone      string
	Services  []option
	Staff     []staff.User
	Ways      []live.Moderation
	Audience  int // who would be told a new time
	Mistake   *flows.Mistake
	Stale     bool
	Differs   []differing // what another changed
}

// late is how long ago a broadcast may have begun that is planned only now.
const late = time.Hour

// New reports whether it is not kept yet.
func (v broadcastFormView) New() bool { return v.Broadcast.ID == "" }

// Wrong is the text key of the mistake in a field, "" none.
func (v broadcastFormView) Wrong(field string) string {
	if v.Mistake == nil || v.Mistake.Field != field {
		return ""
	}
	return "desk.live.mistake." + field + "." + v.Mistake.Code
}

// Moves reports whether it has to be confirmed that everyone is told a new time.
func (v broadcastFormView) Moves() bool {
	return v.Form.Sure || v.Mistake != nil && v.Mistake.Field == "starts_at" && v.Mistake.Code == "moves"
}

func (d *Desk) broadcastNew(w http.ResponseWriter, r *http.Request) error {
	return d.showBroadcastForm(w, r, http.StatusOK, broadcastFormView{Form: newBroadcastForm(UserOf(r).ID)})
}

func (d *Desk) broadcastEdit(w http.ResponseWriter, r *http.Request) error {
	b, err := d.Live.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if b.Status.Over() {
		return d.refused(w, r, broadcastPath(b.ID), &flows.Mistake{Field: "broadcast", Code: "over"})
	}
	form := formOf(b, d.site.Ministry.Zone.Location())
	return d.showBroadcastForm(w, r, http.StatusOK, broadcastFormView{Broadcast: b, Form: form})
}

func (d *Desk) showBroadcastForm(w http.ResponseWriter, r *http.Request, status int, v broadcastFormView) error {
	users, err := d.Accounts.Store.Users(r.Context())
	if err != nil {
		return err
	}
	if v.Moves() {
		if v.Audience, err = d.audience(r.Context(), v.Broadcast.ID); err != nil {
			return err
		}
	}
	v.frame, v.Zone = d.frame(r, "broadcasts"), d.zone()
	v.Services, v.Staff = d.serviceOptions(r, v.Form.Service), colleagues(users)
	v.Ways = []live.Moderation{live.ModerateAll, live.ModerateFlagged, live.ModerateNone}
	view := d.site.View(r, "desk.live.new", v)
	if !v.New() {
		view.Title = v.Broadcast.Title.In(page.Lang(r))
	}
	return d.views.Render(w, r, status, "broadcast_form", view)
}

// broadcastSave keeps a plan. A refusal shows the form again with everything
// typed.
func (d *Desk) broadcastSave(w http.ResponseWriter, r *http.Request) error {
	form := readBroadcastForm(r)
	v := broadcastFormView{Form: form}
	var err error
	if id := r.PathValue("id"); id != "" {
		if v.Broadcast, err = d.Live.Store.Broadcast(r.Context(), id); err != nil {
			return err
		}
	}
	b, err := d.keepPlan(r, v.Broadcast, form)
	switch {
	case err == nil:
		return d.done(w, r, broadcastPath(b.ID), "desk.done.saved")
	case errors.Is(err, flows.ErrStale):
		return d.broadcastStale(w, r, form)
	case mistakeOf(err) == nil:
		return err
	}
	if v.Mistake = mistakeOf(err); v.Mistake.Field == "broadcast" {
		return d.refused(w, r, broadcastPath(v.Broadcast.ID), v.Mistake)
	}
	return d.showBroadcastForm(w, r, http.StatusUnprocessableEntity, v)
}

// keepPlan writes a plan, new or over the one that was.
func (d *Desk) keepPlan(r *http.Request, was live.Broadcast, form broadcastForm) (live.Broadcast, error) {
	if was.ID != "" && was.Version != form.Version {
		return was, flows.ErrStale
	}
	p, err := form.plan(d.site.Ministry.Zone.Location())
	if err != nil {
		return was, err
	}
	if err := d.hosts(r, p.Host); err != nil {
		return was, err
	}
	moved := !was.StartsAt.Equal(p.StartsAt)
	if moved && !p.StartsAt.IsZero() && p.StartsAt.Before(d.site.Now().Add(-late)) {
		return was, &flows.Mistake{Field: "starts_at", Code: "past"}
	}
	if was.ID == "" {
		return d.Live.Create(r.Context(), p)
	}
	if moved && !p.StartsAt.IsZero() && !was.ToldAt.IsZero() && !form.Sure && !was.Status.Over() {
		return was, &flows.Mistake{Field: "starts_at", Code: "moves"}
	}
	return d.Live.Edit(r.Context(), was.ID, form.Version, p)
}

// hosts refuses a host who has no account; nobody at all is refused elsewhere.
func (d *Desk) hosts(r *http.Request, id string) error {
	users, err := d.Accounts.Store.Users(r.Context())
	if err != nil {
		return err
	}
	if id != "" && !slices.ContainsFunc(colleagues(users), func(u staff.User) bool { return u.ID == id }) {
		return &flows.Mistake{Field: "host", Code: "unknown"}
	}
	return nil
}

// broadcastStale shows what was typed beside what another has kept meanwhile;
// saving again puts it in place.
func (d *Desk) broadcastStale(w http.ResponseWriter, r *http.Request, form broadcastForm) error {
	b, err := d.Live.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := broadcastFormView{Broadcast: b, Form: form, Stale: true}
	v.Differs = form.against(formOf(b, d.site.Ministry.Zone.Location()))
	v.Form.Version = b.Version
	return d.showBroadcastForm(w, r, http.StatusConflict, v)
}
