package live

import (
	"net/http"

	"majlis/bots/web/page"
	"majlis/flows/live"
)

// stageView is what a presenter shows: the question the host is at.
type stageView struct {
	Broadcast live.Broadcast
	Now       *live.Card
	Code      page.QR // the page to ask on
	Address   string  // the same to be typed
	Events    string  // address of the feed
	Digits    string
}

// stage answers GET /live/{id}/stage: readable from ten metres.
func (s *Server) stage(w http.ResponseWriter, r *http.Request, b live.Broadcast) error {
	return s.present(w, r, b, "stage")
}

// overlay answers GET /live/{id}/overlay: a lower third on nothing, for streaming
// software.
func (s *Server) overlay(w http.ResponseWriter, r *http.Request, b live.Broadcast) error {
	return s.present(w, r, b, "overlay")
}

func (s *Server) present(w http.ResponseWriter, r *http.Request, b live.Broadcast, name string) error {
	v := stageView{Broadcast: b, Address: s.site.Absolute(r, "/live/"+b.ID), Digits: s.site.Ministry.Digits}
	view, err := s.view(r.Context(), b.ID, live.ForPublic)
	if err != nil {
		return err
	}
	for i, c := range view.Cards {
		if c.State == live.Now {
			v.Now = &view.Cards[i]
		}
	}
	if v.Code, err = page.DrawQR(v.Address); err != nil {
		return err
	}
	v.Events = "/live/" + b.ID + "/events?as=public"
	if key := r.URL.Query().Get("key"); key != "" {
		v.Events += "&key=" + key
	} else {
		v.Events += "&staff="
	}
	return s.show(w, r, name, b, v)
}
