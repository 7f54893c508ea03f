package live

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/live"
)

// act answers POST /live/{id}/act, the one form of all that staff do on a board.
// A program gets {"seq": n}, by which the deed is undone; a page goes back to
// where it was. Which deed is in "deed"; "decline:off_topic" is one with what it
// needs.
func (s *Server) act(w http.ResponseWriter, r *http.Request) error {
	b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	f, name := readForm(r)
	f.deed = live.Deed{Broadcast: b.ID, Actor: s.User(r).ID}
	do, known := deeds[name]
	switch {
	case !known:
		err = &flows.Mistake{Field: "deed", Code: "unknown"}
	case hostOnly[name] && !b.LedBy(s.User(r)), name == "advance" && !s.mayStep(r, b, f.status):
		return flows.ErrForbidden
	default:
		f.seq, err = do(s.Desk, r.Context(), f)
	}
	if page.WantsJSON(r) {
		return s.actJSON(w, r, f.seq, err)
	}
	return back(w, r, b.ID, name, f.seq, err)
}

// mayStep reports whether somebody may take a broadcast to a status; one that can't
// be reached from here is told apart by the deed itself.
func (s *Server) mayStep(r *http.Request, b live.Broadcast, to live.Status) bool {
	step, possible := b.Step(to, s.User(r), s.site.Now())
	return step.May || !possible
}

func (s *Server) actJSON(w http.ResponseWriter, r *http.Request, seq int64, err error) error {
	m, broken := errors.AsType[*flows.Mistake](err)
	if !broken && err == nil {
		return page.WriteJSON(w, http.StatusOK, map[string]int64{"seq": seq})
	}
	if !broken {
		return err
	}
	code := m.Field + "." + m.Code
	return page.WriteJSON(w, http.StatusUnprocessableEntity, map[string]any{
		"error": map[string]string{"code": code, "message": s.site.Texts.Text(page.Lang(r), "live.mistake."+code, nil)},
	})
}

// back leads to the board, or to the page of the group that the form stands on,
// and says there what was done.
func back(w http.ResponseWriter, r *http.Request, broadcast, name string, seq int64, err error) error {
	q := url.Values{}
	if from, err := url.Parse(r.Referer()); err == nil { // the order and the search stay as they were
		for _, keep := range []string{"as", "sort", "q", "label", "state"} {
			if v := from.Query().Get(keep); v != "" {
				q.Set(keep, v)
			}
		}
	}
	m, broken := errors.AsType[*flows.Mistake](err)
	switch {
	case broken:
		q.Set("mistake", m.Field+"."+m.Code)
	case err != nil:
		return err
	default:
		q.Set("did", name)
		if seq > 0 {
			q.Set("undo", strconv.FormatInt(seq, 10))
		}
	}
	to := "/live/" + broadcast + "/board"
	if group := r.PostFormValue("group"); broken && r.PostFormValue("from") == "group" {
		to = "/live/" + broadcast + "/groups/" + url.PathEscape(group)
	}
	http.Redirect(w, r, to+"?"+q.Encode(), http.StatusSeeOther)
	return nil
}

// hand answers POST /live/{id}/hand: somebody is writing an answer to a group, or
// has stopped. The answer lists the others who are.
func (s *Server) hand(w http.ResponseWriter, r *http.Request) error {
	b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	me := Hand{Group: r.PostFormValue("group"), User: s.User(r).ID}
	if len(me.Group) > maxID {
		return page.Bad("bad_request", nil)
	}
	s.hands.put(b.ID, me, r.PostFormValue("off") == "")
	others := []Hand{}
	for _, h := range s.hands.list(b.ID) {
		if h.Group == me.Group && h.User != me.User {
			others = append(others, h)
		}
	}
	return page.WriteJSON(w, http.StatusOK, others)
}

// maxID bounds an id that a page sends, bytes.
const maxID = 64
