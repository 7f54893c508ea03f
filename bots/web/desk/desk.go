// Package desk is where staff work: the inbox and its cases, recurring
// questions, answers, digests. Every page works without scripts.
package desk

import (
	"context"
	"embed"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"majlis/bots"
	"majlis/bots/web/page"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/live"
	"majlis/flows/ratings"
	"majlis/flows/staff"
	"majlis/flows/talk"

	weblive "majlis/bots/web/live"
)

//go:embed all:templates
var templates embed.FS

// Files are what citizens and staff attached.
type Files interface {
	// AddFile stores what a staff member attaches before it is sent, and returns its
	// id.
	AddFile(ctx context.Context, channel string, owner talk.Identity, f talk.File, body []byte) (id string, err error)
	// File reads a file by id; flows.ErrNotFound for none. body is nil when it was
	// not kept.
	File(ctx context.Context, id string) (f talk.File, body []byte, err error)
	// FilesOf says what files are, in the order of their ids; one that is unknown
	// is left out.
	FilesOf(ctx context.Context, ids []string) ([]talk.File, error)
}

// DeadLetters are messages that could not be answered or delivered.
type DeadLetters interface {
	// DeadLetters lists them, newest first.
	DeadLetters(ctx context.Context, limit int) ([]talk.DeadLetter, error)
	// RetryDead puts one back in line.
	RetryDead(ctx context.Context, id string) error
	// DismissDead ends one for good, by a staff member.
	DismissDead(ctx context.Context, id, actor string) error
}

// Options are what the desk works with.
type Options struct {
	Cases    cases.Desk
	FAQ      faq.Desk
	Ratings  ratings.Store
	Accounts *staff.Accounts
	Sessions scs.Store // where sign-ins are kept
	Files    Files
	Dead     DeadLetters
	Told     Told        // nil: nothing is shown of how far messages got
	Channels []Channel   // all ways in but the linked device
	Linker   bots.Linker // the linked device; nil: off
	Live     *live.Desk  // broadcasts; nil: none
	// JoinLinks lead to where a broadcast with a code is joined; nil: nowhere but
	// to the page of this site.
	JoinLinks func(code string) []weblive.Link
	// Suggest lists pairs of groups that may ask the same; nil: none.
	Suggest func(ctx context.Context, limit int) ([]faq.Suggestion, error)
}

// How long a sign-in lasts: a working day, or two hours without a click.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = 2 * time.Hour
)

// Desk serves the pages of staff, below /desk.
type Desk struct {
	Options
	site     *page.Site
	views    *page.Views
	sessions *scs.SessionManager
	present  *presence
}

// New makes the desk.
func New(site *page.Site, o Options) (*Desk, error) {
	views, err := site.Views(templates, "templates")
	if err != nil {
		return nil, err
	}
	d := &Desk{Options: o, site: site, views: views, sessions: scs.New(), present: newPresence(site.Now)}
	d.sessions.Store = o.Sessions
	d.sessions.Lifetime, d.sessions.IdleTimeout = sessionLife, sessionIdle
	d.sessions.HashTokenInStore = true // a dump of the database opens no session
	d.sessions.Cookie = scs.SessionCookie{
		Name: "staff", Path: "/", // the boards below /live know who is signed in, too
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: site.Secure(),
	}
	d.sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) { site.Fail(w, r, page.Busy(err)) }
	return d, nil
}

// Handler serves everything below /desk. It expects to stand inside page.Wrap.
func (d *Desk) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, rt := range d.routes() {
		mux.Handle(rt.Pattern, d.guard(rt))
	}
	return d.sessions.LoadAndSave(mux)
}
