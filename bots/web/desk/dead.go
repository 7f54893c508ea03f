package desk

import (
	"net/http"

	"majlis/flows/talk"
)

// deadShown is how many dead letters are listed.
const deadShown = 200

type deadView struct {
	frame
	Rows []talk.DeadLetter
}

func (d *Desk) dead(w http.ResponseWriter, r *http.Request) error {
	list, err := d.Dead.DeadLetters(r.Context(), deadShown)
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "dead", "desk.dead.title", deadView{d.frame(r, "dead"), list})
}

func (d *Desk) deadRetry(w http.ResponseWriter, r *http.Request) error {
	if err := d.Dead.RetryDead(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return d.done(w, r, "/desk/dead", "desk.done.retried")
}

func (d *Desk) deadDismiss(w http.ResponseWriter, r *http.Request) error {
	if err := d.Dead.DismissDead(r.Context(), r.PathValue("id"), UserOf(r).ID); err != nil {
		return err
	}
	return d.done(w, r, "/desk/dead", "desk.done.dismissed")
}
