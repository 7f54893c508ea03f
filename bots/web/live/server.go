package live

import (
	"context"
	"embed"
	"net/http"
	"sync"
	"sync/atomic"

	"majlis/bots/web/page"
	"majlis/flows/live"
	"majlis/flows/staff"
)

//go:embed all:templates
var templates embed.FS

// Options are what the pages of broadcasts work with.
type Options struct {
	Desk   *live.Desk
	Boards *live.Boards
	// Guard lets pass who is signed in and whose role covers least.
	Guard func(least staff.Role, serve page.Func) http.Handler
	// User is the staff member behind a request that Guard let pass.
	User func(r *http.Request) staff.User
	// Staff lists the accounts, whose initials stand beside what they did.
	Staff func(ctx context.Context) ([]staff.User, error)
	// Say gives a visitor's words to the house as a message of the web chat, whose
	// id it is; nil: questions are asked elsewhere.
	Say func(w http.ResponseWriter, r *http.Request, id, text string) error
	// Links lead to where a broadcast with a code is joined; nil: none but this site.
	Links func(code string) []Link
}

// Link is an address by which people join a broadcast on a channel.
type Link struct{ Channel, URL string }

// Server serves the boards of broadcasts and what is shown of them.
type Server struct {
	Options
	site  *page.Site
	views *page.Views
	feed  *feed
	hands *hands

	looking atomic.Int64 // streams of the public

	closed chan struct{}
	once   sync.Once
}

// New makes a Server.
func New(site *page.Site, o Options) (*Server, error) {
	views, err := site.Views(templates, "templates")
	if err != nil {
		return nil, err
	}
	return &Server{
		Options: o, site: site, views: views, closed: make(chan struct{}),
		feed: newFeed(o.Boards, site.Log), hands: newHands(site.Now),
	}, nil
}

// Close ends the event streams, so that the HTTP server can shut down; viewers
// come back to the next process by themselves.
func (s *Server) Close() {
	s.once.Do(func() {
		close(s.closed)
		s.feed.close()
	})
}

// Handler serves everything below /live. It expects to stand inside page.Wrap.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	public := func(pattern string, fn page.Func) { mux.Handle(pattern, s.site.Handle(fn)) }
	guarded := func(pattern string, fn page.Func) { mux.Handle(pattern, s.Guard(staff.Agent, fn)) }

	public("GET /live", s.list)
	public("GET /live/{$}", s.list)
	public("GET /live/{id}", s.ask)
	public("POST /live/{id}/ask", s.askSend)

	guarded("GET /live/{id}/board", s.board)
	guarded("POST /live/{id}/act", s.act)
	guarded("POST /live/{id}/hand", s.hand)
	guarded("GET /live/{id}/groups/{group}", s.group)
	guarded("GET /live/{id}/staff", s.names)

	mux.Handle("GET /live/{id}/stage", s.shown(s.stage))
	mux.Handle("GET /live/{id}/overlay", s.shown(s.overlay))
	mux.Handle("GET /live/{id}/events", s.events())
	return mux
}
