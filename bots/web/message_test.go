package web

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"majlis/bots/web/page"
)

func FuzzReadMessage(f *testing.F) {
	for _, seed := range []string{
		`{"id":"a","text":"مرحبا"}`, `{"id":"a","choice":"3:x"}`, `{"id":"a","place":{"lat":1,"lon":2}}`,
		`{"id":"a","start":true}`, `{}`, `[]`, `null`, `{"id":"a","text":"\u202e\u0000"}`, `{"id":"a","files":["x"],"reply_to":"y"}`,
		`{"id":"a","place":{"lat":1e999}}`, `{"ID":"a","TEXT":"b"}`, "\xff\xfe", `{"id":"a","text":"b"} trailing`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		m, err := readMessage(strings.NewReader(body))
		if err != nil {
			p, ok := errors.AsType[*page.Problem](err)
			if !ok || p.Status != http.StatusBadRequest || p.Code == "" {
				t.Fatalf("an error without words: %v", err)
			}
			return
		}
		if !goodID(m.ID) || m.kind() == "" || len(m.Files) > maxFiles || m.Place != nil && !onEarth(*m.Place) {
			t.Fatalf("taken: %+v", m)
		}
	})
}
