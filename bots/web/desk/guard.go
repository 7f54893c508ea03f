package desk

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/staff"
)

// What a session holds.
const (
	keyUser     = "user"
	keyStamp    = "stamp"
	keyFlash    = "flash"
	keyUndo     = "undo"
	keyFolded   = "folded"
	keyUnposted = "unposted"
)

type userKey struct{}

// UserOf is the staff member behind a request that Guard let pass.
func UserOf(r *http.Request) staff.User {
	u, _ := r.Context().Value(userKey{}).(staff.User)
	return u
}

// Guard makes a handler for pages of staff that stand elsewhere than below /desk:
// it lets pass who is signed in and whose role covers least.
func (d *Desk) Guard(least staff.Role, serve page.Func) http.Handler {
	return d.sessions.LoadAndSave(d.guard(route{Least: least, Serve: serve}))
}

// guard lets pass who is signed in and whose role covers the route's. Others are
// asked to sign in, or told that they may not.
func (d *Desk) guard(rt route) http.Handler {
	return d.site.HandleBody(cmp.Or(largeForms[rt.Pattern], page.BodyLimit), func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Robots-Tag", "noindex")
		if rt.Least == "" {
			return rt.Serve(w, r)
		}
		u, err := d.signedIn(r)
		if err != nil {
			return err
		}
		if u.ID == "" && page.WantsJSON(r) {
			return &page.Problem{Status: http.StatusUnauthorized, Code: "signed_out"}
		}
		if u.ID == "" {
			http.Redirect(w, r, signInURL(r), http.StatusSeeOther)
			return nil
		}
		if !u.Role.Covers(rt.Least) {
			return flows.ErrForbidden
		}
		w.Header().Set("Content-Language", u.Lang)
		r = page.WithLang(r, u.Lang)
		return rt.Serve(w, r.WithContext(context.WithValue(r.Context(), userKey{}, u)))
	})
}

// signedIn reads the account of the session; the zero User when there is none,
// it was disabled, or its password has changed since.
func (d *Desk) signedIn(r *http.Request) (staff.User, error) {
	id := d.sessions.GetString(r.Context(), keyUser)
	if id == "" {
		return staff.User{}, nil
	}
	u, err := d.Accounts.Store.User(r.Context(), id)
	if errors.Is(err, flows.ErrNotFound) {
		return staff.User{}, nil
	}
	if err != nil {
		return staff.User{}, page.Busy(err)
	}
	if u.Disabled || u.Stamp() != d.sessions.GetString(r.Context(), keyStamp) {
		return staff.User{}, nil
	}
	return u, nil
}

// signInURL leads to the sign-in page and from there back to where a reader was.
func signInURL(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == "/desk" || r.URL.Path == "/desk/" {
		return "/desk/sign-in"
	}
	return "/desk/sign-in?next=" + url.QueryEscape(r.URL.RequestURI())
}

// ownPath is next when it leads to a page of staff, else the inbox: a link
// must not send staff elsewhere after they signed in.
func ownPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || strings.Contains(next, `\`) {
		return "/desk/inbox"
	}
	if strings.HasPrefix(u.Path, "/desk/") || strings.HasPrefix(u.Path, "/live/") {
		return next
	}
	return "/desk/inbox"
}

// from is the network address of a request. Behind a proxy it is the proxy's:
// headers that anyone can set are not believed.
func from(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
