package whatsappcloud_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// TestABatchThatFails in part comes again, and what of it was stored is recognised.
// Others in it are not held up.
func TestABatchThatFails(t *testing.T) {
	s, k := graph(t), &taker{}
	var refused sync.Map
	c := channel(t, options(s))
	refuseOnce := func(ctx context.Context, in talk.Inbound) error {
		if _, again := refused.LoadOrStore(in.ID, true); !again && in.Text == "second" {
			return errors.New("busy")
		}
		return k.accept(ctx, in)
	}
	a, b := s.Citizen(), s.Citizen()
	for _, text := range []string{"first", "second", "third"} {
		a.Says(text)
	}
	b.Says("other")
	hooked(t, s, c, refuseOnce)
	of := map[string][]string{}
	for _, in := range k.await(t, 4) {
		of[in.Address] = append(of[in.Address], in.Text)
	}
	want := map[string][]string{"phone:" + a.Phone: {"first", "second", "third"}, "phone:" + b.Phone: {"other"}}
	if diff := cmp.Diff(want, of); diff != "" {
		t.Error(diff)
	}
	if first := k.all()[:2]; first[0].Text != "first" && first[1].Text != "first" || first[0].Text != "other" && first[1].Text != "other" {
		t.Errorf("%q held the others up", "second")
	}
}

// TestValuesOfAnotherType cost nobody their message: what stands around them is read.
func TestValuesOfAnotherType(t *testing.T) {
	s, k := graph(t), &taker{}
	hook := channel(t, options(s)).Hook(k.accept)
	body := []byte(`{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"` + s.PhoneID + `"},"messages":[
		{"id":"wamid.1","from":"966550000001","timestamp":1795340000,"type":"text","text":{"body":"a"}},
		{"id":"wamid.2","from":"966550000002","timestamp":"1","type":"text","text":"b"},
		{"id":"wamid.3","from":"966550000003","timestamp":"1","type":"location","location":{"latitude":"24.7"}},
		{"id":"wamid.4","from":"966550000004","timestamp":"1","type":"text","text":{"body":"d"}}]}}]}]}`)
	if got := post(hook, body, s.Sign(body)); got != 200 || len(k.all()) != 4 {
		t.Fatalf("%d, %d taken", got, len(k.all()))
	}
	for _, in := range k.all() {
		want := map[string]talk.Kind{"phone:966550000002": talk.KindUnknown, "phone:966550000003": talk.KindLocation}[in.Address]
		if want == "" {
			want = talk.KindText
		}
		if in.Kind != want || in.At.IsZero() {
			t.Errorf("%s: %s at %v", in.Address, in.Kind, in.At)
		}
	}
}

// TestLogsHoldNobody: what goes wrong is told without words, numbers or secrets.
func TestLogsHoldNobody(t *testing.T) {
	s, k := graph(t), &taker{fail: errors.New("busy")}
	var log bytes.Buffer
	o := options(s)
	o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	hook := channel(t, o).Hook(k.accept)
	one := `{"id":"wamid.HBgMOTY2NTUwMDAwMDAx","from":"966550000001","from_user_id":"SA.134","timestamp":"1","type":"text","text":{"body":"my secret"}}`
	for _, rest := range []string{`"messages":[` + one + `]`, `"messages":[` + one + `,{"text":"my secret"}]`, `"errors":[{"code":131000,"title":"my secret"}]`} {
		for _, number := range []string{s.PhoneID, "2"} {
			body := []byte(`{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"` + number + `"},` + rest + `}}]}]}`)
			post(hook, body, s.Sign(body))
			post(hook, body[:len(body)-2], s.Sign(body[:len(body)-2]))
		}
	}
	if strings.Count(log.String(), "level=") < 4 {
		t.Errorf("too little is told: %s", log.String())
	}
	for _, secret := range []string{"966550000001", "HBgM", "SA.134", "secret", s.AppSecret, s.Token} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q stands in %s", secret, log.String())
		}
	}
}

// TestAnotherNumber of the same business is not ours to answer.
func TestAnotherNumber(t *testing.T) {
	s, k := graph(t), &taker{}
	o := options(s)
	o.PhoneID = "1"
	hook := channel(t, o).Hook(k.accept)
	body := []byte(`{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"2"},
		"messages":[{"id":"1","from":"966550000001","timestamp":"1","type":"text","text":{"body":"x"}}]}}]}]}`)
	if got := post(hook, body, s.Sign(body)); got != 200 || len(k.all()) != 0 {
		t.Errorf("%d, %v", got, k.all())
	}
}
