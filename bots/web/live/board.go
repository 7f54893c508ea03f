package live

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"majlis/bots/web/page"
	"majlis/flows/live"
	"majlis/flows/staff"
)

// boardView is the board of a broadcast.
type boardView struct {
	columns
	filter
	Broadcast live.Broadcast
	Me        staff.User
	Host      bool          // the reader is the broadcast's host, or stands in
	As        live.Audience // what they see
	View      live.View
	Similar   similar // two questions that may be the same
	Labels    []string
	Sorts     []live.Sort
	States    []live.State // those decided
	Reasons   []string
	Steps     []live.Step
	Marks     string // JSON: staff id → {name, mark}
	Blank     card   // what a script fills in
	Did       string // the deed that was just done, or ""
	Undo      int64  // its number
	Mistake   string // "field.code" of the rule that was broken, or ""
	Share     int    // percent of the groups that are answered
	Rate      int    // arrivals in the last full minute
	Digits    string
	None      []card // of a group that no script has filled in yet
	Keys      []shortcut
	Words     []string // keys of what a script says
	At        time.Time
	Stage     string // address of the stage with its key
	Overlay   string
}

// board answers GET /live/{id}/board.
func (s *Server) board(w http.ResponseWriter, r *http.Request) error {
	v, err := s.boardView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, "board", v.Broadcast, v)
}

// show answers with a page whose title is the broadcast's.
func (s *Server) show(w http.ResponseWriter, r *http.Request, name string, b live.Broadcast, data any) error {
	view := s.site.View(r, "", data)
	view.Title = b.Title.In(view.Lang)
	return s.views.Render(w, r, http.StatusOK, name, view)
}

func (s *Server) boardView(r *http.Request) (boardView, error) {
	b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
	if err != nil {
		return boardView{}, err
	}
	q, me := r.URL.Query(), s.User(r)
	v := boardView{
		Broadcast: b, Me: me, Host: b.LedBy(me), As: live.ForModerator, Sorts: live.Sorts(), States: []live.State{live.Answered, live.Declined, live.Later}, Reasons: live.Reasons(),
		filter: filter{Sort: live.Sort(q.Get("sort")), Query: q.Get("q"), Label: q.Get("label"), State: live.State(q.Get("state"))},
		Steps:  b.StepsFor(me, s.site.Now()), Blank: card{Broadcast: b.ID}, Mistake: mistakeIn(r), Keys: shortcuts, Words: scriptWords, At: s.site.Now(), Digits: s.site.Ministry.Digits,
	}
	if q.Get("as") == string(live.ForHost) || me.ID == b.Host && q.Get("as") == "" {
		v.As = live.ForHost
	}
	if !slices.Contains(v.Sorts, v.Sort) {
		v.Sort = live.SortMost
	}
	if did := q.Get("did"); slices.Contains(deedNames(), did) {
		v.Did = did
		v.Undo, _ = strconv.ParseInt(q.Get("undo"), 10, 64)
	}
	err = s.Boards.Read(r.Context(), b.ID, func(board *live.Board) error {
		v.View = board.View(v.As)
		v.Similar = firstSimilar(b.ID, v.View, s.Boards.Similar(board, v.As))
		return nil
	})
	if err != nil {
		return v, err
	}
	marks, err := s.marks(r.Context())
	if err != nil {
		return v, err
	}
	v.columns = s.lay(b, v.View, v.filter, short(marks))
	v.Labels = labels(v.View)
	v.count(v.At.Unix() / 60)
	v.Stage, v.Overlay = s.presenter(r, b, "stage"), s.presenter(r, b, "overlay")
	raw, err := json.Marshal(marks)
	v.Marks = string(raw)
	return v, err
}

// presenter is the address of what a presenter shows.
func (s *Server) presenter(r *http.Request, b live.Broadcast, what string) string {
	return s.site.Absolute(r, "/live/"+b.ID+"/"+what+"?key="+b.Key)
}

func (s *Server) view(ctx context.Context, broadcast string, to live.Audience) (v live.View, err error) {
	err = s.Boards.Read(ctx, broadcast, func(b *live.Board) error {
		v = b.View(to)
		return nil
	})
	return v, err
}

// count works out the figures of the strip that a view doesn't have.
func (v *boardView) count(minute int64) {
	if all := v.View.Strip.Answered + v.View.Strip.Waiting; all > 0 {
		v.Share = v.View.Strip.Answered * 100 / all
	}
	for _, c := range v.View.Cards {
		for _, a := range c.Arrivals {
			if a[0] == minute-1 {
				v.Rate += int(a[1])
			}
		}
	}
}

// mark is how a staff member is named on a card.
type mark struct {
	Name string `json:"name"`
	Mark string `json:"mark"` // initials
}

// names answers GET /live/{id}/staff: the names of all staff as JSON, by id.
func (s *Server) names(w http.ResponseWriter, r *http.Request) error {
	marks, err := s.marks(r.Context())
	if err != nil {
		return err
	}
	return page.WriteJSON(w, http.StatusOK, marks)
}

// marks are the names of all staff, by id.
func (s *Server) marks(ctx context.Context) (map[string]mark, error) {
	list, err := s.Staff(ctx)
	marks := map[string]mark{}
	for _, u := range list {
		marks[u.ID] = mark{u.Name, initials(u.Name)}
	}
	return marks, err
}

func short(marks map[string]mark) map[string]string {
	list := map[string]string{}
	for id, m := range marks {
		list[id] = m.Mark
	}
	return list
}

// initials are the first letters of a name's first and last word, apart, so that
// Arabic letters don't join.
func initials(name string) string {
	parts := strings.Fields(name)
	if len(parts) > 2 {
		parts = []string{parts[0], parts[len(parts)-1]}
	}
	for i, p := range parts {
		if bare := strings.TrimPrefix(p, "ال"); bare != "" { // the article begins most family names
			p = bare
		}
		parts[i] = string([]rune(p)[:1])
	}
	return strings.Join(parts, " ")
}
