package web_test

import (
	"strings"
	"testing"
	"time"

	"majlis/flows/talk"
	"majlis/flows/words"
)

// A link that a message ends with is shown once, to be clicked.
func TestLinkIsShownOnce(t *testing.T) {
	h := open(t)
	const link = "https://video.example/live"
	r := h.read(t)
	r.get("/")
	r.post("/chat/send", map[string][]string{"id": {"a"}, "text": {"hello"}})
	visitor := h.taken()[0].Address
	for _, end := range []string{link, words.Isolate(link), "watch it there"} {
		h.mu.Lock()
		h.lines[visitor] = []talk.Line{{Seq: 1, ID: "l", At: time.Now(), Lang: "en", Message: talk.Message{Text: "On air now:\n" + end, Link: link}}}
		h.mu.Unlock()
		page := r.get("/").body
		if n := strings.Count(page, ">"+link+"<"); n != 1 || strings.Contains(page, "now:\n"+end) == (end != "watch it there") {
			t.Errorf("%q: the link is shown %d times in\n%s", end, n, page)
		}
	}
}
