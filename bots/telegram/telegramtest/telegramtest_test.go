package telegramtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"majlis/bots/telegram/telegramtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bot is a program that talks to the API by hand.
type bot struct {
	t   *testing.T
	api *telegramtest.Server
}

type answer struct {
	OK          bool
	Result      json.RawMessage
	ErrorCode   int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	}
}

func start(t *testing.T) bot {
	t.Helper()
	api, err := telegramtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(api.Close)
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	return bot{t, api}
}

func (b bot) post(ctx context.Context, method, kind, body string) (answer, error) {
	var a answer
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.api.URL+"/bot"+b.api.Token+"/"+method, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	r.Header.Set("Content-Type", kind)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return a, err
	}
	defer response.Body.Close()
	return a, json.NewDecoder(response.Body).Decode(&a)
}

func (b bot) call(method, body string) answer {
	b.t.Helper()
	a, err := b.post(b.t.Context(), method, "application/json", body)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

// updates lists "id text" of what getUpdates brings.
func (b bot) updates(body string) []string {
	b.t.Helper()
	a := b.call("getUpdates", body)
	if !a.OK {
		b.t.Fatalf("%+v", a)
	}
	var list []struct {
		ID      int `json:"update_id"`
		Message struct{ Text string }
	}
	if err := json.Unmarshal(a.Result, &list); err != nil {
		b.t.Fatal(err)
	}
	got := []string{}
	for _, u := range list {
		got = append(got, fmt.Sprint(u.ID, " ", u.Message.Text))
	}
	return got
}

func TestOffsetsConfirm(t *testing.T) {
	b := start(t)
	someone := b.api.Citizen(1)
	for _, text := range []string{"a", "b", "c"} {
		someone.Says(text)
	}
	for _, tt := range []struct{ body, want string }{
		{`{}`, "[1 a 2 b 3 c]"},
		{`{"offset":0}`, "[1 a 2 b 3 c]"}, // nothing was confirmed
		{`{"limit":2}`, "[1 a 2 b]"},
		{`{"offset":2}`, "[2 b 3 c]"},
		{`{"offset":1}`, "[2 b 3 c]"}, // what is confirmed is gone
		{`{"offset":-1}`, "[3 c]"},
		{`{"offset":4}`, "[]"},
	} {
		if strings.Contains(tt.body, "-1") && fmt.Sprint(b.api.Confirmed()) != "[1]" {
			t.Errorf("confirmed %v, want what lies below the offset", b.api.Confirmed())
		}
		if got := fmt.Sprint(b.updates(tt.body)); got != tt.want {
			t.Errorf("%s brings %s, want %s", tt.body, got, tt.want)
		}
	}
	if got := fmt.Sprint(b.api.Confirmed()); got != "[1 2 3]" {
		t.Errorf("confirmed %s", got)
	}
	b.api.Redeliver(2)
	if got := fmt.Sprint(b.updates(`{"offset":4}`)); got != "[2 b 3 c]" {
		t.Errorf("again: %s", got)
	}
	if got := fmt.Sprint(b.updates(`{"offset":4}`)); got != "[]" {
		t.Errorf("and again: %s", got)
	}
}

func TestALongPollWaits(t *testing.T) {
	b := start(t)
	got := make(chan []string)
	go func() { got <- b.updates(`{"timeout":30}`) }()
	waitForCalls(t, b, "getUpdates", 1)
	select {
	case early := <-got:
		t.Fatalf("answered %v although nothing came", early)
	default:
	}
	b.api.Citizen(1).Says("late")
	if list := <-got; fmt.Sprint(list) != "[1 late]" {
		t.Errorf("%v", list)
	}
}

func waitForCalls(t *testing.T, b bot, method string, n int) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); len(b.api.Calls(method)) < n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s was not called %d times", method, n)
		}
	}
}

func TestConflicts(t *testing.T) {
	b := start(t)
	got := make(chan answer)
	go func() {
		a, _ := b.post(t.Context(), "getUpdates", "application/json", `{"timeout":30}`)
		got <- a
	}()
	waitForCalls(t, b, "getUpdates", 1)
	var a answer
	for a.ErrorCode == 0 {
		b.updates(`{"timeout":0}`) // the newer one wins
		select {
		case a = <-got:
		case <-time.After(time.Millisecond):
		}
	}
	if a.ErrorCode != 409 || !strings.Contains(a.Description, "terminated by other getUpdates") {
		t.Errorf("%+v", a)
	}
	b.call("setWebhook", `{"url":"http://127.0.0.1:1/x"}`)
	if a := b.call("getUpdates", `{}`); a.ErrorCode != 409 || !strings.Contains(a.Description, "webhook is active") {
		t.Errorf("%+v", a)
	}
	b.call("deleteWebhook", `{}`)
	if a := b.call("getUpdates", `{}`); !a.OK {
		t.Errorf("%+v", a)
	}
}

func TestParametersInAnyForm(t *testing.T) {
	b := start(t)
	someone := b.api.Citizen(7)
	someone.Starts("")
	multipart := "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n7\r\n--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nمرحبا\r\n--x--\r\n"
	for kind, body := range map[string]string{
		"application/json":                  `{"chat_id":7,"text":"مرحبا"}`,
		"application/x-www-form-urlencoded": "chat_id=7&text=%D9%85%D8%B1%D8%AD%D8%A8%D8%A7",
		"multipart/form-data; boundary=x":   multipart,
	} {
		if a, err := b.post(t.Context(), "sendMessage", kind, body); err != nil || !a.OK {
			t.Errorf("%s: %+v %v", kind, a, err)
		}
	}
	for _, m := range someone.Inbox() {
		if m.Text != "مرحبا" {
			t.Errorf("%+v", m)
		}
	}
	if n := len(someone.Inbox()); n != 3 {
		t.Errorf("%d messages", n)
	}
	for kind, body := range map[string]string{"multipart/form-data; boundary=y": "", "application/json": "{"} {
		if a, err := b.post(t.Context(), "getMe", kind, body); err != nil || a.ErrorCode != 400 {
			t.Errorf("%s: %+v %v", kind, a, err)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	b := start(t)
	b.api.Citizen(1).Starts("")
	b.api.Citizen(2) // never wrote
	gone := b.api.Citizen(3)
	gone.Starts("")
	gone.Blocks()
	for _, tt := range []struct {
		method, body string
		code         int
		description  string
	}{
		{"sendMessage", `{"chat_id":9,"text":"x"}`, 400, "chat not found"},
		{"sendMessage", `{"chat_id":2,"text":"x"}`, 403, "can't initiate conversation"},
		{"sendMessage", `{"chat_id":3,"text":"x"}`, 403, "blocked by the user"},
		{"sendMessage", `{"chat_id":1,"text":""}`, 400, "text is empty"},
		{"sendMessage", `{"chat_id":1,"text":"` + strings.Repeat("🙂", 2049) + `"}`, 400, "too long"},
		{"sendMessage", `{"chat_id":1,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"b","callback_data":"` + strings.Repeat("x", 65) + `"}]]}}`, 400, "BUTTON_DATA_INVALID"},
		{"sendMessage", `{"chat_id":1,"text":"x","reply_markup":"{"}`, 400, "reply markup"},
		{"setMyCommands", `{"commands":[{"command":"قائمة","description":"d"}]}`, 400, "BOT_COMMAND_INVALID"},
		{"setWebhook", `{"url":"http://example.com/x"}`, 400, "HTTPS"},
		{"setWebhook", `{"url":"https://example.com/x","secret_token":"a b"}`, 400, "secret token"},
		{"answerCallbackQuery", `{"callback_query_id":"x"}`, 400, "query"},
		{"getFile", `{"file_id":"x"}`, 400, "file_id"},
		{"sendPoll", `{"chat_id":1,"question":"q","options":[{"text":"a"}]}`, 400, "2 to 12"},
		{"noSuchMethod", `{}`, 404, "Not Found"},
	} {
		if a := b.call(tt.method, tt.body); a.OK || a.ErrorCode != tt.code || !strings.Contains(a.Description, tt.description) {
			t.Errorf("%s %.60s: %+v", tt.method, tt.body, a)
		}
	}
	gone.Returns()
	if a := b.call("sendMessage", `{"chat_id":3,"text":"`+strings.Repeat("🙂", 2048)+`"}`); !a.OK {
		t.Errorf("%+v", a)
	}
	r, err := http.Get(b.api.URL + "/bot1:wrong/getMe")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusNotFound {
		t.Errorf("another token: %s", r.Status)
	}
}

func TestOnlyWhatIsAllowedIsBrought(t *testing.T) {
	b := start(t)
	someone := b.api.Citizen(1)
	b.updates(`{"allowed_updates":["message","poll_answer"]}`)
	id := someone.Says("before")
	someone.Edits(id, "after")
	b.call("sendPoll", `{"chat_id":1,"question":"q","is_anonymous":false,"options":[{"text":"a"},{"text":"b"}]}`)
	someone.Votes(someone.Inbox()[0].Poll, 1)
	raw := string(b.call("getUpdates", `{}`).Result)
	if strings.Contains(raw, "edited_message") || !strings.Contains(raw, `"poll_answer"`) || !strings.Contains(raw, `"option_ids":[1]`) {
		t.Error(raw)
	}
}

func TestFaults(t *testing.T) {
	b := start(t)
	someone := b.api.Citizen(1)
	someone.Starts("")
	const send = `{"chat_id":1,"text":"x"}`
	b.api.Fail(telegramtest.Fault{Method: "sendMessage", Status: 429, RetryAfter: 3})
	if a := b.call("sendMessage", send); a.ErrorCode != 429 || a.Parameters.RetryAfter != 3 {
		t.Errorf("%+v", a)
	}
	b.api.Fail(telegramtest.Fault{Chat: "2", Status: 500})
	if a := b.call("sendMessage", send); !a.OK {
		t.Errorf("another chat's fault: %+v", a)
	}
	b.api.Fail(telegramtest.Fault{Method: "getMe", Status: 502, HTML: true})
	if _, err := b.post(t.Context(), "getMe", "application/json", `{}`); err == nil {
		t.Error("a proxy's page was read as JSON")
	}
	b.api.Fail(telegramtest.Fault{Method: "sendMessage", Lost: true})
	if _, err := b.post(t.Context(), "sendMessage", "application/json", send); err == nil {
		t.Error("the answer was not lost")
	}
	if n := len(someone.Inbox()); n != 2 {
		t.Errorf("%d arrived, want the good one and the one whose answer was lost", n)
	}
	b.api.Down(true)
	if _, err := b.post(t.Context(), "getMe", "application/json", `{}`); err == nil {
		t.Error("answered while down")
	}
	b.api.Down(false)
	if a := b.call("getMe", `{}`); !a.OK {
		t.Errorf("%+v", a)
	}
}
