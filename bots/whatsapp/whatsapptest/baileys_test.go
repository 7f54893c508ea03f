package whatsapptest_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"majlis/bots/whatsapp/whatsapptest"
)

// Two programs of different people, neither altered, understand each other over
// the server: it is not graded by the one it was written for alone.
func TestBaileysConversesWithWhatsmeow(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	who := w.Citizen().Account
	peer := whatsapptest.Baileys(t, w.Server, who)
	c := w.linked()
	c.SetForceActiveDeliveryReceipts(true) // of others the program tells nothing

	asked := peer.Says("السلام عليكم")
	m := c.hears()
	if m.Info.ID != asked || words(m.Message) != "السلام عليكم" || m.Info.Sender.User != who.LID.User {
		t.Errorf("heard %+v", m)
	}
	answered := c.says(m.Info.Chat, "وعليكم السلام")
	if got := peerShows(t, peer, 1); got.ID != answered || got.Text != "وعليكم السلام" {
		t.Errorf("shown %+v", got)
	}
	until(t, "the delivery", func() bool {
		return slices.Contains(peer.Receipts(), whatsapptest.Receipt{ID: asked, Kind: "delivered"})
	})

	options := []string{"نعم", "لا"}
	poll := c.sends(m.Info.Chat, c.BuildPollCreation("هل أنت راضٍ؟", options, 1))
	if got := peerShows(t, peer, 2); got.ID != poll || got.Text != "هل أنت راضٍ؟" || !slices.Equal(got.Options, options) {
		t.Fatalf("shown %+v", got)
	}
	for _, want := range [][]string{{"لا"}, nil} {
		peer.Votes(poll, want...)
		if names, err := chosen(t, c, c.hears(), options); err != nil || !cmp.Equal(names, want) {
			t.Errorf("voted %q, %v, want %q", names, err, want)
		}
	}
	w.Drop(who) // the program comes back by itself, with the routing hint
	until(t, "the program's return", who.Online)
	if peer.Says("مجددًا"); words(c.hears().Message) != "مجددًا" {
		t.Error("not heard after the cut")
	}
	peer.Reads(poll)
	for r := told[*events.Receipt](c); r.Type != types.ReceiptTypeRead; r = told[*events.Receipt](c) {
		if r.Type != types.ReceiptTypeDelivered && r.Type != types.ReceiptTypeInactive {
			t.Errorf("receipt %+v", r)
		}
	}
	if unknown := w.Unknown(); len(unknown) > 0 {
		t.Errorf("the server can't answer %q", unknown)
	}
}

// What the other program does with messages and files is what our citizens do.
func TestBaileysDeeds(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	who := w.Citizen().Account
	peer := whatsapptest.Baileys(t, w.Server, who)
	c := w.linked()
	first := peer.Says("اقتراح")
	to := c.hears().Info.Chat
	ours := c.says(to, "قديم")
	peerShows(t, peer, 1)

	peer.Replies(ours, "شكرًا")
	if m := c.hears().Message.GetExtendedTextMessage(); m.GetContextInfo().GetStanzaID() != ours || m.GetText() != "شكرًا" {
		t.Errorf("reply %v", m)
	}
	peer.Reacts(ours, "👍")
	if m := c.hears().Message.GetReactionMessage(); m.GetKey().GetID() != ours || m.GetText() != "👍" {
		t.Errorf("reaction %v", m)
	}
	peer.Edits(first, "اقتراح آخر")
	if m := c.hears(); m.Info.Edit != types.EditAttributeMessageEdit || m.Message.GetProtocolMessage().GetKey().GetID() != first {
		t.Errorf("edit %+v", m)
	}
	peer.Deletes(first)
	if m := c.hears(); m.Info.Edit != types.EditAttributeSenderRevoke || m.Message.GetProtocolMessage().GetKey().GetID() != first {
		t.Errorf("deletion %+v", m)
	}
	for _, kind := range []string{"photo", "voice", "document"} {
		peer.Attaches(kind, []byte("a "+kind), "وصف")
		if body := c.fetches(c.hears()); body != "a "+kind {
			t.Errorf("%s: %q", kind, body)
		}
	}

	c.sends(to, c.BuildEdit(to, ours, &waE2E.Message{Conversation: new("جديد")}))
	until(t, "the edit", func() bool { return peer.Shown()[0].Text == "جديد" })
	up, err := c.Upload(t.Context(), []byte("%PDF-1.7"), whatsmeow.MediaDocument)
	if err != nil {
		t.Fatal(err)
	}
	form := c.sends(to, &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
		URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256,
		FileLength: &up.FileLength, Mimetype: new("application/pdf"),
	}})
	peerShows(t, peer, 2)
	if body := peer.Fetches(form); string(body) != "%PDF-1.7" {
		t.Errorf("fetched %q", body)
	}
	c.sends(to, c.BuildRevoke(to, types.EmptyJID, ours))
	until(t, "the deletion", func() bool { return len(peer.Shown()) == 1 })
}

// words of a text message.
func words(m *waE2E.Message) string {
	return m.GetConversation() + m.GetExtendedTextMessage().GetText()
}

// peerShows waits until a peer was shown n messages and returns the last.
func peerShows(t testing.TB, p *whatsapptest.Peer, n int) whatsapptest.Message {
	t.Helper()
	until(t, "messages to be shown", func() bool { return len(p.Shown()) >= n })
	return p.Shown()[n-1]
}
