package whatsapptest_test

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types/events"
)

// isMessage reports whether an event is one that citizens cause.
func isMessage(event any) bool {
	_, ok := event.(*events.Message)
	return ok
}

// A message that a client did not take stays on the server, and comes again with
// the next connection.
func TestRedelivery(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c := w.companion()
	c.SynchronousAck, c.EnableDecryptedEventBuffer = true, true
	var tries atomic.Int32
	c.take = func(event any) bool { return !isMessage(event) || tries.Add(1) > 1 }
	c.comes()
	until(t, "the client", w.ministry.Online)
	w.Citizen().Says("شكوى")
	until(t, "the first try", func() bool { return tries.Load() == 1 })
	if n := w.Pending(w.ministry); n != 1 {
		t.Fatalf("%d are pending", n)
	}
	w.Drop(w.ministry)
	if m := c.hears(); m.Message.GetConversation() != "شكوى" {
		t.Errorf("heard %+v", m)
	}
	until(t, "the confirmation", func() bool { return w.Pending(w.ministry) == 0 })
}

// The very same stanza again is recognised by a client that buffers; the same
// message, encrypted once more, is not.
func TestRedeliverAndRepeat(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	if w.Redeliver() {
		t.Error("something was delivered")
	}
	c := w.companion()
	c.SynchronousAck, c.EnableDecryptedEventBuffer = true, true
	c.comes()
	until(t, "the client", w.ministry.Online)
	who := w.Citizen()
	id := who.Says("x")
	c.hears()
	until(t, "the confirmation", func() bool { return w.Pending(w.ministry) == 0 })
	if !w.Redeliver() {
		t.Error("nothing was delivered")
	}
	until(t, "the confirmation", func() bool { return w.Pending(w.ministry) == 0 })
	who.Repeats(id, "x again")
	if m := c.hears(); m.Info.ID != id || m.Message.GetConversation() != "x again" {
		t.Errorf("heard %+v", m)
	}
}

// A process that dies after it took a message and before the server heard of it is
// brought the message again.
func TestKilledBeforeTheReceipt(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	first := w.companion()
	first.SynchronousAck, first.EnableDecryptedEventBuffer, first.EnableAutoReconnect = true, true, false
	gone := make(chan struct{})
	first.take = func(event any) bool {
		switch event.(type) {
		case *events.Message:
			w.Drop(w.ministry)
			<-gone // the receipt has no way to go
		case *events.Disconnected:
			close(gone)
		}
		return true
	}
	first.comes()
	until(t, "the client", w.ministry.Online)
	w.Citizen().Says("شكوى")
	first.hears()
	first.Disconnect()
	if n := w.Pending(w.ministry); n != 1 {
		t.Errorf("%d are pending", n)
	}
	second := w.companion()
	second.SynchronousAck, second.EnableDecryptedEventBuffer = true, true
	second.comes()
	until(t, "the confirmation", func() bool { return w.Pending(w.ministry) == 0 })
}

// What is said while nobody is there comes in order.
func TestOfflineQueue(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	if done := told[*events.OfflineSyncCompleted](c); done.Count != 0 {
		t.Errorf("%d were waiting for a new device", done.Count)
	}
	who.Says("first")
	c.hears()
	until(t, "the confirmation", func() bool { return w.Pending(w.ministry) == 0 })
	c.Disconnect()
	until(t, "the client to be gone", func() bool { return !w.ministry.Online() })
	for i := range 5 {
		who.Says(strconv.Itoa(i))
	}
	if n := w.Pending(w.ministry); n != 5 {
		t.Errorf("%d are pending", n)
	}
	c.comes()
	for i := range 5 {
		if m := c.hears(); m.Message.GetConversation() != strconv.Itoa(i) {
			t.Errorf("message %d is %q", i, m.Message.GetConversation())
		}
	}
	if done := told[*events.OfflineSyncCompleted](c); done.Count != 5 {
		t.Errorf("%d were waiting", done.Count)
	}
}

// A phone that lost its session asks for what it can't read, and gets it.
func TestRetryReceipt(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	who.Says("x")
	to := c.hears().Info.Chat
	c.says(to, "a")
	shows(t, who, 1)
	who.LosesSession()
	id := c.says(to, "b")
	if got := shows(t, who, 2); got.ID != id || got.Text != "b" {
		t.Errorf("shown %+v", got)
	}
}

// A client that hears nothing of its message sends it again; the citizen sees it
// once.
func TestHeldAcks(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	w.HoldAcks(true)
	id, m := "3EB000000000000000000A", &waE2E.Message{Conversation: new("جواب")}
	if _, err := c.SendMessage(t.Context(), who.LID, m, whatsmeow.SendRequestExtra{ID: id, Timeout: 1}); err == nil {
		t.Error("acknowledged")
	}
	shows(t, who, 1)
	w.HoldAcks(false)
	if _, err := c.SendMessage(t.Context(), who.LID, m, whatsmeow.SendRequestExtra{ID: id}); err != nil {
		t.Fatal(err)
	}
	c.says(who.LID, "ثم")
	if got := shows(t, who, 2); got.Text != "ثم" {
		t.Errorf("shown %+v", who.Shown())
	}
}

// Many people at once, with cut connections: nobody's words change places.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	const people, each = 20, 50
	w := newTown(t)
	c := w.companion()
	c.SynchronousAck, c.EnableDecryptedEventBuffer = true, true
	c.comes()
	until(t, "the client", w.ministry.Online)
	var talking sync.WaitGroup
	for range people {
		who := w.Citizen()
		talking.Go(func() {
			for i := range each {
				who.Says(fmt.Sprint(i))
			}
		})
	}
	talking.Wait()
	heard := map[string][]string{}
	for range people * each {
		m := c.hears()
		heard[m.Info.Sender.User] = append(heard[m.Info.Sender.User], m.Message.GetConversation())
	}
	var want []string
	for i := range each {
		want = append(want, fmt.Sprint(i))
	}
	for who, texts := range heard {
		if !slices.Equal(texts, want) {
			t.Errorf("%s said %q", who, texts)
		}
	}
	until(t, "all confirmations", func() bool { return w.Pending(w.ministry) == 0 })
}
