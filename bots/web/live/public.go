package live

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/live"
)

// list answers GET /live: what is announced and on air, and what is over.
func (s *Server) list(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Desk.Store.Broadcasts(r.Context())
	if err != nil {
		return err
	}
	var v struct{ Coming, Over []live.Broadcast }
	for _, b := range all { // the latest start first
		switch {
		case !known(b) || b.Status == live.Cancelled:
		case b.Status.Over():
			v.Over = append(v.Over, b)
		default:
			v.Coming = append(v.Coming, b)
		}
	}
	slices.Reverse(v.Coming)
	return s.views.Render(w, r, http.StatusOK, "list", s.site.View(r, "live.page.list", v))
}

// askView is the citizens' page of a broadcast.
type askView struct {
	Broadcast live.Broadcast
	View      live.View
	Open      []card // what others ask, most people first
	Answered  []answered
	Ledger    []fate // how many of each; none before it is over
	Total     int
	Links     []Link
	Code      page.QR // this page
	ID        string  // of the next message, so that sending a form twice is one message
	Blank     card    // what a script fills in
	CanAsk    bool
	Digits    string
	Most      int // characters of a question
}

// answered is a group that has its answer.
type answered struct {
	live.Card
	Link string // where it is answered in the recording; may be empty
	Clip string
}

// fate is one line of the ledger.
type fate struct {
	live.Fate
	Count int
}

// mostText is how many characters a page lets people type; the conversation says
// no more politely.
const mostText = 600

// ask answers GET /live/{id}: what a broadcast is about, how to ask, what others
// ask; and once it is over, what became of every question.
func (s *Server) ask(w http.ResponseWriter, r *http.Request) error {
	b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if !known(b) {
		return flows.ErrNotFound
	}
	v := askView{Broadcast: b, ID: rand.Text(), CanAsk: s.Say != nil && b.Status.Open(), Digits: s.site.Ministry.Digits, Most: mostText}
	if err := s.fill(r, &v); err != nil {
		return err
	}
	if v.Code, err = page.DrawQR(s.site.Absolute(r, "/live/"+b.ID)); err != nil {
		return err
	}
	if s.Links != nil && !b.Status.Over() {
		v.Links = s.Links(b.Code)
	}
	return s.show(w, r, "ask", b, v)
}

// fill reads the board into the page.
func (s *Server) fill(r *http.Request, v *askView) error {
	return s.Boards.Read(r.Context(), v.Broadcast.ID, func(board *live.Board) error {
		v.View = board.View(live.ForPublic)
		for _, c := range sorted(v.View, live.SortMost) {
			switch c.State {
			case live.Approved, live.Next, live.Now:
				v.Open = append(v.Open, card{Card: c, Broadcast: v.Broadcast.ID})
			case live.Answered:
				v.Answered = append(v.Answered, answerOf(v.Broadcast, c))
			}
		}
		if !v.Broadcast.Status.Over() {
			return nil
		}
		ledger := board.Ledger()
		for _, f := range live.Fates() {
			v.Ledger = append(v.Ledger, fate{f, ledger[f]})
			v.Total += ledger[f]
		}
		return nil
	})
}

func answerOf(b live.Broadcast, c live.Card) answered {
	a := answered{Card: c}
	if c.Answer == "" && !c.NowAt.IsZero() {
		at := c.Clip + b.Delay
		a.Clip = live.Clock(at)
		if b.Link != "" {
			a.Link = live.TimedLink(b.Link, at)
		}
	}
	return a
}

// askSend answers POST /live/{id}/ask: a question, or a "me too" to the group
// with a number. Both are words of the visitor to the house, as if they had been
// typed in the chat: whatever is said there in reply is read there.
func (s *Server) askSend(w http.ResponseWriter, r *http.Request) error {
	b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if !known(b) || s.Say == nil {
		return flows.ErrNotFound
	}
	words := strings.TrimSpace(r.PostFormValue("text"))
	said := live.Address(b.Code, 0) + " " + words
	if n := r.PostFormValue("too"); n != "" {
		var number int64
		if _, err := fmt.Sscan(n, &number); err != nil || number < 1 {
			return page.Bad("bad_request", err)
		}
		said = live.Address(b.Code, number) + " " + s.site.Texts.Text(page.Lang(r), "live.page.too", nil)
	} else if words == "" {
		http.Redirect(w, r, "/live/"+b.ID, http.StatusSeeOther)
		return nil
	}
	if err := s.Say(w, r, r.PostFormValue("id"), said); err != nil {
		return &page.Typed{Text: words, Err: err}
	}
	if page.WantsJSON(r) {
		return page.WriteJSON(w, http.StatusAccepted, map[string]string{"state": "kept"})
	}
	http.Redirect(w, r, "/#end", http.StatusSeeOther)
	return nil
}

// Minutes is how long a broadcast is planned to last.
func (v askView) Minutes() int { return int(v.Broadcast.Length / time.Minute) }
