package page

import (
	"encoding/json"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// BodyLimit of a request in bytes, unless HandleBody sets another: enough for
// the longest form, too little to hurt.
const BodyLimit = 64 << 10

// Func is a handler that may fail. What it returns is logged, counted and shown
// in one place.
type Func func(w http.ResponseWriter, r *http.Request) error

// Handle makes a handler of fn, with the usual limit for what it may read.
func (s *Site) Handle(fn Func) http.Handler { return s.HandleBody(BodyLimit, fn) }

// HandleBody is Handle with a limit in bytes for what fn may read.
func (s *Site) HandleBody(limit int64, fn Func) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		if err := fn(w, r); err != nil {
			s.Fail(w, r, err)
		}
	})
}

// Fail logs an error and shows it in the reader's language, as HTML or JSON.
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(r, err)
	s.logProblem(r, p)
	if p.Status == statusGone {
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	if p.Wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(p.Wait.Seconds()+0.999)))
	}
	if WantsJSON(r) {
		s.failJSON(w, r, p)
		return
	}
	view := s.View(r, p.title(), problemView{p.Code, p.Args, RequestID(r), typedIn(err), r.Method == http.MethodGet && p.Status >= http.StatusTooManyRequests})
	if err := s.problem.Render(w, r, p.Status, "problem", view); err != nil {
		http.Error(w, p.Code, p.Status)
	}
}

func (s *Site) logProblem(r *http.Request, p *Problem) {
	level := slog.LevelInfo
	if p.Status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	// The path may hold a reference or a search: only the route is logged.
	s.Log.Log(r.Context(), level, "request failed", "request", RequestID(r), "route", r.Pattern,
		"status", p.Status, "code", p.Code, "err", p.Err)
}

type problemView struct {
	Code    string
	Args    map[string]any
	Request string
	Typed   string
	Again   bool // asking again may help
}

func typedIn(err error) string {
	if typed, ok := errors.AsType[*Typed](err); ok {
		return typed.Text
	}
	return ""
}

// problemJSON is an error as programs read it: {"error": {…}}.
type problemJSON struct {
	Code     string            `json:"code"`
	Message  string            `json:"message"`  // in the reader's language
	Messages map[string]string `json:"messages"` // in both
	Request  string            `json:"request"`
}

func (s *Site) failJSON(w http.ResponseWriter, r *http.Request, p *Problem) {
	both := map[string]string{}
	for _, lang := range []string{"ar", "en"} {
		both[lang] = s.Texts.Text(lang, "web.problem."+p.Code, p.Args)
	}
	_ = WriteJSON(w, p.Status, map[string]problemJSON{
		"error": {p.Code, both[Lang(r)], both, RequestID(r)},
	})
}

// WriteJSON answers with v as JSON.
func WriteJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, err = w.Write(append(body, '\n'))
	return err
}

// WantsJSON reports whether the reader is a program: it sends or asks for JSON
// and doesn't ask for HTML.
func WantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	if strings.Contains(accept, "text/html") {
		return false
	}
	sent, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return strings.Contains(accept, "application/json") || sent == "application/json" ||
		strings.Contains(accept, "text/event-stream") || strings.HasSuffix(r.URL.Path, ".json")
}
