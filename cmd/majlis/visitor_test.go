package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// visitor is a browser at the web chat.
type visitor struct {
	*town
	url   string
	token string
}

func (w *town) visitor() *visitor {
	w.t.Helper()
	w.config.Listen, w.config.OpsListen = "localhost:0", "localhost:0"
	s, err := w.newService()
	w.ok(err)
	server := httptest.NewServer(s.pages)
	w.t.Cleanup(func() {
		s.web.Close()
		server.Close()
		s.close()
	})
	v := &visitor{town: w, url: server.URL}
	v.token = w.vault.Sign("visitor", "v1")
	return v
}

// post sends a message as a script does.
func (v *visitor) post(lang, body string) (*http.Response, string) {
	v.t.Helper()
	return v.do(lang, "/chat/messages", "application/json", body)
}

// postForm sends a message as a page without scripts does.
func (v *visitor) postForm(lang string, form url.Values) (*http.Response, string) {
	v.t.Helper()
	return v.do(lang, "/chat/send", "application/x-www-form-urlencoded", form.Encode())
}

// do posts body and returns the answer with what it says.
func (v *visitor) do(lang, path, kind, body string) (*http.Response, string) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.url+path, strings.NewReader(body))
	v.ok(err)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Authorization", "Bearer "+v.token)
	r.Header.Set("Accept-Language", lang)
	answer, err := http.DefaultClient.Do(r)
	v.ok(err)
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	v.ok(err)
	return answer, string(said)
}
