package telegram_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/bots/telegram/telegramtest"
	"majlis/flows/talk"
)

const hello = `{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7,"first_name":"N"},"text":"hello"}}`

func TestHookAnswers(t *testing.T) {
	t.Parallel()
	o := options("http://127.0.0.1:1", "1:token")
	o.Secret = "a-Secret_1"
	good := func(context.Context, talk.Inbound) error { return nil }
	full := func(context.Context, talk.Inbound) error { return errFull }
	boom := func(context.Context, talk.Inbound) error { panic("a bug") }
	none := func(context.Context, talk.Inbound) error {
		t.Error("accepted")
		return nil
	}
	for _, tt := range []struct {
		name, secret, body string
		accept             bots.Accept
		want               int
	}{
		{"kept", "a-Secret_1", hello, good, 200},
		{"wrong secret", "a-Secret_2", hello, none, 401},
		{"no secret", "", hello, none, 401},
		{"shorter secret", "a-Secret", hello, none, 401},
		{"no JSON", "a-Secret_1", "<html>", none, 400},
		{"nothing", "a-Secret_1", "", none, 400},
		{"another JSON", "a-Secret_1", `[1,2]`, none, 400},
		{"no update", "a-Secret_1", `{}`, none, 400},
		{"too large", "a-Secret_1", `{"update_id":1,"x":"` + strings.Repeat("a", 1<<20) + `"}`, none, 413},
		{"not for us", "a-Secret_1", `{"update_id":1}`, none, 200},
		{"not stored", "a-Secret_1", hello, full, 503},
		{"a bug", "a-Secret_1", hello, boom, 503},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := hook(t, open(t, o).Hook(tt.accept), tt.secret, tt.body); got != tt.want {
				t.Errorf("%d, want %d", got, tt.want)
			}
		})
	}
	t.Run("no secret is set", func(t *testing.T) {
		if got, _ := hook(t, open(t, options("http://127.0.0.1:1", "1:token")).Hook(none), "", hello); got != 401 {
			t.Errorf("%d: anyone could write", got)
		}
	})
}

func hook(t *testing.T, h http.Handler, secret, body string) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/telegram", strings.NewReader(body))
	if secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// The clock on a pressed button goes off, by either way in.
func TestAPressedButtonIsAnswered(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"poll", "webhook"} {
		t.Run(way, func(t *testing.T) {
			api, house := serve(t), newDesk()
			c := open(t, options(api.URL, api.Token))
			if way == "poll" {
				receive(t, c, house.accept)
			} else {
				c = openHook(t, api, nil, house.accept)
			}
			someone := api.Citizen(1)
			someone.Says("menu")
			channeltest.Until(t, "menu", func() bool { return len(house.texts()) == 1 })
			m := talk.Message{Text: "which?", Asked: 3, Options: []talk.Option{{ID: "a", Label: "one"}}}
			if _, err := c.Send(t.Context(), bots.Parcel{ID: "p", Address: "1", Message: m}); err != nil {
				t.Fatal(err)
			}
			someone.Taps(someone.Inbox()[0].Buttons[0])
			channeltest.Until(t, "the button", func() bool { return len(house.texts()) == 2 && api.Spinning() == 0 })
			if in := house.taken[1]; in.Kind != talk.KindChoice || in.Choice != "3:a" {
				t.Errorf("%+v", in)
			}
		})
	}
}

// Telegram away at the start is no reason not to start.
func TestTheWebhookIsSetOnceTelegramIsThere(t *testing.T) {
	t.Parallel()
	api, house := serve(t), newDesk()
	api.Fail(telegramtest.Fault{Method: "setWebhook", Status: 502, HTML: true})
	openHook(t, api, nil, house.accept)
	channeltest.Until(t, "a second try", func() bool { return len(api.Calls("setWebhook")) == 2 })
	api.Citizen(1).Says("hello")
	channeltest.Until(t, "hello", func() bool { return len(house.texts()) == 1 })
	call := api.Calls("setWebhook")[1].Params
	if call["secret_token"] != "a-Secret_1" || !strings.Contains(call["allowed_updates"], "my_chat_member") {
		t.Errorf("set with %v", call)
	}
}

// post calls a method of the Bot API as JSON, as another program would.
func post(t *testing.T, api *telegramtest.Server, method, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, api.URL+"/bot"+api.Token+"/"+method, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
