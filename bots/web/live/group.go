package live

import (
	"net/http"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/live"
)

// groupView is the page of one group, with all that can be done to it.
type groupView struct {
	Broadcast live.Broadcast
	Card      card
	Members   []member
	Others    []live.Card // into which it can be merged
	Reasons   []string
	Mistake   string
}

// member is one question in a group, without who asked it.
type member struct {
	ID        string    `json:"id"`
	Text      string    `json:"text"` // "" of a "me too"
	Lang      string    `json:"lang"`
	Channel   string    `json:"channel"` // in the reader's language
	At        time.Time `json:"at"`
	Withdrawn bool      `json:"withdrawn,omitempty"`
	Files     []string  `json:"files,omitempty"` // addresses of what was attached
}

// group answers GET /live/{id}/groups/{group}: a page, or its members as JSON.
func (s *Server) group(w http.ResponseWriter, r *http.Request) error {
	b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := groupView{Broadcast: b, Reasons: live.Reasons(), Mistake: mistakeIn(r)}
	err = s.Boards.Read(r.Context(), b.ID, func(board *live.Board) error {
		g := board.Group(board.Standing(r.PathValue("group")))
		if g == nil {
			return flows.ErrNotFound
		}
		for _, c := range sorted(board.View(live.ForModerator), live.SortMost) {
			if c.ID == g.ID {
				v.Card = card{Card: c, Broadcast: b.ID, Spark: sparkline(c.Arrivals, s.site.Now())}
			} else {
				v.Others = append(v.Others, c)
			}
		}
		for _, it := range board.Members(g) {
			v.Members = append(v.Members, s.member(r, it))
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case v.Card.ID == "": // nobody stands behind it any more
		return flows.ErrNotFound
	case page.WantsJSON(r):
		return page.WriteJSON(w, http.StatusOK, map[string]any{"id": v.Card.ID, "members": v.Members})
	}
	view := s.site.View(r, "", v)
	view.Title = v.Card.Text
	return s.views.Render(w, r, http.StatusOK, "group", view)
}

func (s *Server) member(r *http.Request, it *live.Item) member {
	m := member{ID: it.ID, Text: it.Text, Lang: it.Lang, At: it.At, Withdrawn: it.Withdrawn || it.Text == "" && !it.MeToo}
	if m.Withdrawn {
		m.Text = ""
	} else {
		for _, id := range it.Files {
			m.Files = append(m.Files, "/desk/files/"+id)
		}
	}
	m.Channel = s.site.Texts.Text(page.Lang(r), "desk.channel."+it.Channel, nil)
	return m
}
