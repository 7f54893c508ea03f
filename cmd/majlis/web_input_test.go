package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestWebRefusesInWords sends what can't be taken over the web chat: each is
// refused with a sentence in the reader's language, and nothing is kept.
func TestWebRefusesInWords(t *testing.T) {
	w := newTown(t)
	v := w.visitor()
	for _, tt := range []struct {
		name, body, key string
		status          int
	}{
		{"oversized", `{"id":"a","text":"` + strings.Repeat("ا", 20_000) + `"}`, "web.problem.too_large", http.StatusRequestEntityTooLarge},
		{"empty", `{"id":"b","text":""}`, "web.problem.empty", http.StatusBadRequest},
		{"whitespace", `{"id":"c","text":" \n\t"}`, "web.problem.empty", http.StatusBadRequest},
		{"no id", `{"text":"hello"}`, "web.problem.bad_id", http.StatusBadRequest},
		{"not JSON", `hello`, "web.problem.bad_json", http.StatusBadRequest},
		{"nowhere", `{"id":"d","place":{"lat":91,"lon":0}}`, "web.problem.bad_place", http.StatusBadRequest},
		{"somebody else's file", `{"id":"e","files":["x.y"]}`, "web.problem.bad_file", http.StatusBadRequest},
	} {
		for _, lang := range []string{"ar", "en"} {
			t.Run(tt.name+"/"+lang, func(t *testing.T) {
				answer, said := v.post(lang, tt.body)
				var got struct {
					Error struct{ Message string }
				}
				w.ok(json.Unmarshal([]byte(said), &got))
				if answer.StatusCode != tt.status || got.Error.Message != w.text(lang, tt.key, nil) {
					t.Errorf("status %d: %s", answer.StatusCode, said)
				}
			})
		}
	}
	report, err := w.db.Audit(t.Context())
	w.ok(err)
	if report.Inbound != 0 {
		t.Errorf("%d messages were kept", report.Inbound)
	}
}
