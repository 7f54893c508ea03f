package telegramtest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"majlis/flows/testneeds"
)

// Crabline is a Bot API that others wrote: the npm package @openclaw/crabline.
// Methods end the test when the program can't do what it is told.
type Crabline struct {
	URL   string // of the API, without the bot's part
	Token string

	started struct {
		AdminToken string `json:"adminToken"`
		BotToken   string `json:"botToken"`
		BaseURL    string `json:"baseUrl"`
		Endpoints  struct {
			Inbound string `json:"adminInboundUrl"`
		} `json:"endpoints"`
		Recorder string `json:"recorderPath"`
	}
	cut atomic.Bool
	t   testing.TB
}

// ServeCrabline starts the program until the test ends. The test is skipped when
// node or the package are not there; MAJLIS_TEST_CRABLINE names the folder whose
// node_modules holds it.
func ServeCrabline(t testing.TB) *Crabline {
	t.Helper()
	folder := os.Getenv("MAJLIS_TEST_CRABLINE")
	if folder == "" {
		testneeds.Missing(t, "MAJLIS_TEST_CRABLINE names no folder with the npm package @openclaw/crabline")
	}
	node := testneeds.Program(t, "node")
	program := filepath.Join(folder, "node_modules", "@openclaw", "crabline", "dist", "src", "bin", "crabline.js")
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
	c := &Crabline{t: t}
	if err := json.NewDecoder(out).Decode(&c.started); err != nil {
		t.Fatalf("crabline did not start: %v\n%s", err, complaints.String())
	}
	c.Token = c.started.BotToken
	c.openDoor()
	return c
}

// openDoor puts a proxy before crabline that can cut connections.
func (c *Crabline) openDoor() {
	base, err := url.Parse(c.started.BaseURL)
	if err != nil {
		c.t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(base)
	proxy.Transport = &http.Transport{DisableKeepAlives: true}
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) {} // the poller hung up
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.cut.Load() {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	c.t.Cleanup(door.Close)
	c.URL = door.URL
}

// Cut cuts the bot's way to the API, or mends it.
func (c *Crabline) Cut(cut bool) { c.cut.Store(cut) }

// Called lists the accepted calls of a method, from crabline's own record.
func (c *Crabline) Called(method string) []map[string]any {
	c.t.Helper()
	f, err := os.Open(c.started.Recorder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		c.t.Fatal(err)
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
			c.t.Fatal(err)
		}
		var event struct {
			Type, Path string
			Accepted   bool
			Body       map[string]any
		}
		if err := json.Unmarshal(line, &event); err != nil {
			c.t.Fatal(err)
		}
		if event.Type == "api" && event.Accepted && strings.HasSuffix(event.Path, "/"+method) {
			list = append(list, event.Body)
		}
	}
}
