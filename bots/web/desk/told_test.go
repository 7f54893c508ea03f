package desk_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"majlis/flows/cases"
	"majlis/flows/staff"
	"majlis/flows/talk"
)

// Told is what a test says was told.
func (h *house) Told(_ context.Context, caseID string) ([]talk.Line, error) {
	return h.told[caseID], nil
}

// TestHowFarAMessageGot checks the words and ticks under what the citizen was told.
func TestHowFarAMessageGot(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "ar")
	h.town(sara.ID)
	events, err := h.cases.Events(t.Context(), "case-0")
	h.must(err)
	var asked cases.Event
	for _, e := range events {
		if e.Kind == cases.EventAsked {
			asked = e
		}
	}
	at := h.now.Add(time.Minute)
	for name, c := range map[string]struct {
		line talk.Line
		want []string
	}{
		"waits":    {talk.Line{}, []string{"waiting"}},
		"sent":     {talk.Line{Sent: at}, []string{"sent"}},
		"on phone": {talk.Line{Sent: at, Delivered: at}, []string{"sent", "delivered"}},
		"read":     {talk.Line{Sent: at, Delivered: at, Read: at}, []string{"sent", "delivered", "read"}},
		"failed":   {talk.Line{Sent: at, Failed: "window"}, []string{"sent", "failed"}},
	} {
		t.Run(name, func(t *testing.T) {
			c.line.Dedupe = asked.Dedupe()
			h.told = map[string][]talk.Line{"case-0": {c.line}}
			_, body := sara.get("/desk/cases/case-0")
			_, body, found := strings.Cut(body, `id="event-`+asked.ID+`"`)
			bubble, _, _ := strings.Cut(body, "</li>\n<li class=\"bubble")
			var got []string
			for _, mark := range []string{"waiting", "sent", "delivered", "read", "failed"} {
				if strings.Contains(bubble, `class="mark `+mark+`"`) {
					got = append(got, mark)
				}
			}
			if !found || strings.Join(got, " ") != strings.Join(c.want, " ") {
				t.Errorf("shown: %v, want %v", got, c.want)
			}
			if c.line.Failed != "" && !strings.Contains(bubble, c.line.Failed) {
				t.Error("the code of a failure is not shown")
			}
		})
	}
}

// TestSignsAndDeletions checks what staff see of a reaction, and of a message that
// its citizen deleted.
func TestSignsAndDeletions(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	h.town(sara.ID)
	h.must(h.desk.Deleted(t.Context(), "case-0"))
	events, err := h.cases.Events(t.Context(), "case-0")
	h.must(err)
	for _, e := range events {
		h.told = map[string][]talk.Line{"case-0": append(h.told["case-0"], talk.Line{Dedupe: e.Dedupe(), Sent: h.now, Reaction: "👍"})}
	}
	status, body := sara.get("/desk/cases/case-0")
	contains(t, status, body, http.StatusOK, "deleted a message; what was filed stays", "Reaction of the citizen:", "👍")
}
