package telegram_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"majlis/bots"
	"majlis/bots/telegram"
	"majlis/bots/telegram/telegramtest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		http.DefaultClient.CloseIdleConnections()
		os.Exit(code)
	}))
}

// serve starts a Bot API for one test.
func serve(t testing.TB) *telegramtest.Server {
	t.Helper()
	api, err := telegramtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(api.Close)
	return api
}

// options of a channel over that Bot API.
func options(url, token string) telegram.Options {
	return telegram.Options{
		Token: token, Server: url, Texts: keys{}, Lease: &lease{}, Owner: "test", Log: slog.New(slog.DiscardHandler), Now: time.Now,
	}
}

func open(t testing.TB, o telegram.Options) *telegram.Channel {
	t.Helper()
	c, err := telegram.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// receive runs a channel until the test ends.
func receive(t testing.TB, c *telegram.Channel, accept bots.Accept) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() {
		if err := c.Receive(ctx, accept); err != nil {
			t.Errorf("receive: %v", err)
		}
	})
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
}

// eventually waits for something that must happen.
func eventually(t testing.TB, what string, true func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !true(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// keys are texts that show which one was used.
type keys struct{}

func (keys) Text(lang, key string, _ map[string]any) string { return lang + ":" + key }
func (keys) Words(string, string) []string                  { return nil }

// lease is one that nobody else wants, unless taken is set.
type lease struct {
	mu    sync.Mutex
	owner string
}

func (l *lease) Hold(_ context.Context, _, owner string, _ time.Duration) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.owner == "" {
		l.owner = owner
	}
	return l.owner == owner, nil
}

func (l *lease) Release(_ context.Context, _, owner string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.owner == owner {
		l.owner = ""
	}
	return nil
}

// take gives the lease to another process.
func (l *lease) take(owner string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.owner = owner
}

// journal is a log to look at.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func logTo(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
