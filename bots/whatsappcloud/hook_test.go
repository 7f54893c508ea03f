package whatsappcloud_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/bots"
	"majlis/bots/whatsappcloud"
	"majlis/bots/whatsappcloud/whatsappcloudtest"
	"majlis/flows/talk"
)

// taker accepts messages and remembers them.
type taker struct {
	mu    sync.Mutex
	taken []talk.Inbound
	fail  error
}

func (k *taker) accept(_ context.Context, in talk.Inbound) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fail != nil {
		return k.fail
	}
	if !slices.ContainsFunc(k.taken, func(t talk.Inbound) bool { return t.ID == in.ID }) {
		k.taken = append(k.taken, in)
	}
	return nil
}

func (k *taker) all() []talk.Inbound {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.taken)
}

// await waits until n messages were taken.
func (k *taker) await(t *testing.T, n int) []talk.Inbound {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); len(k.all()) < n; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d of %d messages came", len(k.all()), n)
		}
	}
	return k.all()
}

// TestHookIsProved: Meta is told the challenge only for the token agreed on.
func TestHookIsProved(t *testing.T) {
	s := graph(t)
	hook := channel(t, options(s)).Hook((&taker{}).accept)
	for query, want := range map[string]int{
		"hub.mode=subscribe&hub.verify_token=" + s.VerifyToken + "&hub.challenge=42":   200,
		"hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=42":                   403,
		"hub.mode=unsubscribe&hub.verify_token=" + s.VerifyToken + "&hub.challenge=42": 403,
		"": 403,
	} {
		w := httptest.NewRecorder()
		hook.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/hooks/whatsapp?"+query, nil))
		if w.Code != want || (want == 200) != (w.Body.String() == "42") {
			t.Errorf("%q: %d %q", query, w.Code, w.Body)
		}
	}
}

// TestHookIsSigned: nothing is read that Meta did not sign, byte for byte.
func TestHookIsSigned(t *testing.T) {
	s, k := graph(t), &taker{}
	hook := channel(t, options(s)).Hook(k.accept)
	body := []byte(`{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"` + s.PhoneID +
		`"},"messages":[{"id":"wamid.1","from":"966550000001","timestamp":"1","type":"text","text":{"body":"\u0645"}}]}}]}]}`)
	for name, c := range map[string]struct {
		body      []byte
		signature string
		want      int
	}{
		"none":         {body, "", 401},
		"wrong":        {body, "sha256=" + strings.Repeat("0", 64), 401},
		"of another":   {body, s.Sign(append([]byte(" "), body...)), 401},
		"of re-encode": {bytes.ReplaceAll(body, []byte(`\u0645`), []byte("م")), s.Sign(body), 401},
		"other scheme": {body, strings.Replace(s.Sign(body), "sha256=", "sha1=", 1), 401},
		"too large":    {bytes.Repeat([]byte(" "), 5<<20), "", 413},
	} {
		if got := post(hook, c.body, c.signature); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if len(k.all()) != 0 {
		t.Fatal("something unsigned was taken")
	}
	if got := post(hook, body, s.Sign(body)); got != 200 || k.all()[0].Text != "م" {
		t.Errorf("signed: %d, %v", got, k.all())
	}
	for _, odd := range []string{"", "[]", "null", "{", `{"entry":[{"changes":[{"field":"x","value":{}}]}]}`} {
		if got := post(hook, []byte(odd), s.Sign([]byte(odd))); got != 200 {
			t.Errorf("%q, signed: %d", odd, got) // it would come again for a week
		}
	}
}

func post(h http.Handler, body []byte, signature string) int {
	r := httptest.NewRequest(http.MethodPost, "/hooks/whatsapp", bytes.NewReader(body))
	r.Header.Set("X-Hub-Signature-256", signature)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

// TestNothingIsConfirmedUnstored, and all of it comes, in order, once it can be
// stored: a burst of a thousand from twenty-five people.
func TestNothingIsConfirmedUnstored(t *testing.T) {
	s, k := graph(t), &taker{fail: errors.New("the disk is full")}
	hooked(t, s, channel(t, options(s)), k.accept)
	var people []*whatsappcloudtest.Citizen
	for range 25 {
		people = append(people, s.Citizen())
	}
	for i := range 1000 {
		people[i%25].Says(strconv.Itoa(i))
	}
	time.Sleep(100 * time.Millisecond)
	if s.Pending() != 1000 {
		t.Fatalf("%d of 1000 wait", s.Pending())
	}
	k.mu.Lock()
	k.fail = nil
	k.mu.Unlock()
	last := map[string]int{}
	for _, in := range k.await(t, 1000) {
		n, _ := strconv.Atoi(in.Text) // it was made from a number
		if before, ok := last[in.Address]; ok && n < before {
			t.Errorf("%d came after %d", n, before)
		}
		last[in.Address] = n
	}
}

// TestOnePerson: somebody without a phone, who then shows it, keeps the identity
// that is surest, and both are named once both are known.
func TestOnePerson(t *testing.T) {
	s, k := graph(t), &taker{}
	hooked(t, s, channel(t, options(s)), k.accept)
	c := s.Hidden()
	c.Says("first")
	c.SharesPhone()
	c.Says("second")
	taken := k.await(t, 2)
	user, phone := talk.Identity{Kind: "whatsapp_user", ID: c.User}, talk.Identity{Kind: "phone", ID: "+" + c.Phone}
	if diff := cmp.Diff([]talk.Identity{user}, taken[0].Senders); diff != "" || taken[0].Address != "user:"+c.User {
		t.Errorf("%s %q", diff, taken[0].Address)
	}
	if diff := cmp.Diff([]talk.Identity{user, phone}, taken[1].Senders); diff != "" || taken[1].Address != "phone:"+c.Phone {
		t.Errorf("%s %q", diff, taken[1].Address)
	}
}

// TestKinds of what people send.
func TestKinds(t *testing.T) {
	s, k := graph(t), &taker{}
	hooked(t, s, channel(t, options(s)), k.accept)
	c := s.Citizen()
	c.Replies("wamid.OURS", "a reply")
	c.Reacts("wamid.OURS", "👍")
	c.SendsLocation(24.7, 46.6)
	c.Attaches("audio", "audio/ogg; codecs=opus", []byte("OggS"), "")
	c.Sends("contacts", map[string]any{"contacts": []any{map[string]any{"phones": []any{map[string]string{"wa_id": c.Phone}}}}})
	c.Sends("contacts", map[string]any{"contacts": []any{map[string]any{"phones": []any{map[string]string{"wa_id": "966599999999"}}}}})
	c.Sends("button", map[string]any{"button": map[string]string{"payload": "7:yes", "text": "Yes"}})
	c.Sends("button", map[string]any{"button": map[string]string{"payload": "STOP_PROMO", "text": "Stop"}})
	c.Sends("unsupported", map[string]any{"errors": []any{map[string]any{"code": 131051}}})
	c.Sends("hologram", nil)
	type kind struct {
		Kind          talk.Kind
		Text, ReplyTo string
		Choice, File  string
		Place         bool
	}
	var got []kind
	for _, in := range k.await(t, 10) {
		one := kind{Kind: in.Kind, Text: in.Text, ReplyTo: in.ReplyTo, Choice: in.Choice, Place: in.Place != nil}
		for _, f := range in.Files {
			one.File = f.Kind
		}
		got = append(got, one)
	}
	want := []kind{
		{Kind: talk.KindText, Text: "a reply", ReplyTo: "wamid.OURS"},
		{Kind: talk.KindReaction, Text: "👍", ReplyTo: "wamid.OURS"},
		{Kind: talk.KindLocation, Place: true},
		{Kind: talk.KindAttachment, File: "voice"},
		{Kind: talk.KindContact},
		{Kind: talk.KindUnknown},
		{Kind: talk.KindChoice, Choice: "7:yes"},
		{Kind: talk.KindText, Text: "Stop"},
		{Kind: talk.KindUnknown},
		{Kind: talk.KindUnknown},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestSigns: what was stored is marked as read, with typing, as far as wanted.
func TestSigns(t *testing.T) {
	s, k := graph(t), &taker{}
	c := channel(t, options(s))
	hooked(t, s, c, k.accept)
	id := s.Citizen().Says("hello")
	k.await(t, 1)
	c.Wait()
	if read, typing := s.Read(id); !read || !typing {
		t.Errorf("read %v, typing %v", read, typing)
	}
}

// receipts remembers marks.
type receipts struct {
	mu    sync.Mutex
	marks []bots.Mark
}

func (r *receipts) Mark(_ context.Context, _ string, m bots.Mark) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.marks = append(r.marks, m)
	return nil
}

func (*receipts) Said(context.Context, string, string) (talk.Message, error) {
	return talk.Message{}, nil
}

func (r *receipts) of(native string) (states []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.marks {
		if m.Native == native {
			states = append(states, strings.TrimSpace(string(m.State)+" "+m.Code))
		}
	}
	return states
}

// TestReceipts come back under the platform's id and under the one made
// beforehand; a failure that comes late has the code of one that comes at once.
func TestReceipts(t *testing.T) {
	s, r := graph(t), &receipts{}
	o := options(s)
	o.Sent = r
	c := channel(t, o)
	k := &taker{}
	hooked(t, s, c, k.accept)
	person := s.Citizen()
	person.Says("hello")
	in := k.await(t, 1)[0]
	id, err := c.Send(t.Context(), parcel(in.Address))
	if err != nil {
		t.Fatal(err)
	}
	person.Reads(id)
	person.Loses(id, 131026)
	for end := time.Now().Add(30 * time.Second); len(r.of(id)) < 3 && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	if diff := cmp.Diff([]string{"delivered", "read", "failed undeliverable"}, r.of(id)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"delivered"}, r.of("3EB0MADEBEFOREHAND")); diff != "" {
		t.Error(diff)
	}
}

func parcel(address string) bots.Parcel {
	return bots.Parcel{
		ID: "p-1", Contact: "c", Address: address, Lang: "ar", Heard: time.Now(), Native: "3EB0MADEBEFOREHAND",
		Message: talk.Message{Text: "أهلًا"},
	}
}

// FuzzHook feeds the hook what strangers could send if they had the secret.
func FuzzHook(f *testing.F) {
	s := graph(f)
	c, err := whatsappcloud.New(options(s))
	if err != nil {
		f.Fatal(err)
	}
	o := `{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"` + s.PhoneID + `"},`
	for _, rest := range []string{
		`"messages":[{"id":"1","from":"9665","timestamp":"x","type":"text"}]}}]}]}`,
		`"messages":[{"id":"1","type":"interactive","from_user_id":"u","interactive":{"list_reply":{"id":"7:"}}}]}}]}]}`,
		`"contacts":[{}],"messages":[{"id":"1","from":"1","type":"system","system":{"type":"user_changed_number","wa_id":"2"}}]}}]}]}`,
		`"statuses":[{"id":"1","status":"failed","errors":[]}]}}]}]}`,
	} {
		f.Add([]byte(o + rest))
	}
	hook := c.Hook(func(_ context.Context, in talk.Inbound) error {
		if len(in.Senders) == 0 || in.ID == "" || in.Address == "" || in.Kind == "" || in.Channel == "" {
			f.Errorf("taken: %+v", in)
		}
		return nil
	})
	f.Fuzz(func(t *testing.T, body []byte) {
		code := post(hook, body, s.Sign(body))
		if code != 200 {
			t.Errorf("%d for %q", code, body)
		}
	})
}
