// Package web is the browser's way to the house: the citizens' chat with its
// API, the public pages of answers, and the place where the desk and the
// webhooks of other channels are mounted.
package web

import (
	"context"
	"embed"
	"net/http"
	"time"

	"majlis/bots"
	"majlis/bots/web/page"
	"majlis/flows/people"
	"majlis/flows/talk"
)

// Name of this channel in records, and of its visitors' identities.
const Name = "web"

//go:embed all:templates
var templates embed.FS

// Options of a Server.
type Options struct {
	Site    *page.Site
	Vault   *people.Vault // signs visitors and uploads
	Accept  bots.Accept
	Mailbox Mailbox
	Answers Answers
	Files   Files
	Limiter talk.Limiter

	Desk  http.Handler            // the staff's pages below /desk; nil: none
	Live  http.Handler            // the pages of broadcasts below /live; nil: none
	Hooks map[string]http.Handler // webhooks of other channels by pattern, e.g. "POST /hooks/telegram"
}

// Mailbox is what was said in visitors' conversations. What waits for a visitor
// to come back is in the outbox anyway: its rows are the mail.
type Mailbox interface {
	// Replies lists what a visitor was told with a Seq above after, lowest first.
	// An unknown visitor has none.
	Replies(ctx context.Context, visitor talk.Identity, after int64, limit int) ([]talk.Line, error)
	// Transcript lists the newest lines of both sides, oldest first.
	Transcript(ctx context.Context, visitor talk.Identity, limit int) ([]talk.Line, error)
}

// Server serves the browser. It is also the channel that delivers to it.
type Server struct {
	Options
	hub     *hub
	views   *page.Views
	handler http.Handler
}

var _ bots.Channel = (*Server)(nil)

// New makes a Server.
func New(o Options) (*Server, error) {
	views, err := o.Site.Views(templates, "templates")
	if err != nil {
		return nil, err
	}
	s := &Server{Options: o, hub: newHub(), views: views}
	s.handler = o.Site.Wrap(s.routes())
	return s, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends the event streams, so that the HTTP server can shut down; readers
// come back to the next process with the last number they saw.
func (s *Server) Close() { s.hub.close() }

// routes lists every address, grouped by page.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	get := func(path string, fn page.Func) { mux.Handle("GET "+path, s.Site.Handle(fn)) }
	post := func(path string, fn page.Func) { mux.Handle("POST "+path, s.Site.Handle(fn)) }

	get("/{$}", s.chatPage)
	post("/chat/visitors", s.visitorCreate)
	mux.Handle("POST /chat/messages", s.Site.HandleBody(maxMessage, s.messageCreate))
	get("/chat/messages", s.messageList)
	get("/chat/events", s.eventStream)
	mux.Handle("POST /chat/files", s.Site.HandleBody(maxForm, s.fileCreate))
	get("/chat/files/{token}", s.fileShow)
	mux.Handle("POST /chat/send", s.Site.HandleBody(maxForm, s.formSend))
	post("/chat/language", s.formLanguage)

	get("/faq", s.faqList)
	get("/faq/{id}", s.faqShow)
	post("/faq/{id}/useful", s.faqUseful)
	get("/faq.atom", s.faqAtom)
	get("/faq.json", s.faqJSON)
	get("/faq/digests", s.digestList)
	get("/faq/digests/{number}", s.digestShow)

	mux.Handle("GET /assets/{hash}/{name...}", s.Site.Assets())
	if s.Desk != nil {
		mux.Handle("/desk", s.Desk)
		mux.Handle("/desk/", s.Desk)
	}
	if s.Live != nil {
		mux.Handle("/live", s.Live)
		mux.Handle("/live/", s.Live)
	}
	for pattern, hook := range s.Hooks {
		mux.Handle(pattern, hook)
	}
	mux.Handle("/", s.Site.Handle(s.noSuchPage))
	return mux
}

func (s *Server) noSuchPage(http.ResponseWriter, *http.Request) error {
	return &page.Problem{Status: http.StatusNotFound, Code: "not_found"}
}

func (s *Server) now() time.Time { return s.Site.Now() }
