package whatsappcloud_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"majlis/flows/talk"
)

// TestWordOfAMoveComesFirst: who moves and writes at once is in one webhook twice,
// under two names; the words from the new one must not come before the word that
// it is theirs.
func TestWordOfAMoveComesFirst(t *testing.T) {
	s := graph(t)
	var mu sync.Mutex
	var kinds []talk.Kind
	hook := channel(t, options(s)).Hook(func(_ context.Context, in talk.Inbound) error {
		if in.Kind == talk.KindReturned {
			time.Sleep(20 * time.Millisecond) // whoever does not wait for it is first
		}
		mu.Lock()
		defer mu.Unlock()
		kinds = append(kinds, in.Kind)
		return nil
	})
	whole := []byte(`{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"` + s.PhoneID + `"},"messages":[
		{"id":"1","timestamp":"1","type":"system","system":{"type":"user_changed_user_id","user_id":"SA.NEW","body":"User A changed from SA.OLD to SA.NEW"}},
		{"id":"2","from_user_id":"SA.NEW","timestamp":"2","type":"text","text":{"body":"x"}}]}}]}]}`)
	if code := post(hook, whole, s.Sign(whole)); code != 200 {
		t.Fatal(code)
	}
	if len(kinds) != 2 || kinds[0] != talk.KindReturned || kinds[1] != talk.KindText {
		t.Errorf("accepted %v", kinds)
	}
}
