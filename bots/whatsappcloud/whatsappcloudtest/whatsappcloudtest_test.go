package whatsappcloudtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"majlis/bots/whatsappcloud/whatsappcloudtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// business is a program that talks to the API by hand.
type business struct {
	*whatsappcloudtest.Server
	t    *testing.T
	http *http.Client

	mu     sync.Mutex
	hooks  []string // bodies, in the order they came
	signed []bool
	refuse int // how many webhooks are refused before one is taken
}

func start(t *testing.T) *business {
	t.Helper()
	s, err := whatsappcloudtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	s.RetryEvery = time.Millisecond
	b := &business{Server: s, t: t, http: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	return b
}

// listen sets a webhook up.
func (b *business) listen() {
	b.t.Helper()
	door := httptest.NewServer(b)
	b.t.Cleanup(door.Close)
	if err := b.Hook(door.URL); err != nil {
		b.t.Fatal(err)
	}
}

func (b *business) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		_, _ = io.WriteString(w, r.URL.Query().Get("hub.challenge"))
		return
	}
	body, _ := io.ReadAll(r.Body) // what is missing has no signature
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hooks = append(b.hooks, string(body))
	b.signed = append(b.signed, r.Header.Get("X-Hub-Signature-256") == b.Sign(body))
	if b.refuse > 0 {
		b.refuse--
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

// heard waits until all was brought, and returns the webhooks.
func (b *business) heard() []string {
	b.t.Helper()
	for end := time.Now().Add(30 * time.Second); b.Pending() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("%d events wait", b.Pending())
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, ok := range b.signed {
		if !ok {
			b.t.Errorf("webhook %d is not signed", i)
		}
	}
	return append([]string(nil), b.hooks...)
}

// send posts a message; code is 0 when it was taken.
func (b *business) send(to, rest string) (code int) {
	b.t.Helper()
	return b.call(http.MethodPost, b.URL+"/v25.0/"+b.PhoneID+"/messages", b.Token, `{"messaging_product":"whatsapp",`+to+`,`+rest+`}`)
}

func (b *business) call(method, address, token, body string) (code int) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct{ Error struct{ Code int } }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		b.t.Fatal(err)
	}
	if (answer.Error.Code == 0) != (resp.StatusCode == http.StatusOK) {
		b.t.Errorf("%d with code %d", resp.StatusCode, answer.Error.Code)
	}
	return answer.Error.Code
}

// TestLimits: every limit that Meta publishes is held.
func TestLimits(t *testing.T) {
	b := start(t)
	c := b.Citizen()
	c.Says("hello")
	to := `"to":"` + c.Phone + `"`
	text := func(s string) string { return `"type":"text","text":{"body":"` + s + `"}` }
	buttons := func(list ...string) string {
		return `"type":"interactive","interactive":{"type":"button","body":{"text":"x"},"action":{"buttons":[` + strings.Join(list, ",") + `]}}`
	}
	button := func(id, title string) string {
		return `{"type":"reply","reply":{"id":"` + id + `","title":"` + title + `"}}`
	}
	list := func(open string, rows ...string) string {
		return `"type":"interactive","interactive":{"type":"list","body":{"text":"x"},"action":{"button":"` + open +
			`","sections":[{"rows":[` + strings.Join(rows, ",") + `]}]}}`
	}
	row := func(id, title, more string) string {
		return `{"id":"` + id + `","title":"` + title + `","description":"` + more + `"}`
	}
	var eleven []string
	for i := range 11 {
		eleven = append(eleven, row("r"+string(rune('a'+i)), "t", ""))
	}
	long := func(n int) string { return strings.Repeat("م", n) }
	for name, one := range map[string]struct {
		body string
		code int
	}{
		"a text":                {text(long(4096)), 0},
		"no text":               {text(""), 131009},
		"a long text":           {text(long(4097)), 131009},
		"buttons":               {buttons(button("a", long(20)), button("b", "b"), button(strings.Repeat("c", 256), "c")), 0},
		"no button":             {buttons(), 131009},
		"four buttons":          {buttons(button("a", "a"), button("b", "b"), button("c", "c"), button("d", "d")), 131009},
		"a long title":          {buttons(button("a", long(21))), 131009},
		"a long id":             {buttons(button(strings.Repeat("a", 257), "a")), 131009},
		"the same title":        {buttons(button("a", "a"), button("b", "a")), 131009},
		"a list":                {list(long(20), eleven[:10]...), 0},
		"a long list":           {list("x", eleven...), 131009},
		"a list that opens not": {list("", eleven[0]), 131009},
		"a row":                 {list("x", row(strings.Repeat("a", 200), long(24), long(72))), 0},
		"a row's long title":    {list("x", row("a", long(25), "")), 131009},
		"a row's long rest":     {list("x", row("a", "a", long(73))), 131009},
		"a row's long id":       {list("x", row(strings.Repeat("a", 201), "a", "")), 131009},
		"an unknown template":   {`"type":"template","template":{"name":"no","language":{"code":"ar"}}`, 132001},
		"an unknown type":       {`"type":"hologram"`, 100},
	} {
		if code := b.send(to, one.body); code != one.code {
			t.Errorf("%s: %d, want %d", name, code, one.code)
		}
	}
	if code := b.call(http.MethodPost, b.URL+"/v25.0/"+b.PhoneID+"/messages", "wrong", `{}`); code != 190 {
		t.Errorf("with another token: %d", code)
	}
}

// TestAddresses: a hidden phone can't be written to, nor a user id as a phone.
func TestAddresses(t *testing.T) {
	b := start(t)
	open, hidden := b.Citizen(), b.Hidden()
	open.Says("hello")
	hidden.Says("hello")
	const text = `"type":"text","text":{"body":"x"}`
	for to, want := range map[string]int{
		`"to":"` + open.Phone + `"`:                                 0,
		`"recipient":"` + open.User + `"`:                           0,
		`"to":"` + open.Phone + `","recipient":"` + open.User + `"`: 0,
		`"to":"` + open.User + `"`:                                  131009,
		`"recipient":"` + open.Phone + `"`:                          131009,
		`"to":"` + hidden.Phone + `"`:                               131009,
		`"recipient":"` + hidden.User + `"`:                         0,
		`"to":"966599999999"`:                                       131026,
		`"recipient":"SA.999"`:                                      131026,
	} {
		if code := b.send(to, text); code != want {
			t.Errorf("%s: %d, want %d", to, code, want)
		}
	}
}

// TestWindow: a day after the person wrote nothing goes but a template.
func TestWindow(t *testing.T) {
	b := start(t)
	c := b.Citizen()
	to := `"to":"` + c.Phone + `"`
	const text = `"type":"text","text":{"body":"x"}`
	if code := b.send(to, text); code != 131047 {
		t.Errorf("to one who never wrote: %d", code)
	}
	c.Says("hello")
	b.Pass(24*time.Hour - time.Minute)
	if code := b.send(to, text); code != 0 {
		t.Errorf("within a day: %d", code)
	}
	b.Pass(2 * time.Minute)
	if code := b.send(to, text); code != 131047 {
		t.Errorf("after a day: %d", code)
	}
	b.Approve("news")
	template := func(lang, text string) string {
		return `"type":"template","template":{"name":"news","language":{"code":"` + lang + `"},"components":[{"type":"body","parameters":[{"type":"text","text":"` + text + `"}]}]}`
	}
	for body, want := range map[string]int{
		template("ar", "x"): 0, template("fr", "x"): 132001, template("ar", `a\nb`): 132007, template("ar", `a\tb`): 132007,
		template("ar", "a     b"): 132007, template("ar", "a    b"): 0, template("ar", strings.Repeat("x", 1025)): 132007,
		`"type":"template","template":{"name":"news","language":{"code":"ar"}}`: 132000,
	} {
		if code := b.send(to, body); code != want {
			t.Errorf("%s: %d, want %d", body, code, want)
		}
	}
}

// TestFaults are injected for whom and when they are meant.
func TestFaults(t *testing.T) {
	b := start(t)
	a, c := b.Citizen(), b.Citizen()
	a.Says("hello")
	c.Says("hello")
	const text = `"type":"text","text":{"body":"x"}`
	b.Fail(whatsappcloudtest.Fault{To: a.Phone, Status: 400, Code: 131056, After: 1, Times: 2})
	var got []int
	for range 4 {
		got = append(got, b.send(`"to":"`+a.Phone+`"`, text), b.send(`"to":"`+c.Phone+`"`, text))
	}
	if diff := cmp.Diff([]int{0, 0, 131056, 0, 131056, 0, 0, 0}, got); diff != "" {
		t.Error(diff)
	}
	b.Down(true)
	if resp, err := b.http.Get(b.URL); err == nil {
		resp.Body.Close()
		t.Error("it can be reached")
	}
}
