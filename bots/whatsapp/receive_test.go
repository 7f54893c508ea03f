package whatsapp_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/flows/talk"
)

// Nothing is lost and nothing comes twice when the store fails now and then and
// the connection is cut all the time; each person's order holds.
func TestNothingIsLostInTrouble(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c := linked(t, w, h)
	n := 0
	h.failing(func(talk.Inbound) error { // called under the house's lock
		if n++; n%7 == 0 {
			return errors.New("the disk is busy")
		}
		return nil
	})
	people := []*citizen{w.citizen(), w.citizen(), w.citizen()}
	for i := range 20 {
		for _, p := range people {
			p.Says(fmt.Sprint(i))
		}
		if i%8 == 5 {
			w.cut()
		}
	}
	channeltest.Until(t, "all messages", func() bool { return len(h.all()) == 60 })
	next := map[string]int{}
	for _, in := range h.all() {
		if in.Text != fmt.Sprint(next[in.Address]) {
			t.Fatalf("%s was taken, want %d", in.Text, next[in.Address])
		}
		next[in.Address]++
	}
	channeltest.Until(t, "all to be confirmed", func() bool { return w.kept() == 0 })
	stands(t, c, bots.LinkConnected)
}

// The process dies after a message was stored and before WhatsApp heard of it: the
// next one confirms it, and it counts once.
func TestKilledBeforeTheReceipt(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	o := options(t, w, h)
	c := start(t, o, h.Accept)
	link(t, w, c)
	who := w.citizen()
	h.failing(func(talk.Inbound) error {
		w.cut()
		time.Sleep(100 * time.Millisecond) // the receipt has no way to go
		return nil
	})
	who.Says("شكوى")
	channeltest.Until(t, "the message", func() bool { return len(h.all()) == 1 })
	c.stop()
	h.failing(nil)
	c = start(t, o, h.Accept)
	stands(t, c, bots.LinkConnected)
	who.Says("ثم")
	channeltest.Until(t, "the next message", func() bool { return len(h.all()) == 2 })
	channeltest.Until(t, "all to be confirmed", func() bool { return w.kept() == 0 })
	if h.all()[0].Text != "شكوى" {
		t.Errorf("taken %+v", h.all())
	}
}

// A message that makes the house panic is stored without its words in the end;
// nobody else waits for it.
func TestAPanicIsNotConfirmed(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	linked(t, w, h)
	h.failing(func(in talk.Inbound) error {
		if in.Text == "boom" {
			panic("a bug")
		}
		return nil
	})
	a, b := w.citizen(), w.citizen()
	a.Says("boom")
	a.Says("after")
	b.Says("other")
	channeltest.Until(t, "all three", func() bool { return len(h.all()) == 3 })
	taken := h.all()
	if taken[0].Text != "other" || taken[1].Kind != talk.KindUnknown || taken[1].Text != "" || taken[2].Text != "after" {
		t.Errorf("taken %+v", taken)
	}
	channeltest.Until(t, "all to be confirmed", func() bool { return w.kept() == 0 })
}

// The link moves to another process with the lease, within seconds; what was said
// in between is not lost, and the first keeps off.
func TestTheLinkMovesWithTheLease(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	o := options(t, w, h)
	shared := o.Lease.(*channeltest.Lease)
	first := start(t, o, h.Accept)
	link(t, w, first)
	o.Owner = "second"
	second := start(t, o, h.Accept)
	stands(t, second, bots.LinkElsewhere)
	if err := second.Pair(t.Context(), ""); err == nil {
		t.Error("pairs without the lease")
	}
	if second.Ready() {
		t.Error("ready without the lease")
	}
	if _, err := second.Send(t.Context(), bots.Parcel{Address: w.citizen().lid().String(), Heard: time.Now(), Native: "3EB0", Message: talk.Message{Text: "x"}}); err == nil {
		t.Error("sends without the lease")
	}

	shared.Take("second")
	who := w.citizen()
	who.Says("في الأثناء")
	stands(t, second, bots.LinkConnected)
	stands(t, first, bots.LinkElsewhere)
	channeltest.Until(t, "the message", func() bool { return len(h.all()) == 1 })
	if l, err := h.ReadLink(t.Context(), ""); err != nil || l.State != bots.LinkConnected {
		t.Errorf("recorded %+v, %v", l, err)
	}

	second.stop() // gives the lease up
	stands(t, first, bots.LinkConnected)
	who.Says("ثم")
	channeltest.Until(t, "the next message", func() bool { return len(h.all()) == 2 })
}

// Whatever happens, the log names nobody and repeats nothing.
func TestTheLogHoldsNobody(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	var log channeltest.Journal
	o := options(t, w, h)
	o.Log = log.Logger()
	c := start(t, o, h.Accept)
	link(t, w, c)
	who := w.citizen()
	fails := 0
	h.failing(func(talk.Inbound) error {
		if fails++; fails == 1 {
			return errors.New("the disk is full")
		}
		return nil
	})
	who.Says("كلام سرّي")
	channeltest.Until(t, "the message", func() bool { return len(h.all()) == 1 })
	in := h.all()[0]
	for _, code := range []int{0, 463, 479, 429} {
		if code > 0 {
			who.nack(code)
		}
		_, _ = c.Send(t.Context(), h.parcel(in, fmt.Sprintf("3EB0%018X", code), talk.Message{Text: "جواب سرّي"}))
	}
	w.cut()
	channeltest.Until(t, "the cut", func() bool { return strings.Contains(log.String(), "state=away") })
	channeltest.Until(t, "the line", c.Ready)
	w.logOut()
	stands(t, c, bots.LinkLoggedOut)
	c.stop()
	for _, secret := range []string{who.lid().User, who.pn().User, "9665", "سرّي", w.ministry.PN.User, w.ministry.LID.User} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, log.String())
		}
	}
}

// A thousand messages at once from twenty-five people arrive, in the order of each.
func TestBurst(t *testing.T) {
	t.Parallel()
	const all, people = 1000, 25
	w, h := newTown(t), newHouse()
	linked(t, w, h)
	var citizens []*citizen
	for range people {
		citizens = append(citizens, w.citizen())
	}
	for i := range all {
		citizens[i%people].Says(strconv.Itoa(i))
	}
	channeltest.Until(t, "the whole burst", func() bool { return len(h.all()) == all })
	last := map[string]int{}
	for _, in := range h.all() {
		n, err := strconv.Atoi(in.Text)
		if before, ok := last[in.Address]; err != nil || ok && n < before {
			t.Errorf("%q came after %d", in.Text, before)
		}
		last[in.Address] = n
	}
	if len(last) != people {
		t.Errorf("%d people wrote", len(last))
	}
}
