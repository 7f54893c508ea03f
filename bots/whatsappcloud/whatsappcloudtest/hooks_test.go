package whatsappcloudtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/bots/whatsappcloud/whatsappcloudtest"
)

// TestHooks: what is refused comes again, in its order and some at a time, signed
// over what is sent; then it may come twice.
func TestHooks(t *testing.T) {
	b := start(t)
	b.Batch, b.refuse = 2, 3
	c := b.Citizen()
	for _, text := range []string{"م", "two", "three"} {
		c.Says(text)
	}
	b.listen()
	hooks := b.heard()
	if len(hooks) != 5 { // three refused, then two batches
		t.Fatalf("%d webhooks", len(hooks))
	}
	for i, hook := range hooks[:4] {
		if !strings.Contains(hook, `\u0645`) || !strings.Contains(hook, "two") || strings.Contains(hook, "three") {
			t.Errorf("webhook %d: %s", i, hook)
		}
	}
	if last := hooks[4]; !strings.Contains(last, "three") || strings.Contains(last, "two") {
		t.Errorf("at last %s", last)
	}
	b.Redeliver()
	if again := b.heard(); len(again) != 6 || again[5] != again[4] {
		t.Errorf("again %q", again[5:])
	}
}

// TestStatuses tell how far a message got, with what the business gave it.
func TestStatuses(t *testing.T) {
	b := start(t)
	b.Batch = 1
	here, away, blocked := b.Citizen(), b.Citizen(), b.Citizen()
	away.Away(true)
	blocked.Blocks(true)
	for _, c := range []*whatsappcloudtest.Citizen{here, away, blocked} {
		c.Says("hello")
		if code := b.send(`"to":"`+c.Phone+`"`, `"biz_opaque_callback_data":"ours","type":"text","text":{"body":"x"}`); code != 0 {
			t.Fatal(code)
		}
	}
	away.Away(false)
	b.listen()
	got := map[string][]string{}
	for _, hook := range b.heard() {
		var u struct {
			Entry []struct {
				Changes []struct {
					Value struct {
						Statuses []struct {
							Status string `json:"status"`
							To     string `json:"recipient_id"`
							Opaque string `json:"biz_opaque_callback_data"`
						} `json:"statuses"`
					} `json:"value"`
				} `json:"changes"`
			} `json:"entry"`
		}
		if err := json.Unmarshal([]byte(hook), &u); err != nil {
			t.Fatal(err)
		}
		for _, s := range u.Entry[0].Changes[0].Value.Statuses {
			got[s.To] = append(got[s.To], s.Status+" "+s.Opaque)
		}
	}
	want := map[string][]string{here.Phone: {"sent ours", "delivered ours"}, away.Phone: {"sent ours", "delivered ours"}, blocked.Phone: {"sent ours"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(here.Inbox()) != 1 || len(away.Inbox()) != 1 || len(blocked.Inbox()) != 0 {
		t.Errorf("shown %v, %v, %v", here.Inbox(), away.Inbox(), blocked.Inbox())
	}
}
