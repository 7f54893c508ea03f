package desk

import (
	"context"
	"net/http"
	"strings"

	"majlis/flows"
	"majlis/flows/live"
)

// groupForm is what staff are writing about one group. It survives every answer
// of the server.
type groupForm struct {
	Group   string
	Text    string // the answer; to follow-ups, in Arabic
	TextEn  string // to follow-ups, in English
	Mistake *flows.Mistake
}

func broadcastPath(id string) string { return "/desk/broadcasts/" + id }

// broadcastAdvance takes a broadcast to another status.
func (d *Desk) broadcastAdvance(w http.ResponseWriter, r *http.Request) error {
	b, err := d.Live.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	here, to := broadcastPath(b.ID), live.Status(r.PostFormValue("to"))
	step, possible := b.Step(to, UserOf(r), d.site.Now())
	switch {
	case b.Status == to: // a button pressed twice
		http.Redirect(w, r, here, http.StatusSeeOther)
		return nil
	case !possible:
		return d.refused(w, r, here, &flows.Mistake{Field: "status", Code: "step"})
	case !step.May:
		return flows.ErrForbidden
	case step.Asks && r.PostFormValue("sure") != "yes":
		return d.refused(w, r, here, &flows.Mistake{Field: "sure", Code: "confirm"})
	}
	if _, err := d.Live.Advance(r.Context(), live.Deed{Broadcast: b.ID, Actor: UserOf(r).ID}, to); err != nil {
		return d.refused(w, r, here, err)
	}
	if to == live.Reported {
		here += "/report"
	}
	return d.done(w, r, here, "desk.done.live."+string(to))
}

// broadcastRest promises everyone who still waits an answer in writing.
func (d *Desk) broadcastRest(w http.ResponseWriter, r *http.Request) error {
	b, err := d.Live.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if !b.LedBy(UserOf(r)) {
		return flows.ErrForbidden
	}
	here := broadcastPath(b.ID)
	if b.Status.Over() {
		return d.refused(w, r, here, &flows.Mistake{Field: "broadcast", Code: "over"})
	}
	if _, err := d.Live.PostponeRest(r.Context(), live.Deed{Broadcast: b.ID, Actor: UserOf(r).ID}); err != nil {
		return d.refused(w, r, here, err)
	}
	return d.done(w, r, here+"#steps", "desk.done.live.rest")
}

// broadcastGroup answers a group in writing or declines it.
func (d *Desk) broadcastGroup(w http.ResponseWriter, r *http.Request) error {
	typed := groupForm{Group: r.PathValue("group"), Text: r.PostFormValue("text")}
	deed := live.Deed{Broadcast: r.PathValue("id"), Actor: UserOf(r).ID}
	err := d.decide(r.Context(), deed, typed, r.PostFormValue("do"), r.PostFormValue("reason"))
	if m := mistakeOf(err); m != nil && (m.Field == "text" || m.Field == "reason") {
		typed.Mistake = m
		return d.showBroadcast(w, r, http.StatusUnprocessableEntity, typed)
	}
	here := broadcastPath(deed.Broadcast)
	if err != nil {
		return d.refused(w, r, here, err)
	}
	return d.done(w, r, here+"#steps", "desk.done.live.decided")
}

func (d *Desk) decide(ctx context.Context, deed live.Deed, typed groupForm, do, reason string) (err error) {
	if _, err := d.Live.Store.Broadcast(ctx, deed.Broadcast); err != nil {
		return err
	}
	switch {
	case do == "decline":
		_, err = d.Live.Decline(ctx, deed, typed.Group, reason)
	case strings.TrimSpace(typed.Text) == "":
		err = &flows.Mistake{Field: "text", Code: "empty"}
	default:
		_, err = d.Live.Answer(ctx, deed, typed.Group, typed.Text)
	}
	return err
}
