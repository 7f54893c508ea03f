package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"majlis/flows/talk"
)

// client is a program that speaks the API.
type client struct {
	t     testing.TB
	house *house
	token string
}

// visit makes a new visitor.
func (h *house) visit(t testing.TB) *client {
	t.Helper()
	c := &client{t: t, house: h}
	status, body := c.do("POST", "/chat/visitors", "", nil)
	if status != http.StatusCreated {
		t.Fatalf("visitor: %d %s", status, body)
	}
	var got struct{ Token string }
	if err := json.Unmarshal(body, &got); err != nil || got.Token == "" {
		t.Fatalf("visitor: %v %s", err, body)
	}
	c.token = got.Token
	return c
}

func (c *client) request(method, path, kind string, body io.Reader) *http.Request {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.house.url+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	return r
}

func (c *client) do(method, path, kind string, body io.Reader) (int, []byte) {
	c.t.Helper()
	response, err := http.DefaultClient.Do(c.request(method, path, kind, body))
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return response.StatusCode, b
}

func (c *client) send(body string) (int, string) {
	c.t.Helper()
	status, b := c.do("POST", "/chat/messages", "application/json", strings.NewReader(body))
	return status, code(b)
}

// code of an error's JSON, or "".
func code(body []byte) string {
	var got struct{ Error struct{ Code string } }
	_ = json.Unmarshal(body, &got)
	return got.Error.Code
}

// told is one of our messages.
type told struct {
	Seq     int64
	Text    string
	Options []struct {
		Digit         int
		Label, Choice string
	}
	File struct{ URL string }
}

type list struct {
	Messages []told
	Last     int64
	More     bool
}

func (c *client) replies(after int64) list {
	c.t.Helper()
	status, body := c.do("GET", fmt.Sprintf("/chat/messages?after=%d", after), "", nil)
	var got list
	if err := json.Unmarshal(body, &got); err != nil || status != http.StatusOK {
		c.t.Fatalf("%d %v %s", status, err, body)
	}
	return got
}

func TestMessageIsKeptAndAnswered(t *testing.T) {
	h := open(t)
	h.answer = func(in talk.Inbound) []talk.Message {
		return []talk.Message{{Text: "which?", Asked: 4, Options: []talk.Option{{ID: "a", Label: "one"}, {ID: "b", Label: "two"}}}}
	}
	c := h.visit(t)
	if status, code := c.send(`{"id":"m1","text":"السلام عليكم"}`); status != http.StatusAccepted {
		t.Fatalf("%d %s", status, code)
	}
	got := c.replies(0)
	if len(got.Messages) != 1 || got.Messages[0].Text != "which?" || got.Messages[0].Options[1].Choice != "4:b" {
		t.Fatalf("replies %+v", got)
	}
	in := h.taken()[0]
	if in.Channel != "web" || in.Kind != talk.KindText || in.Senders[0].Kind != "web" || in.Address != in.Senders[0].ID {
		t.Errorf("inbound %+v", in)
	}
	if len(c.replies(got.Last).Messages) != 0 {
		t.Error("an old reply came again")
	}
}

func TestSameIDIsOneMessage(t *testing.T) {
	h := open(t)
	a, b := h.visit(t), h.visit(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { a.send(`{"id":"x","text":"hello"}`) })
	}
	wg.Wait()
	b.send(`{"id":"x","text":"hello"}`)
	if n := len(h.taken()); n != 2 {
		t.Errorf("%d messages were taken, want one a visitor", n)
	}
	if n := len(a.replies(0).Messages); n != 1 {
		t.Errorf("%d replies", n)
	}
}

func TestWhatCannotBeTakenIsRefusedInWords(t *testing.T) {
	h := open(t)
	c := h.visit(t)
	long := strings.Repeat("ا", 40_000)
	for _, tt := range []struct {
		name, body string
		status     int
		code       string
	}{
		{"broken", `{"id":`, 400, "bad_json"},
		{"two", `{"id":"a","text":"b"}{}`, 400, "bad_json"},
		{"array", `[]`, 400, "bad_json"},
		{"wrong type", `{"id":1,"text":"b"}`, 400, "bad_json"},
		{"no id", `{"text":"b"}`, 400, "bad_id"},
		{"id with spaces", `{"id":"a b","text":"b"}`, 400, "bad_id"},
		{"long id", `{"id":"` + strings.Repeat("a", 65) + `","text":"b"}`, 400, "bad_id"},
		{"nothing", `{"id":"a"}`, 400, "empty"},
		{"spaces", `{"id":"a","text":" \n "}`, 400, "empty"},
		{"nowhere", `{"id":"a","place":{"lat":91,"lon":0}}`, 400, "bad_place"},
		{"another's file", `{"id":"a","files":["x.y"]}`, 400, "bad_file"},
		{"too large", `{"id":"a","text":"` + long + `"}`, 413, "too_large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if status, code := c.send(tt.body); status != tt.status || code != tt.code {
				t.Errorf("%d %s, want %d %s", status, code, tt.status, tt.code)
			}
		})
	}
	if n := len(h.taken()); n != 0 {
		t.Errorf("%d were taken all the same", n)
	}
}

func TestNobodyWithoutAToken(t *testing.T) {
	h := open(t)
	good := h.visit(t).token
	for name, token := range map[string]string{"none": "", "forged": "abc.def", "changed": "x" + good, "cut": good[:len(good)-2]} {
		t.Run(name, func(t *testing.T) {
			c := &client{t: t, house: h, token: token}
			for _, path := range []string{"/chat/messages", "/chat/events"} {
				if status, body := c.do("GET", path, "", nil); status != http.StatusUnauthorized || code(body) != "no_visitor" {
					t.Errorf("%s: %d %s", path, status, body)
				}
			}
			if status, code := c.send(`{"id":"a","text":"b"}`); status != http.StatusUnauthorized || code != "no_visitor" {
				t.Errorf("%d %s", status, code)
			}
		})
	}
}

func TestVisitorsDontReadEachOther(t *testing.T) {
	h := open(t)
	a, b := h.visit(t), h.visit(t)
	a.send(`{"id":"a","text":"secret"}`)
	if n := len(b.replies(0).Messages); n != 0 {
		t.Errorf("%d messages of another", n)
	}
}

func TestWhenTheHouseCannotKeepIt(t *testing.T) {
	h := open(t)
	c := h.visit(t)
	h.fail(errDisk)
	response, err := http.DefaultClient.Do(c.request("POST", "/chat/messages", "application/json", strings.NewReader(`{"id":"a","text":"b"}`)))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" || code(body) != "busy" {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if strings.Contains(string(body), "disk") {
		t.Error("the cause is shown")
	}
	h.fail(nil)
	if status, _ := c.send(`{"id":"a","text":"b"}`); status != http.StatusAccepted {
		t.Errorf("the second try: %d", status)
	}
}

func TestFloodIsToldToWait(t *testing.T) {
	h := open(t)
	c := h.visit(t)
	var status int
	var reason string
	for i := range 130 {
		if status, reason = c.send(fmt.Sprintf(`{"id":"m%d","text":"b"}`, i)); status != http.StatusAccepted {
			break
		}
	}
	if status != http.StatusTooManyRequests || reason != "too_many" {
		t.Errorf("%d %s", status, reason)
	}
}

func (c *client) upload(name string, content []byte) (int, []byte) {
	c.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		c.t.Fatal(err)
	}
	_, _ = part.Write(content)
	_ = form.Close()
	return c.do("POST", "/chat/files", form.FormDataContentType(), &b)
}

var png = []byte("\x89PNG\r\n\x1a\n and so on")

func TestFileIsUploadedNamedAndShown(t *testing.T) {
	h := open(t)
	c := h.visit(t)
	status, body := c.upload("../../صورة.png", png)
	var got struct{ Token, Kind, Name string }
	if err := json.Unmarshal(body, &got); err != nil || status != http.StatusCreated {
		t.Fatalf("%d %s", status, body)
	}
	if got.Kind != "photo" || got.Name != "صورة.png" {
		t.Errorf("%+v", got)
	}
	if status, code := c.send(`{"id":"f","text":"هذه صورة","files":["` + got.Token + `"]}`); status != http.StatusAccepted {
		t.Fatalf("%d %s", status, code)
	}
	in := h.taken()[0]
	if in.Kind != talk.KindAttachment || len(in.Files) != 1 || in.Files[0].ID != "file1" || in.Text != "هذه صورة" {
		t.Errorf("%+v", in)
	}
	if status, shown := c.do("GET", "/chat/files/"+got.Token, "", nil); status != 200 || !bytes.Equal(shown, png) {
		t.Errorf("%d %q", status, shown)
	}
	other := h.visit(t)
	if status, _ := other.do("GET", "/chat/files/"+got.Token, "", nil); status != http.StatusNotFound {
		t.Errorf("another visitor reads the file: %d", status)
	}
	if status, code := other.send(`{"id":"f","files":["` + got.Token + `"]}`); status != 400 || code != "bad_file" {
		t.Errorf("another visitor sends the file: %d %s", status, code)
	}
}

func TestFilesThatAreNotTaken(t *testing.T) {
	c := open(t).visit(t)
	for _, tt := range []struct {
		name    string
		content []byte
		status  int
		code    string
	}{
		{"page.png", []byte("<!doctype html><script>alert(1)</script>"), 415, "file_kind"},
		{"program", []byte("\x7fELF\x02\x01\x01\x00\x00\x00"), 415, "file_kind"},
		{"empty", nil, 400, "empty_file"},
		{"large.png", append(bytes.Clone(png), make([]byte, 10<<20)...), 413, "file_too_large"},
		{"huge.png", append(bytes.Clone(png), make([]byte, 12<<20)...), 413, "file_too_large"},
	} {
		if status, body := c.upload(tt.name, tt.content); status != tt.status || code(body) != tt.code {
			t.Errorf("%s: %d %s", tt.name, status, body)
		}
	}
}
