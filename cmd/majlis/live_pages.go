package main

import (
	"net/http"
	"slices"

	"majlis/bots/web/desk"

	weblive "majlis/bots/web/live"
)

// joinWay is one platform on which people join a broadcast by a link.
type joinWay struct {
	channel string
	link    func(code string) string // "" while the platform has not told its own address
}

// joinLinks lead to where the broadcast with a code is joined, one a platform.
func (s *service) joinLinks(code string) (list []weblive.Link) {
	for _, w := range s.joins {
		same := func(l weblive.Link) bool { return l.Channel == w.channel }
		if url := w.link(code); url != "" && !slices.ContainsFunc(list, same) {
			list = append(list, weblive.Link{Channel: w.channel, URL: url})
		}
	}
	return list
}

// openLivePages makes the boards of broadcasts and what is shown of them, behind
// the sign-in of the desk.
func (s *service) openLivePages(staff *desk.Desk) (err error) {
	s.boards, err = weblive.New(s.site, weblive.Options{
		Desk: s.live.desk, Boards: s.live.boards, Guard: staff.Guard, User: desk.UserOf, Staff: s.accounts.Store.Users,
		Say:   func(w http.ResponseWriter, r *http.Request, id, text string) error { return s.web.Say(w, r, id, text) },
		Links: s.joinLinks,
	})
	return err
}

// hangUp ends what would never end by itself, so that the HTTP server can stop.
func (s *service) hangUp() {
	s.web.Close()
	s.boards.Close()
}
