package whatsapp_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"

	"majlis/bots"
	"majlis/bots/channeltest"
	"majlis/flows/talk"
)

// native makes message ids as the store does.
func native(n int) string { return fmt.Sprintf("3EB0%018X", n) }

// hears waits for the n-th message that is taken.
func hears(t *testing.T, h *house, n int) talk.Inbound {
	t.Helper()
	channeltest.Until(t, fmt.Sprintf("message %d", n), func() bool { return len(h.all()) >= n })
	return h.all()[n-1]
}

func send(t *testing.T, c running, p bots.Parcel) {
	t.Helper()
	if got, err := c.Send(t.Context(), p); err != nil || got != p.Native {
		t.Fatalf("sent as %q, %v", got, err)
	}
}

var question = talk.Message{
	Text: "هل أنت راضٍ؟", Asked: 4,
	Options: []talk.Option{{ID: "yes", Label: "نعم"}, {ID: "no", Label: "لا"}, {ID: "later", Label: "لاحقًا"}},
}

// A vote is the option that was tapped, whichever of a person's two names it comes
// under; a changed vote is another choice, and one taken back is none.
func TestVotes(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c := linked(t, w, h)
	who := w.citizen()
	who.Says("السلام عليكم")
	in := hears(t, h, 1)
	send(t, c, h.parcel(in, native(1), question))
	channeltest.Until(t, "the poll", func() bool { _, ok := who.poll(); return ok })
	poll, _ := who.poll()
	if p := poll.Content.GetPollCreationMessage(); p.GetOptions()[1].GetOptionName() != "2. لا" || p.GetSelectableOptionsCount() != 1 {
		t.Errorf("poll %v", p)
	}
	who.votes(false, 1)
	who.votes(true, 2) // sent by the number, encrypted for the hidden id
	who.votes(false)   // taken back
	who.Says("كتابة")
	for i, want := range []string{"4:yes", "4:no"} {
		if v := hears(t, h, i+2); v.Kind != talk.KindChoice || v.Choice != want || v.ReplyTo != native(1) {
			t.Errorf("vote %d: %+v", i, v)
		}
	}
	if v := hears(t, h, 4); v.Text != "كتابة" {
		t.Errorf("a vote taken back came as %+v", v)
	}
	h.mu.Lock()
	delete(h.said, native(1)) // long ago
	h.mu.Unlock()
	who.votes(false, 3)
	if v := hears(t, h, 5); v.Kind != talk.KindUnknown {
		t.Errorf("a vote about nothing known: %+v", v)
	}
}

// A parcel that is sent again, because nobody knows whether it arrived, is shown
// once, and the vote on it can be read.
func TestSentAgain(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c := linked(t, w, h)
	who := w.citizen()
	who.Says("x")
	in := hears(t, h, 1)
	for range 3 {
		send(t, c, h.parcel(in, native(1), question))
	}
	long := talk.Message{Text: strings.Repeat("كلمة طويلة. ", 900)}
	for range 2 {
		send(t, c, h.parcel(in, native(2), long))
	}
	send(t, c, h.parcel(in, native(3), talk.Message{Text: "end"}))
	channeltest.Until(t, "the end", func() bool {
		all := who.Shown()
		return len(all) > 0 && all[len(all)-1].Text == "end"
	})
	if n := len(who.Shown()); n != 1+3+1 {
		t.Errorf("shown %d messages", n)
	}
	who.votes(false, 3)
	if v := hears(t, h, 2); v.Choice != "4:later" {
		t.Errorf("vote %+v", v)
	}
}

// What became of our messages comes back, and so does what people do with them.
func TestWhatBecomesOfMessages(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c := linked(t, w, h)
	who := w.citizen()
	first := who.Says("x")
	in := hears(t, h, 1)
	send(t, c, h.parcel(in, native(1), talk.Message{Text: "جواب"}))
	channeltest.Until(t, "delivery", func() bool { return h.marked(native(1), talk.MarkDelivered) })
	who.reads(native(1))
	channeltest.Until(t, "reading", func() bool { return h.marked(native(1), talk.MarkRead) })

	ours := &waCommon.MessageKey{FromMe: new(false), ID: new(native(1))}
	who.sends(&waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{Key: ours, Text: new("👍")}}, true)
	if r := hears(t, h, 2); r.Kind != talk.KindReaction || r.Text != "👍" || r.ReplyTo != native(1) || r.Address != in.Address {
		t.Errorf("reaction %+v", r)
	}
	who.sends(&waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{
		Type: waE2E.ProtocolMessage_REVOKE.Enum(), Key: &waCommon.MessageKey{FromMe: new(true), ID: &first},
	}}, false)
	if d := hears(t, h, 3); d.Kind != talk.KindDeleted || d.Edits != in.Native {
		t.Errorf("deletion %+v", d)
	}
	who.sends(&waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{
		Text: new("شكرًا"), ContextInfo: &waE2E.ContextInfo{StanzaID: new(native(1))},
	}}, false)
	if r := hears(t, h, 4); r.ReplyTo != native(1) {
		t.Errorf("reply %+v", r)
	}
	channeltest.Until(t, "typing", func() bool { return len(who.Phone.Typing()) > 0 })
}

// Nobody is written to who did not write first, and what is no address is refused.
func TestRefusedToSend(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c := linked(t, w, h)
	who := w.citizen()
	cold := h.parcel(talk.Inbound{Address: who.lid().String()}, native(1), talk.Message{Text: "x"})
	cold.Heard = time.Time{}
	strange := h.parcel(talk.Inbound{Address: "12345@g.us"}, native(2), talk.Message{Text: "x"})
	empty := h.parcel(talk.Inbound{Address: who.lid().String()}, native(3), talk.Message{Text: "  "})
	for code, p := range map[string]bots.Parcel{"cold": cold, "address": strange, "empty": empty} {
		_, err := c.Send(t.Context(), p)
		if se, ok := errors.AsType[*bots.SendError](err); !ok || se.Code != code || se.Retry || se.Stop {
			t.Errorf("%s: %v", code, err)
		}
	}
	who.nack(463)
	_, err := c.Send(t.Context(), h.parcel(talk.Inbound{Address: who.lid().String()}, native(4), talk.Message{Text: "x"}))
	if se, ok := errors.AsType[*bots.SendError](err); !ok || se.Code != "restricted" || se.Retry {
		t.Errorf("463: %v", err)
	}
	stands(t, c, bots.LinkRestricted)
	if !c.Ready() {
		t.Error("a restricted number can't answer")
	}
	send(t, c, h.parcel(talk.Inbound{Address: who.lid().String()}, native(5), talk.Message{Text: "جواب"}))
	if n := len(who.Shown()); n > 1 {
		t.Errorf("%d were shown", n)
	}
}

// A file that is gone, too large or not what it claims is given up with a code.
func TestFetch(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c := linked(t, w, h)
	who := w.citizen()
	who.Attaches("document", bytes.Repeat([]byte("x"), bots.MaxFile+2000), "")
	who.Attaches("document", []byte("small"), "وصف")
	large, small := hears(t, h, 1).Files[0], hears(t, h, 2).Files[0]
	if !large.TooLarge || small.TooLarge {
		t.Errorf("large %+v, small %+v", large, small)
	}
	r, err := c.Fetch(t.Context(), small.Ref)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if body, err := io.ReadAll(r); err != nil || string(body) != "small" {
		t.Errorf("fetched %q, %v", body, err)
	}
	for code, ref := range map[string]string{
		bots.TooLarge: large.Ref, "refused": "{}", "gone": strings.Replace(small.Ref, "/v/t62/", "/v/t63/", 1),
	} {
		_, err := c.Fetch(t.Context(), ref)
		if se, ok := errors.AsType[*bots.SendError](err); !ok || se.Code != code || se.Retry {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// A digest is posted to the ministry's channel, in parts when it is long.
func TestPublish(t *testing.T) {
	t.Parallel()
	w, h := newTown(t), newHouse()
	c := linked(t, w, h)
	if err := c.Publish(t.Context(), "120363000000000000@newsletter", strings.Repeat("سؤال وجواب. ", 500)); err != nil {
		t.Fatal(err)
	}
	if w.posted() != 2 {
		t.Errorf("%d posts", w.posted())
	}
	if err := c.Publish(t.Context(), "966500000002@s.whatsapp.net", "x"); err == nil {
		t.Error("posted to a person")
	}
}
