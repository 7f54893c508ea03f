package web_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"majlis/bots/channeltest"
	"majlis/bots/web"
	"majlis/bots/web/page"
	"majlis/bots/web/page/pagetest"
	"majlis/flows/people"
	"majlis/flows/talk"
)

func TestContract(t *testing.T) {
	channeltest.Run(t, channeltest.Harness{
		Open: openContract,
		Cannot: map[string]string{
			"edits":         "the page offers no way to change what was sent",
			"blocked":       "a page that was closed can't be told from one that will be opened again",
			"throttled":     "no platform stands between the outbox and the page",
			"platform away": "the outbox row is the mail: it is there whenever the page is",
		},
	})
}

// mail is the outbox of the contract's house as a web.Mailbox.
type mail struct {
	*channeltest.House
}

func (m mail) Replies(_ context.Context, visitor talk.Identity, after int64, limit int) ([]talk.Line, error) {
	var list []talk.Line
	for _, p := range m.Mail(visitor.ID) {
		if p.Seq > after && len(list) < limit {
			list = append(list, talk.Line{Seq: p.Seq, ID: p.ID, At: now, Message: p.Message, Lang: p.Lang})
		}
	}
	return list, nil
}

func (m mail) Transcript(ctx context.Context, visitor talk.Identity, limit int) ([]talk.Line, error) {
	return m.Replies(ctx, visitor, 0, limit)
}

// filesOf are what visitors upload, and what the contract's house sends.
type filesOf struct {
	*house
	inner *channeltest.House
}

func (f filesOf) File(ctx context.Context, id string) (talk.File, []byte, error) {
	if file, body, err := f.inner.File(ctx, id); err == nil {
		return file, body, nil
	}
	return f.house.File(ctx, id)
}

func openContract(t *testing.T, inner *channeltest.House) channeltest.Stage {
	vault, err := people.NewVault([]byte("a secret of the tests, long enough"))
	if err != nil {
		t.Fatal(err)
	}
	site, err := page.New(page.Options{Ministry: pagetest.Ministry(t), Texts: pagetest.ReadTexts(t), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	rest := newHouse(t)
	server, err := web.New(web.Options{
		Site: site, Vault: vault, Accept: inner.Accept, Mailbox: mail{inner}, Answers: rest, Files: filesOf{rest, inner}, Limiter: rest,
	})
	if err != nil {
		t.Fatal(err)
	}
	rest.Server = server
	listener := httptest.NewServer(server)
	rest.url = listener.URL
	t.Cleanup(func() {
		server.Close()
		listener.Close()
	})
	var last func()
	return channeltest.Stage{
		Channel: server,
		Citizen: func() channeltest.Citizen {
			c := &citizen{client: rest.visit(t), sent: func(again func()) { last = again }}
			c.run(t)
			return c
		},
		Redeliver: func() { last() },
	}
}

// citizen sends as the page's script does: one message at a time, in order, and
// again until it is kept.
type citizen struct {
	*client
	sent  func(again func())
	queue chan string
	n     int
}

// gaveUpAfter is how often a message over which the house breaks is brought.
const gaveUpAfter = 3

func (c *citizen) run(t *testing.T) {
	c.queue = make(chan string, 1000)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var sending sync.WaitGroup
	sending.Go(func() {
		for {
			select {
			case body := <-c.queue:
				for broken := 0; broken < gaveUpAfter && ctx.Err() == nil; {
					status := c.post(ctx, body)
					if status == http.StatusAccepted {
						break
					}
					if status == http.StatusInternalServerError {
						broken++
					}
					time.Sleep(5 * time.Millisecond)
				}
			case <-ctx.Done():
				return
			}
		}
	})
	t.Cleanup(func() {
		cancel()
		sending.Wait()
	})
}

// post brings a message and returns the status, 0 when it didn't get there.
func (c *citizen) post(ctx context.Context, body string) int {
	r := c.request("POST", "/chat/messages", "application/json", strings.NewReader(body)).WithContext(ctx)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	return response.StatusCode
}

func (c *citizen) put(m map[string]any) string {
	c.n++
	id := "m" + strconv.Itoa(c.n)
	m["id"] = id
	body, err := json.Marshal(m)
	if err != nil {
		c.t.Fatal(err)
	}
	c.sent(func() { c.post(context.Background(), string(body)) })
	c.queue <- string(body)
	return id
}

func (c *citizen) Says(text string) string { return c.put(map[string]any{"text": text}) }

func (c *citizen) Taps(n int) {
	for _, m := range slices.Backward(c.all()) {
		if len(m.Options) > 0 {
			c.put(map[string]any{"choice": m.Options[n-1].Choice})
			return
		}
	}
	c.t.Fatal("nothing to tap")
}

func (c *citizen) Attaches(kind string, body []byte, caption string) {
	status, answer := c.upload(kind, body)
	var got struct{ Token string }
	if err := json.Unmarshal(answer, &got); err != nil || status != http.StatusCreated {
		c.t.Fatalf("upload: %d %s", status, answer)
	}
	c.put(map[string]any{"text": caption, "files": []string{got.Token}})
}

func (c *citizen) Edits(string, string) { panic("a visitor can't") }
func (c *citizen) Blocks()              { panic("a visitor can't") }
func (c *citizen) Returns()             { panic("a visitor can't") }

func (c *citizen) all() (all []told) {
	for after, more := int64(0), true; more; {
		l := c.replies(after)
		all = append(all, l.Messages...)
		after, more = l.Last, l.More
	}
	return all
}

// opens reads a file that was sent; nil for none.
func (c *citizen) opens(url string) []byte {
	if url == "" {
		return nil
	}
	status, body := c.do("GET", url, "", nil)
	if status != http.StatusOK {
		c.t.Errorf("%s: %d", url, status)
	}
	return body
}

func (c *citizen) Shown() []channeltest.Shown {
	var list []channeltest.Shown
	for _, m := range c.all() {
		shown := channeltest.Shown{Text: m.Text, File: c.opens(m.File.URL)}
		for _, o := range m.Options {
			shown.Options = append(shown.Options, o.Label)
		}
		list = append(list, shown)
	}
	return list
}
