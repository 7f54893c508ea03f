package web

import (
	"crypto/rand"
	"net"
	"net/http"
	"strings"
	"time"

	"majlis/bots/web/page"
	"majlis/flows/talk"
)

// A visitor is a random id in a signed token, kept in a cookie or sent as a
// bearer token. Whoever has it is that visitor; nothing else is known of them.
const (
	visitorCookie  = "majlis_visitor"
	visitorPurpose = "visitor"
	visitorYears   = 365 * 24 * time.Hour
)

// Limits of strangers. Addresses are shared by whole companies and mobile
// networks, so theirs is loose.
const (
	visitorsPerMinute = 600 // new visitors from one address
	messagesPerMinute = 120 // messages of one visitor; the conversation has its own, lower limit
	filesPerMinute    = 20  // uploads of one visitor
)

var errNoVisitor = &page.Problem{Status: http.StatusUnauthorized, Code: "no_visitor"}

// identity is how the conversation knows a visitor.
func identity(visitor string) talk.Identity { return talk.Identity{Kind: Name, ID: visitor} }

// visitor is who a request comes from. A token that isn't ours is refused even
// when a good cookie comes with it.
func (s *Server) visitor(r *http.Request) (string, error) {
	if auth := r.Header.Get("Authorization"); auth != "" {
		token, ok := strings.CutPrefix(auth, "Bearer ")
		if id, signed := s.Vault.Verify(visitorPurpose, strings.TrimSpace(token)); ok && signed {
			return id, nil
		}
		return "", errNoVisitor
	}
	if c, err := r.Cookie(visitorCookie); err == nil {
		if id, ok := s.Vault.Verify(visitorPurpose, c.Value); ok {
			return id, nil
		}
	}
	return "", errNoVisitor
}

// greet makes a visitor and sets the cookie.
func (s *Server) greet(w http.ResponseWriter) (visitor, token string) {
	visitor = rand.Text()
	return visitor, s.Greet(w, visitor)
}

// Greet lets whoever holds the answer be this visitor. Only a demonstration
// names its visitors; everybody else is a random one.
func (s *Server) Greet(w http.ResponseWriter, visitor string) (token string) {
	token = s.Vault.Sign(visitorPurpose, visitor)
	http.SetCookie(w, &http.Cookie{
		Name: visitorCookie, Value: token, Path: "/", MaxAge: int(visitorYears.Seconds()),
		Secure: s.Site.Secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	return token
}

// visitorCreate answers POST /chat/visitors: 201 with {"token": …}. Someone who
// is a visitor already keeps their conversation.
func (s *Server) visitorCreate(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	if id, err := s.visitor(r); err == nil {
		return page.WriteJSON(w, http.StatusOK, map[string]string{"token": s.Vault.Sign(visitorPurpose, id)})
	}
	if err := s.allowNew(r); err != nil {
		return err
	}
	_, token := s.greet(w)
	return page.WriteJSON(w, http.StatusCreated, map[string]string{"token": token})
}

// allowNew counts a new visitor from an address.
func (s *Server) allowNew(r *http.Request) error {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return s.allow(r, "visitors:"+s.Vault.Key("address", host), visitorsPerMinute)
}

// allow counts one event of a key and refuses what is over limit a minute. When
// nobody can count, people aren't made to wait for it.
func (s *Server) allow(r *http.Request, key string, limit int) error {
	ok, err := s.Limiter.Allow(r.Context(), Name+":"+key, limit, time.Minute)
	if err != nil {
		s.Site.Log.WarnContext(r.Context(), "requests are not counted", "err", err)
		return nil
	}
	if !ok {
		return page.TooMany(time.Minute / 4)
	}
	return nil
}
