package desk

import (
	"net/http"

	"majlis/flows"
	"majlis/flows/live"
)

// broadcastDrafts begins answers for all from the picked groups, which their
// author then writes on.
func (d *Desk) broadcastDrafts(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	s, err := d.sitting(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	here := broadcastPath(s.ID) + "/report#drafts"
	picked := r.PostForm["group"]
	if len(picked) == 0 {
		return d.refused(w, r, here, &flows.Mistake{Field: "group", Code: "pick"})
	}
	drafts, err := d.Live.DraftFAQ(r.Context(), d.FAQ, live.Deed{Broadcast: s.ID, Actor: UserOf(r).ID}, picked)
	if err != nil {
		return d.refused(w, r, here, err)
	}
	if len(drafts) == 0 {
		return d.refused(w, r, here, &flows.Mistake{Field: "group", Code: "drafted_before"})
	}
	return d.done(w, r, "/desk/faq?status=draft", "desk.done.live.drafted")
}
