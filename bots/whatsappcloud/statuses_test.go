package whatsappcloud_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/bots"
	"majlis/flows/talk"
)

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
	native, err := c.Send(t.Context(), parcel(in.Address))
	if err != nil {
		t.Fatal(err)
	}
	id := s.Sent()[0].ID
	person.Reads(id)
	person.Loses(id, 131026)
	r.await(t, native, 4)
	if diff := cmp.Diff([]string{"sent", "delivered", "read", "failed undeliverable"}, r.of(native)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"sent", "delivered"}, r.of("3EB0MADEBEFOREHAND")); diff != "" {
		t.Error(diff)
	}
}

// await waits for so many marks of a message.
func (r *receipts) await(t *testing.T, native string, n int) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); len(r.of(native)) < n; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("of %s is known: %v", native, r.of(native))
		}
	}
}

// TestPhoneIsOff: that the platform has the message is told by the id made
// beforehand, long before the phone is back.
func TestPhoneIsOff(t *testing.T) {
	s, r := graph(t), &receipts{}
	s.Unordered = true
	o := options(s)
	o.Sent = r
	c := channel(t, o)
	person := s.Citizen()
	person.Says("hello")
	person.Away(true)
	hooked(t, s, c, (&taker{}).accept)
	if _, err := c.Send(t.Context(), parcel("phone:"+person.Phone)); err != nil {
		t.Fatal(err)
	}
	r.await(t, "3EB0MADEBEFOREHAND", 1)
	if got := r.of("3EB0MADEBEFOREHAND"); got[0] != "sent" || len(person.Inbox()) != 0 {
		t.Errorf("%v, shown %v", got, person.Inbox())
	}
	person.Away(false)
	r.await(t, "3EB0MADEBEFOREHAND", 2)
	if got := r.of("3EB0MADEBEFOREHAND"); got[1] != "delivered" || len(person.Inbox()) != 1 {
		t.Errorf("%v, shown %v", got, person.Inbox())
	}
}

// TestAStatusThatFails comes again; one that fails for good while others are kept
// is let go, so that its batch does not come for a week.
func TestAStatusThatFails(t *testing.T) {
	s, r := graph(t), &stubborn{}
	o := options(s)
	o.Sent = r
	c := channel(t, o)
	k := &taker{}
	s.Batch = 1
	hooked(t, s, c, k.accept)
	person := s.Citizen()
	person.Reads("wamid.BAD")
	person.Reads("wamid.GOOD")
	person.Says("still here")
	k.await(t, 1)
	if n := r.count(); n != 4 {
		t.Errorf("marked %d times, want three tries and one", n)
	}
}

// stubborn panics over the first message it is told of.
type stubborn struct {
	receipts
	first string
}

func (r *stubborn) Mark(ctx context.Context, channel string, m bots.Mark) error {
	_ = r.receipts.Mark(ctx, channel, m)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.first == "" {
		r.first = m.Native
	}
	if r.first == m.Native {
		panic("a bug")
	}
	return nil
}

func (r *receipts) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.marks)
}
