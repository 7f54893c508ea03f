package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"majlis/flows/talk"
)

// event is one of a stream.
type event struct {
	id   string
	seq  int64
	text string
	html string
}

// listen reads n events after a number and breaks the line.
func (c *client) listen(after string, n int, query string) []event {
	c.t.Helper()
	ctx, cancel := context.WithCancel(c.t.Context())
	defer cancel()
	r := c.request("GET", "/chat/events"+query, "", nil).WithContext(ctx)
	r.Header.Set("Accept", "text/event-stream")
	if after != "" {
		r.Header.Set("Last-Event-ID", after)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	if kind := response.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/event-stream") {
		c.t.Fatalf("content type %q", kind)
	}
	var events []event
	var id string
	lines := bufio.NewScanner(response.Body)
	for len(events) < n && lines.Scan() {
		if v, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
			id = v
		}
		if v, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			var m struct {
				Seq        int64
				Text, HTML string
			}
			if err := json.Unmarshal([]byte(v), &m); err != nil {
				c.t.Fatal(err)
			}
			events = append(events, event{id, m.Seq, m.Text, m.HTML})
		}
	}
	return events
}

func TestReconnectLosesAndDoublesNothing(t *testing.T) {
	h := open(t)
	c := h.visit(t)
	const messages = 60
	var sender sync.WaitGroup
	sender.Go(func() {
		for i := range messages {
			c.send(fmt.Sprintf(`{"id":"m%d","text":"%d"}`, i, i))
		}
	})
	var got []string
	last := ""
	for len(got) < messages {
		for _, e := range c.listen(last, min(7, messages-len(got)), "") { // the line breaks after seven
			got = append(got, e.text)
			last = e.id
		}
	}
	sender.Wait()
	var want []string
	for i := range messages {
		want = append(want, "echo: "+strconv.Itoa(i))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestStreamBeginsWhereAsked(t *testing.T) {
	h := open(t)
	c := h.visit(t)
	for i := range 4 {
		c.send(fmt.Sprintf(`{"id":"m%d","text":"%d"}`, i, i))
	}
	first := c.replies(0).Messages
	second := strconv.FormatInt(first[1].Seq, 10)
	if e := c.listen("", 1, "?after="+second); e[0].text != "echo: 2" {
		t.Errorf("after the second: %+v", e)
	}
	// The browser repeats the address of the page, but says what it saw since.
	third := strconv.FormatInt(first[2].Seq, 10)
	if e := c.listen(third, 1, "?after="+second); e[0].text != "echo: 3" {
		t.Errorf("after the third: %+v", e)
	}
	for _, bad := range []string{"x", "-1"} {
		if status, body := c.do("GET", "/chat/events?after="+bad, "", nil); status != 400 || code(body) != "bad_after" {
			t.Errorf("after=%s: %d %s", bad, status, body)
		}
	}
}

func TestStreamShowsMessagesAsThePageDoes(t *testing.T) {
	h := open(t)
	h.answer = func(talk.Inbound) []talk.Message {
		return []talk.Message{{Text: "<script>alert(1)</script>", Options: []talk.Option{{ID: "x", Label: "استفسار"}}}}
	}
	c := h.visit(t)
	c.send(`{"id":"a","text":"b"}`)
	e := c.listen("", 1, "?html=1")[0]
	if strings.Contains(e.html, "<script>") || !strings.Contains(e.html, "&lt;script&gt;") || !strings.Contains(e.html, "استفسار") {
		t.Errorf("html %s", e.html)
	}
	if c.listen("", 1, "")[0].html != "" {
		t.Error("html that nobody asked for")
	}
}

func TestTooManyStreams(t *testing.T) {
	h := open(t)
	c := h.visit(t)
	for range 8 {
		response, err := http.DefaultClient.Do(c.request("GET", "/chat/events", "", nil))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
	}
	if status, body := c.do("GET", "/chat/events", "", nil); status != http.StatusTooManyRequests {
		t.Errorf("%d %s", status, body)
	}
}

func TestCloseEndsStreams(t *testing.T) {
	h := open(t)
	c := h.visit(t)
	response, err := http.DefaultClient.Do(c.request("GET", "/chat/events", "", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	h.Close()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() { // ends, or the test times out
	}
}
