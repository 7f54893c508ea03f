package page_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"majlis/bots/web/page"
	"majlis/flows"
)

// echo is a catalogue that answers with the language, the key and the arguments.
type echo struct{}

func (echo) Text(lang, key string, args map[string]any) string {
	if len(args) == 0 {
		return lang + ":" + key
	}
	return fmt.Sprint(lang, ":", key, args)
}

func newSite(t *testing.T, public string) *page.Site {
	t.Helper()
	s, err := page.New(page.Options{
		Texts: echo{}, PublicURL: public,
		Ministry: flows.Ministry{Name: flows.Text{Ar: "وزارة", En: "Ministry"}, Colours: flows.Colours{Primary: "#0b5d4b", Accent: "#9a3412"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// serve answers one request with a site whose only handler fails with err.
func serve(t *testing.T, s *page.Site, r *http.Request, err error) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	s.Wrap(s.Handle(func(http.ResponseWriter, *http.Request) error { return err })).ServeHTTP(w, r)
	return w
}

func TestErrorsHaveOneStatusEach(t *testing.T) {
	s := newSite(t, "")
	for _, tt := range []struct {
		err    error
		status int
		code   string
	}{
		{fmt.Errorf("entry: %w", flows.ErrNotFound), 404, "not_found"},
		{flows.ErrForbidden, 403, "forbidden"},
		{flows.ErrStale, 409, "stale"},
		{flows.ErrInvalid, 400, "bad_request"},
		{&http.MaxBytesError{Limit: 2048}, 413, "too_large"},
		{page.Busy(errors.New("disk full")), 503, "busy"},
		{page.TooMany(0), 429, "too_many"},
		{errors.New("secret of the database"), 500, "internal"},
	} {
		t.Run(tt.code, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/x", nil)
			r.Header.Set("Accept", "application/json")
			w := serve(t, s, r, tt.err)
			var got struct {
				Error struct {
					Code, Message, Request string
					Messages               map[string]string
				}
			}
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if w.Code != tt.status || got.Error.Code != tt.code {
				t.Errorf("status %d, code %q", w.Code, got.Error.Code)
			}
			if got.Error.Messages["ar"] == "" || got.Error.Messages["en"] == "" || got.Error.Request == "" {
				t.Errorf("incomplete: %s", w.Body)
			}
			if strings.Contains(w.Body.String(), "secret") {
				t.Error("the cause is shown")
			}
		})
	}
}

func TestErrorPageSpeaksTheReadersLanguage(t *testing.T) {
	s := newSite(t, "")
	for lang, want := range map[string]string{"ar": `<html lang="ar" dir="rtl">`, "en": `<html lang="en" dir="ltr">`} {
		r := httptest.NewRequest("GET", "/x", nil)
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Accept-Language", lang)
		w := serve(t, s, r, flows.ErrNotFound)
		if !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Body.String(), lang+":web.problem.not_found") {
			t.Errorf("%s: %s", lang, w.Body)
		}
	}
}

func TestLanguageOfARequest(t *testing.T) {
	for _, tt := range []struct{ query, cookie, accept, want string }{
		{"", "", "", "ar"},
		{"", "", "fr", "ar"},
		{"", "", "en-GB,en;q=0.9", "en"},
		{"", "ar", "en", "ar"},
		{"?lang=en", "ar", "ar", "en"},
		{"?lang=xx", "xx", "en", "en"},
	} {
		r := httptest.NewRequest("GET", "/"+tt.query, nil)
		r.Header.Set("Accept-Language", tt.accept)
		if tt.cookie != "" {
			r.AddCookie(&http.Cookie{Name: "lang", Value: tt.cookie})
		}
		if got := page.Lang(r); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}

func TestHeaders(t *testing.T) {
	w := serve(t, newSite(t, "https://majlis.example"), httptest.NewRequest("GET", "/?lang=en", nil), nil)
	csp := w.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(csp, part) {
			t.Errorf("CSP %q lacks %q", csp, part)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("CSP %q", csp)
	}
	if c := w.Header().Get("Set-Cookie"); !strings.Contains(c, "lang=en") || !strings.Contains(c, "Secure") {
		t.Errorf("cookie %q", c)
	}
	if w.Header().Get("Strict-Transport-Security") == "" || w.Header().Get("X-Request-Id") == "" {
		t.Error("headers are missing")
	}
}

func TestForgedRequestsAreRefused(t *testing.T) {
	s := newSite(t, "https://majlis.example")
	for _, tt := range []struct {
		origin, site string
		status       int
	}{
		{"https://evil.example", "cross-site", 403},
		{"https://majlis.example", "same-origin", 200},
		{"", "", 200}, // no browser
	} {
		r := httptest.NewRequest("POST", "/x", nil)
		r.Header.Set("Origin", tt.origin)
		r.Header.Set("Sec-Fetch-Site", tt.site)
		if w := serve(t, s, r, nil); w.Code != tt.status {
			t.Errorf("%+v: %d", tt, w.Code)
		}
	}
}

func TestPanicIsAnErrorPage(t *testing.T) {
	s := newSite(t, "")
	w := httptest.NewRecorder()
	s.Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") })).
		ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "boom") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestBodyLimit(t *testing.T) {
	s := newSite(t, "")
	w := httptest.NewRecorder()
	s.Wrap(s.HandleBody(10, func(_ http.ResponseWriter, r *http.Request) error {
		_, err := io.ReadAll(r.Body)
		return err
	})).ServeHTTP(w, httptest.NewRequest("POST", "/", strings.NewReader("eleven chars")))
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", w.Code)
	}
}

func TestAssetsOfAPageAreThere(t *testing.T) {
	s := newSite(t, "")
	r := httptest.NewRequest("GET", "/x", nil)
	r.Header.Set("Accept", "text/html")
	html := serve(t, s, r, flows.ErrNotFound).Body.String()
	mux := http.NewServeMux()
	mux.Handle("GET /assets/{hash}/{name...}", s.Assets())
	links := regexp.MustCompile(`"(/assets/[^"]+)"`).FindAllStringSubmatch(html, -1)
	if len(links) < 3 {
		t.Fatalf("links %v", links)
	}
	for _, link := range links {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest("GET", link[1], nil))
		if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %s", link[1], w.Code, w.Header())
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
			t.Errorf("%s is %s", link[1], w.Header().Get("Content-Type"))
		}
	}
}
