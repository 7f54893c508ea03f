package whatsapptest_test

import (
	"slices"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"

	"majlis/bots/whatsapp/whatsapptest"
)

// Texts go both ways by both names of a person, and each side learns what became
// of its own.
func TestTexts(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	id := who.Says("السلام عليكم")
	m := c.hears()
	if m.Info.ID != id || m.Message.GetConversation() != "السلام عليكم" || m.Info.PushName != "Citizen" {
		t.Errorf("heard %+v", m)
	}
	if m.Info.Sender.ToNonAD() != who.LID || m.Info.SenderAlt.ToNonAD() != who.PN {
		t.Errorf("said by %s, also %s", m.Info.Sender, m.Info.SenderAlt)
	}
	until(t, "the delivery", func() bool { return who.Delivered(id) })
	until(t, "the confirmation", func() bool { return w.Pending(w.ministry) == 0 })
	if who.Seen(id) {
		t.Error("read before it was")
	}

	if err := c.SendChatPresence(t.Context(), m.Info.Chat, types.ChatPresenceComposing, ""); err != nil {
		t.Fatal(err)
	}
	until(t, "typing", func() bool { return slices.Equal(who.Phone.Typing(), []string{"composing"}) })
	answered := c.says(m.Info.Chat, "وعليكم السلام")
	if got := shows(t, who, 1); got.ID != answered || got.Text != "وعليكم السلام" || got.From.ToNonAD() != w.ministry.LID {
		t.Errorf("shown %+v", got)
	}
	if r := told[*events.Receipt](c); r.Type != types.ReceiptTypeDelivered || !slices.Contains(r.MessageIDs, answered) {
		t.Errorf("receipt %+v", r)
	}
	who.Reads(answered)
	if r := told[*events.Receipt](c); r.Type != types.ReceiptTypeRead || !slices.Contains(r.MessageIDs, answered) {
		t.Errorf("receipt %+v", r)
	}
	if err := c.MarkRead(t.Context(), []string{id}, time.Now(), m.Info.Chat, m.Info.Sender); err != nil {
		t.Fatal(err)
	}
	until(t, "the reading", func() bool { return who.Seen(id) })

	who.SaysByPhoneNumber("ثم")
	if m := c.hears(); m.Info.Sender.ToNonAD() != who.PN || m.Info.SenderAlt.ToNonAD() != who.LID {
		t.Errorf("said by %s, also %s", m.Info.Sender, m.Info.SenderAlt)
	}
	c.says(who.PN, "إلى الرقم")
	if got := shows(t, who, 2); got.Text != "إلى الرقم" {
		t.Errorf("shown %+v", got)
	}
	if unknown := w.Unknown(); len(unknown) > 0 {
		t.Errorf("the server can't answer %q", unknown)
	}
}

// The ministry's phone has copies of what it and its linked device send and get.
func TestTheOwnPhone(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	who.Says("سؤال")
	c.says(who.LID, "من الجهاز")
	until(t, "the phone's copies", func() bool { return len(w.ministry.Phone.Inbox()) == 2 })
	if m := w.ministry.Phone.Inbox()[1]; m.Text != "من الجهاز" || m.To.User != who.LID.User {
		t.Errorf("the phone has %+v", m)
	}
	c.hears()
	text := "من الهاتف"
	if _, err := w.ministry.Phone.Send(who.LID, "", &waE2E.Message{Conversation: &text}); err != nil {
		t.Fatal(err)
	}
	if m := c.hears(); !m.Info.IsFromMe || m.Message.GetConversation() != text || m.Info.Chat.User != who.LID.User {
		t.Errorf("the device has %+v", m)
	}
	if got := shows(t, who, 2); got.Text != text {
		t.Errorf("shown %+v", got)
	}
}

// A phone that is off shows and confirms nothing until it is back.
func TestPhoneOffline(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	who.Phone.Offline(true)
	for _, text := range []string{"1", "2"} {
		c.says(who.LID, text)
	}
	if r, ok := next[*events.Receipt](c); ok || len(who.Shown()) > 0 {
		t.Errorf("a phone that is off got %v and sent %v", who.Shown(), r)
	}
	who.Phone.Offline(false)
	if got := shows(t, who, 2); got.Text != "2" {
		t.Errorf("shown %+v", got)
	}
}

// What people do with messages beside writing them.
func TestDeeds(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	first := who.Says("اقتراح")
	c.hears()
	ours := c.says(who.LID, "جواب")
	shows(t, who, 1)

	who.Replies(ours, "شكرًا")
	if m := c.hears().Message.GetExtendedTextMessage(); m.GetContextInfo().GetStanzaID() != ours || m.GetText() != "شكرًا" {
		t.Errorf("reply %v", m)
	}
	who.Reacts(ours, "👍")
	if m := c.hears().Message.GetReactionMessage(); m.GetKey().GetID() != ours || m.GetText() != "👍" {
		t.Errorf("reaction %v", m)
	}
	who.Edits(first, "اقتراح آخر")
	if m := c.hears(); !m.IsEdit || m.Info.Edit != types.EditAttributeMessageEdit || m.Message.GetProtocolMessage().GetKey().GetID() != first {
		t.Errorf("edit %+v", m)
	}
	who.Deletes(first)
	if m := c.hears(); m.Info.Edit != types.EditAttributeSenderRevoke || m.Message.GetProtocolMessage().GetKey().GetID() != first {
		t.Errorf("deletion %+v", m)
	}
	who.SendsLocation(24.7, 46.7)
	if m := c.hears().Message.GetLocationMessage(); m.GetDegreesLatitude() != 24.7 || m.GetDegreesLongitude() != 46.7 {
		t.Errorf("location %v", m)
	}
	who.SharesContact("سارة", "966500000009")
	if m := c.hears().Message.GetContactMessage(); m.GetDisplayName() != "سارة" {
		t.Errorf("contact %v", m)
	}
}

// What a client does with its messages beside writing them.
func TestWhatTheChatShows(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	asked := who.Says("سؤال")
	c.hears()
	first, second := c.says(who.LID, "قديم"), c.says(who.LID, "خطأ")
	c.sends(who.LID, c.BuildEdit(who.LID, first, &waE2E.Message{Conversation: new("جديد")}))
	c.sends(who.LID, c.BuildRevoke(who.LID, types.EmptyJID, second))
	c.sends(who.LID, c.BuildReaction(who.LID, who.LID, asked, "👍"))
	until(t, "all five", func() bool { return len(who.Inbox()) == 5 })
	if all := who.Shown(); len(all) != 1 || all[0].ID != first || all[0].Text != "جديد" {
		t.Errorf("shown %+v", all)
	}
	if r := who.Inbox()[4]; r.Reacts != asked || r.Text != "👍" {
		t.Errorf("reaction %+v", r)
	}
}

// Files go both ways, encrypted.
func TestFiles(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c, who := w.linked(), w.Citizen()
	for _, kind := range []string{"photo", "voice", "video", "document"} {
		who.Attaches(kind, []byte("a "+kind), "وصف")
		if body := c.fetches(c.hears()); body != "a "+kind {
			t.Errorf("%s: %q", kind, body)
		}
	}
	up, err := c.Upload(t.Context(), []byte("%PDF-1.7"), whatsmeow.MediaDocument)
	if err != nil {
		t.Fatal(err)
	}
	c.sends(who.LID, &waE2E.Message{DocumentMessage: &waE2E.DocumentMessage{
		URL: &up.URL, DirectPath: &up.DirectPath, MediaKey: up.MediaKey, FileEncSHA256: up.FileEncSHA256, FileSHA256: up.FileSHA256,
		FileLength: &up.FileLength, Caption: new("نموذج"),
	}})
	got := shows(t, who, 1)
	if body, err := c.Download(t.Context(), got.Content.GetDocumentMessage()); err != nil || string(body) != "%PDF-1.7" || got.Text != "نموذج" {
		t.Errorf("shown %+v: %q, %v", got, body, err)
	}
	if w.Files() != 5 {
		t.Errorf("%d files", w.Files())
	}
}

// A channel is created and posted to.
func TestChannels(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	c := w.linked()
	if err := c.AcceptTOSNotice(t.Context(), "20601218", "5"); err != nil {
		t.Fatal(err)
	}
	channel, err := c.CreateNewsletter(t.Context(), whatsmeow.CreateNewsletterParams{Name: "أسئلة الأسبوع"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.SendMessage(t.Context(), channel.ID, &waE2E.Message{Conversation: new("سؤال وجواب")})
	if err != nil || r.ServerID == 0 {
		t.Fatalf("posted as %+v, %v", r, err)
	}
	want := []whatsapptest.Post{{Channel: channel.ID, ID: r.ID, Text: "سؤال وجواب"}}
	if got := w.Posts(); !slices.Equal(got, want) {
		t.Errorf("posts %+v, want %+v", got, want)
	}
}
