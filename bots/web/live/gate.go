package live

import (
	"context"
	"crypto/subtle"
	"net/http"
	"slices"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/staff"
)

// has reports whether a request carries the broadcast's key for presenters.
func has(b live.Broadcast, r *http.Request) bool {
	key := r.URL.Query().Get("key")
	return b.Key != "" && subtle.ConstantTimeCompare([]byte(key), []byte(b.Key)) == 1
}

// known reports whether the public may know of a broadcast.
func known(b live.Broadcast) bool { return !b.ToldAt.IsZero() }

// shown serves what a presenter shows: to who has the key, else to staff. A key
// that is no longer good leads to the sign-in.
func (s *Server) shown(serve func(w http.ResponseWriter, r *http.Request, b live.Broadcast) error) http.Handler {
	fn := func(w http.ResponseWriter, r *http.Request) error {
		b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Robots-Tag", "noindex")
		w.Header().Set("Referrer-Policy", "no-referrer") // the address may hold a key
		return serve(w, inAskedLang(r), b)
	}
	open, guarded := s.site.Handle(fn), s.Guard(staff.Agent, fn)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
		if err == nil && has(b, r) {
			open.ServeHTTP(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// inAskedLang lets ?lang= win over the language of a staff account.
func inAskedLang(r *http.Request) *http.Request {
	if lang := r.URL.Query().Get("lang"); slices.Contains([]string{flows.Arabic, flows.English}, lang) {
		return page.WithLang(r, lang)
	}
	return r
}

// maxPublic is how many streams the public may hold open in one process; who comes
// later sees the page as it was when it was loaded.
const maxPublic = 20_000

// events answers GET /live/{id}/events?as=moderator|host|public. What the public
// sees needs no sign-in once a broadcast was announced, or with a key before.
func (s *Server) events() http.Handler {
	public := s.site.Handle(func(w http.ResponseWriter, r *http.Request) error {
		b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		if !known(b) && !has(b, r) {
			return flows.ErrNotFound
		}
		if s.looking.Add(1) > maxPublic {
			s.looking.Add(-1)
			return page.TooMany(time.Minute)
		}
		defer s.looking.Add(-1)
		withKey := r.URL.Query().Has("key")
		if withKey && !has(b, r) {
			return &page.Problem{Status: http.StatusForbidden, Code: "forbidden"}
		}
		return s.watch(w, r, b.ID, live.ForPublic, func(ctx context.Context) bool {
			now, err := s.Desk.Store.Broadcast(ctx, b.ID)
			return err != nil || !withKey || has(now, r)
		})
	})
	guarded := s.Guard(staff.Agent, func(w http.ResponseWriter, r *http.Request) error {
		b, err := s.Desk.Store.Broadcast(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		to := live.ForModerator
		if r.URL.Query().Get("as") == string(live.ForHost) {
			to = live.ForHost
		}
		if r.URL.Query().Get("as") == string(live.ForPublic) {
			to = live.ForPublic
		}
		return s.watch(w, r, b.ID, to, s.stillStaff(r))
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("as") == string(live.ForPublic) && !q.Has("staff") {
			public.ServeHTTP(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// stillStaff reports whether the account behind a request is still open and has
// its role and password.
func (s *Server) stillStaff(r *http.Request) func(context.Context) bool {
	was := s.User(r)
	return func(ctx context.Context) bool {
		list, err := s.Staff(ctx)
		if err != nil {
			return true // the store is away: it is asked again
		}
		i := slices.IndexFunc(list, func(u staff.User) bool { return u.ID == was.ID })
		return i >= 0 && !list[i].Disabled && list[i].Role.Covers(staff.Agent) && list[i].Stamp() == was.Stamp()
	}
}
