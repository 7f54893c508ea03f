package telegramtest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"majlis/bots/telegram/telegramtest"
)

// One chat's updates are posted one after another, until each was taken; other
// chats don't wait for it. The answer may be a call.
func TestWebhooks(t *testing.T) {
	b := start(t)
	var mu sync.Mutex
	var order []string
	fails := 0
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		if r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != "s3cret" {
			t.Error("no secret")
		}
		if strings.Contains(string(raw), `"text":"one"`) && (fails < 2 || !slices.Contains(order, "other")) {
			fails++
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		if strings.Contains(string(raw), "callback_query") {
			fmt.Fprint(w, `{"method":"answerCallbackQuery","callback_query_id":"tap-1-1"}`)
		}
		for _, text := range []string{"one", "two", "other", "go"} {
			if strings.Contains(string(raw), `"`+text+`"`) {
				order = append(order, text)
			}
		}
	}))
	defer door.Close()
	someone := b.api.Citizen(1)
	b.call("setWebhook", `{"url":"`+door.URL+`","secret_token":"s3cret"}`)
	someone.Says("one")
	someone.Says("two")
	b.api.Citizen(2).Says("other")
	someone.Taps(telegramtest.Button{Data: "go", Message: 1})
	for end := time.Now().Add(30 * time.Second); b.api.Pending() > 0 && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	mu.Lock()
	defer mu.Unlock()
	if got := strings.Join(order, " "); got != "other one two go" {
		t.Errorf("taken %q", got)
	}
	if got := fmt.Sprint(b.api.Confirmed()); got != "[1 2 3 4]" {
		t.Errorf("confirmed %s", got)
	}
	if b.api.Spinning() != 0 {
		t.Error("the answer's call was not made")
	}
	if info := string(b.call("getWebhookInfo", `{}`).Result); !strings.Contains(info, "503") {
		t.Error(info)
	}
}
