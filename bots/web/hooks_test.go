package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"majlis/bots/web"
)

// TestHooks: each channel's webhook is reached by its own pattern, from a
// platform that sends no cookie and no origin; others are no pages.
func TestHooks(t *testing.T) {
	o := newHouse(t).Options
	hook := func(name string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			_, _ = io.WriteString(w, name+" "+r.Method+" "+string(body))
		})
	}
	o.Hooks = map[string]http.Handler{"POST /hooks/telegram": hook("telegram"), "/hooks/whatsapp": hook("whatsapp")}
	s, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	for _, tt := range []struct {
		method, path, want string
		status             int
	}{
		{"POST", "/hooks/telegram", "telegram POST {}", 200},
		{"POST", "/hooks/whatsapp", "whatsapp POST {}", 200},
		{"GET", "/hooks/whatsapp?hub.mode=subscribe", "whatsapp GET {}", 200},
		{"GET", "/hooks/telegram", "", 404},
		{"POST", "/hooks/signal", "", 404},
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), tt.method, tt.path, strings.NewReader("{}")))
		if w.Code != tt.status || tt.want != "" && w.Body.String() != tt.want {
			t.Errorf("%s %s: %d %q, want %d %q", tt.method, tt.path, w.Code, w.Body, tt.status, tt.want)
		}
	}
}
