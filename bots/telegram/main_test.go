package telegram_test

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"majlis/bots"
	"majlis/bots/channeltest"
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
		Token: token, Server: url, Texts: keys{}, Lease: &channeltest.Lease{}, Owner: "test", Log: slog.New(slog.DiscardHandler), Now: time.Now,
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

// keys are texts that show which one was used.
type keys struct{}

func (keys) Text(lang, key string, _ map[string]any) string { return lang + ":" + key }
func (keys) Words(string, string) []string                  { return nil }
