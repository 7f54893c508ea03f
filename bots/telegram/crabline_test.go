package telegram_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"majlis/bots/channeltest"
	"majlis/flows/testneeds"
)

// What crabline 0.1.27 can't show, so that it is not asked for it. Our own fake
// shows all of it.
var beyondCrabline = map[string]string{
	"choices":                "crabline queues no callback queries",
	"long text with choices": "crabline queues no callback queries",
	"redelivery":             "crabline brings no update twice once it was confirmed",
	"attachments":            "crabline queues text alone",
	"files of ours":          "crabline knows no sendDocument",
	"edits":                  "crabline queues no edited messages",
	"blocked":                "crabline knows no my_chat_member and refuses nobody",
	"throttled":              "crabline answers 429 only when its own queue is full",
}

// The same contract on a Bot API that others wrote, by both ways in.
func TestContractOnCrabline(t *testing.T) {
	t.Parallel()
	dir := crablineDir(t)
	t.Run("poll", func(t *testing.T) {
		channeltest.Run(t, channeltest.Harness{Cannot: beyondCrabline, Open: func(t *testing.T, h *channeltest.House) channeltest.Stage {
			peer := startCrabline(t, dir)
			c := open(t, options(peer.door.URL, peer.BotToken))
			receive(t, c, h.Accept)
			return channeltest.Stage{Channel: c, MaxUnits: 4096, Citizen: peer.citizen, Outage: peer.cut.Store}
		}})
	})
	t.Run("webhook", func(t *testing.T) {
		channeltest.Run(t, channeltest.Harness{Cannot: beyondCrabline, Open: func(t *testing.T, h *channeltest.House) channeltest.Stage {
			peer := startCrabline(t, dir)
			door := httptest.NewUnstartedServer(nil)
			o := options(peer.door.URL, peer.BotToken)
			o.HookURL, o.Secret = "http://"+door.Listener.Addr().String(), "a-Secret_1"
			c := open(t, o)
			door.Config.Handler = c.Hook(h.Accept)
			door.Start()
			t.Cleanup(door.Close)
			receive(t, c, h.Accept)
			channeltest.Until(t, "the webhook to be set", func() bool { return len(peer.called(t, "setWebhook")) > 0 })
			return channeltest.Stage{Channel: c, MaxUnits: 4096, Citizen: peer.citizen, Outage: peer.cut.Store}
		}})
	})
}

// crablineDir is where the npm package @openclaw/crabline is installed.
func crablineDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("MAJLIS_TEST_CRABLINE")
	if dir == "" {
		testneeds.Missing(t, "MAJLIS_TEST_CRABLINE names no folder with the npm package @openclaw/crabline")
	}
	return dir
}

// crabline is one running Bot API of that package.
type crabline struct {
	AdminToken string `json:"adminToken"`
	BotToken   string `json:"botToken"`
	BaseURL    string `json:"baseUrl"`
	Endpoints  struct {
		Inbound string `json:"adminInboundUrl"`
	} `json:"endpoints"`
	Recorder string `json:"recorderPath"`

	door   *httptest.Server // the way the bot takes to it
	cut    atomic.Bool      // whether that way is cut
	people atomic.Int64
	t      *testing.T
}

func startCrabline(t *testing.T, dir string) *crabline {
	t.Helper()
	node := testneeds.Program(t, "node")
	program := filepath.Join(dir, "node_modules", "@openclaw", "crabline", "dist", "src", "bin", "crabline.js")
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	cmd := exec.CommandContext(ctx, node, program, "--json", "serve", "telegram", "--recorder", filepath.Join(t.TempDir(), "api.jsonl"))
	cmd.Env = append(os.Environ(), "CRABLINE_BOT_TOKEN=424242:crabline-telegram-token", "CRABLINE_RECORDER_LOCK_DIR="+t.TempDir())
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was told to end
	})
	c := &crabline{t: t}
	if err := json.NewDecoder(out).Decode(c); err != nil {
		t.Fatalf("crabline did not start: %v\n%s", err, complaints.String())
	}
	c.openDoor()
	return c
}

// openDoor puts a proxy before crabline that can cut connections.
func (c *crabline) openDoor() {
	base, err := url.Parse(c.BaseURL)
	if err != nil {
		c.t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(base)
	proxy.Transport = &http.Transport{DisableKeepAlives: true}
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) {} // the poller hung up
	c.door = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.cut.Load() {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	c.t.Cleanup(c.door.Close)
}

// called lists the accepted calls of a method, from crabline's own record.
func (c *crabline) called(t *testing.T, method string) []map[string]any {
	t.Helper()
	f, err := os.Open(c.Recorder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []map[string]any
	lines := bufio.NewReader(f)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF { // also of a line that is still being written
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		var event struct {
			Type, Path string
			Accepted   bool
			Body       map[string]any
		}
		if err := json.Unmarshal(line, &event); err != nil {
			t.Fatal(err)
		}
		if event.Type == "api" && event.Accepted && strings.HasSuffix(event.Path, "/"+method) {
			list = append(list, event.Body)
		}
	}
}

func (c *crabline) citizen() channeltest.Citizen {
	return &peerCitizen{crabline: c, id: 5000 + c.people.Add(1)}
}

// peerCitizen writes through crabline's control address.
type peerCitizen struct {
	*crabline
	id int64
}

func (p *peerCitizen) Says(text string) string {
	body, err := json.Marshal(map[string]any{"chatId": p.id, "fromId": p.id, "text": text})
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.Endpoints.Inbound, bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Crabline-Admin-Token", p.AdminToken)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	var got struct {
		Update struct {
			Message struct {
				ID int `json:"message_id"`
			}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil || got.Update.Message.ID == 0 {
		p.t.Fatalf("crabline took no %q: %s %v", text, response.Status, err)
	}
	return strconv.Itoa(got.Update.Message.ID)
}

func (p *peerCitizen) Shown() []channeltest.Shown {
	var list []channeltest.Shown
	for _, body := range p.called(p.t, "sendMessage") {
		if fmt.Sprint(body["chat_id"]) != strconv.FormatInt(p.id, 10) {
			continue
		}
		var markup struct {
			Rows [][]struct{ Text string } `json:"inline_keyboard"`
		}
		if raw, ok := body["reply_markup"].(string); ok && json.Unmarshal([]byte(raw), &markup) != nil {
			p.t.Fatalf("reply_markup %s", raw)
		}
		shown := channeltest.Shown{Text: fmt.Sprint(body["text"])}
		for _, row := range markup.Rows {
			shown.Options = append(shown.Options, row[0].Text)
		}
		list = append(list, shown)
	}
	return list
}

// What crabline has no way for is in beyondCrabline.
func (p *peerCitizen) Taps(int)                        { p.t.Fatal("crabline queues no callback queries") }
func (p *peerCitizen) Attaches(string, []byte, string) { p.t.Fatal("crabline queues text alone") }
func (p *peerCitizen) Edits(string, string)            { p.t.Fatal("crabline queues no edits") }
func (p *peerCitizen) Blocks()                         { p.t.Fatal("crabline knows no blocks") }
func (p *peerCitizen) Returns()                        { p.t.Fatal("crabline knows no blocks") }
