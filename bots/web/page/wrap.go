package page

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"
)

// csp is what a page may load: its own scripts, styles and pictures, nothing
// inline and nothing from elsewhere.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

type requestKey struct{}

// RequestID names a request in the log and on error pages.
func RequestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// Wrap puts what every request needs around the whole site: a request id, the
// security headers, the language, protection against forged requests, counting,
// and a polite answer when something breaks.
func (s *Site) Wrap(next http.Handler) http.Handler {
	s.origins.SetDenyHandler(s.Handle(func(http.ResponseWriter, *http.Request) error {
		return &Problem{Status: http.StatusForbidden, Code: "cross_origin"}
	}))
	guarded := s.origins.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.Now()
		id := rand.Text()[:12]
		lang := chosenLang(r)
		r = r.WithContext(context.WithValue(context.WithValue(r.Context(), requestKey{}, id), langKey{}, lang))
		s.secure(w.Header(), id, lang)
		if chosen := known(r.URL.Query().Get("lang")); chosen != "" {
			s.RememberLang(w, chosen)
		}
		rec := &recorder{ResponseWriter: w}
		defer s.finish(rec, r, start)
		guarded.ServeHTTP(rec, r)
	})
}

func (s *Site) secure(h http.Header, id, lang string) {
	h.Set("X-Request-Id", id)
	h.Set("Content-Security-Policy", csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "geolocation=(self), camera=(), microphone=(self), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Language", lang)
	h.Add("Vary", "Accept-Language, Cookie")
	if s.Secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// finish counts a request and turns a panic into an error page.
func (s *Site) finish(rec *recorder, r *http.Request, start time.Time) {
	if p := recover(); p != nil {
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p)
		}
		err := fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		if rec.status == 0 {
			s.Fail(rec, r, err)
		} else {
			s.logProblem(r, &Problem{Status: http.StatusInternalServerError, Code: "internal", Err: err})
		}
	}
	s.counted.request(r, rec.status, s.Now().Sub(start))
}

// recorder remembers the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController flush and set deadlines.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
