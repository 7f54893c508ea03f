package whatsapp

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/proto/waCommon"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	"google.golang.org/protobuf/proto"

	"majlis/bots"
	"majlis/flows"
	"majlis/flows/talk"
)

var (
	ownLID     = types.NewJID("100000000000001", types.HiddenUserServer)
	citizenLID = types.NewJID("200000000000002", types.HiddenUserServer)
	citizenPN  = types.NewJID("966500000002", types.DefaultUserServer)
	said       = time.Unix(1795392000, 0)
)

// quiet makes a line that is connected to nothing.
func quiet(t testing.TB) *line {
	t.Helper()
	c, err := New(Options{
		DB: filepath.Join(t.TempDir(), "wa.db"), Sent: nothingSaid{}, Log: slog.New(slog.DiscardHandler), Now: time.Now, Owner: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	device := c.devices.NewDevice()
	id := types.NewJID("966500000001", types.DefaultUserServer)
	id.Device = 1
	device.ID, device.LID = &id, ownLID
	device.Account = &waAdv.ADVSignedDeviceIdentity{
		Details: []byte{1}, AccountSignature: make([]byte, 64), AccountSignatureKey: make([]byte, 32), DeviceSignature: make([]byte, 64),
	}
	if err := device.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	l := &line{Channel: c, client: c.newClient(device), own: id, again: make(chan struct{}, 1), news: make(chan struct{}, 1), ended: make(chan ending, 8)}
	l.signs = newSigns(l)
	t.Cleanup(l.signs.close)
	return l
}

type nothingSaid struct{}

func (nothingSaid) Mark(context.Context, string, bots.Mark) error { return nil }
func (nothingSaid) Said(context.Context, string, string) (talk.Message, error) {
	return talk.Message{}, flows.ErrNotFound
}

// said wraps what a citizen wrote as the library brings it.
func brought(m *waE2E.Message) *events.Message {
	e := &events.Message{RawMessage: m, Info: types.MessageInfo{
		MessageSource: types.MessageSource{Chat: citizenLID, Sender: citizenLID, SenderAlt: citizenPN},
		ID:            "3AAA", Timestamp: said,
	}}
	return e.UnwrapRaw()
}

// What people send in every form WhatsApp has for it.
func TestWhatIsRead(t *testing.T) {
	ours := &waCommon.MessageKey{FromMe: new(false), ID: new("3EB0AAAAAAAAAAAAAAAAAA")}
	theirs := &waCommon.MessageKey{FromMe: new(true), ID: new("3AOLD")}
	quote := &waE2E.ContextInfo{StanzaID: new("3EB0AAAAAAAAAAAAAAAAAA01"), Participant: new(ownLID.String())}
	protocol := func(p *waE2E.ProtocolMessage) *waE2E.Message { return &waE2E.Message{ProtocolMessage: p} }
	tests := []struct {
		name string
		m    *waE2E.Message
		want *talk.Inbound // nil: nobody said anything
	}{
		{"text", plain("٢"), &talk.Inbound{Kind: talk.KindText, Text: "٢"}},
		{"command", plain("/start"), &talk.Inbound{Kind: talk.KindText, Text: "/start"}},
		{
			"reply to a part of ours", &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{Text: new("نعم"), ContextInfo: quote}},
			&talk.Inbound{Kind: talk.KindText, Text: "نعم", ReplyTo: "3EB0AAAAAAAAAAAAAAAAAA"},
		},
		{
			"reply to their own", &waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{
				Text: new("x"), ContextInfo: &waE2E.ContextInfo{StanzaID: new("3AOLD"), Participant: new(citizenLID.String())},
			}},
			&talk.Inbound{Kind: talk.KindText, Text: "x"},
		},
		{"disappearing text", &waE2E.Message{EphemeralMessage: &waE2E.FutureProofMessage{Message: plain("x")}}, &talk.Inbound{Kind: talk.KindText, Text: "x"}},
		{
			"location", &waE2E.Message{LocationMessage: &waE2E.LocationMessage{DegreesLatitude: new(26.2), DegreesLongitude: new(50.6)}},
			&talk.Inbound{Kind: talk.KindLocation, Place: &talk.Place{Lat: 26.2, Lon: 50.6}},
		},
		{"own card", vcard("TEL;type=CELL;waid=966500000002:+966 50 000 0002"), &talk.Inbound{Kind: talk.KindContact}},
		{"own card without waid", vcard("item1.TEL:+966 50 000 0002"), &talk.Inbound{Kind: talk.KindContact}},
		{"somebody else's card", vcard("TEL;waid=966500000003:+966 50 000 0003"), &talk.Inbound{Kind: talk.KindUnknown}},
		{"a card without a number", vcard("NOTE:x"), &talk.Inbound{Kind: talk.KindUnknown}},
		{"number shared", protocol(&waE2E.ProtocolMessage{Type: waE2E.ProtocolMessage_SHARE_PHONE_NUMBER.Enum()}), &talk.Inbound{Kind: talk.KindContact}},
		{
			"edit", &waE2E.Message{EditedMessage: &waE2E.FutureProofMessage{Message: protocol(&waE2E.ProtocolMessage{
				Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(), Key: theirs, EditedMessage: plain("after"),
			})}},
			&talk.Inbound{Kind: talk.KindEdit, Text: "after", Edits: "3AOLD"},
		},
		{
			"edit that reuses its target's id", protocol(&waE2E.ProtocolMessage{
				Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum(), Key: &waCommon.MessageKey{ID: new("3AAA")},
				EditedMessage: plain("after"), TimestampMS: proto.Int64(7),
			}),
			&talk.Inbound{ID: "3AAA.7", Kind: talk.KindEdit, Text: "after", Edits: "3AAA"},
		},
		{"deletion", protocol(&waE2E.ProtocolMessage{Type: waE2E.ProtocolMessage_REVOKE.Enum(), Key: theirs}), &talk.Inbound{Kind: talk.KindDeleted, Edits: "3AOLD"}},
		{"timer of the chat", protocol(&waE2E.ProtocolMessage{Type: waE2E.ProtocolMessage_EPHEMERAL_SETTING.Enum()}), nil},
		{"reaction", &waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{Key: ours, Text: new("👍")}}, &talk.Inbound{Kind: talk.KindReaction, Text: "👍", ReplyTo: ours.GetID()}},
		{"reaction taken back", &waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{Key: ours, Text: new("")}}, &talk.Inbound{Kind: talk.KindReaction, ReplyTo: ours.GetID()}},
		{"reaction to their own", &waE2E.Message{ReactionMessage: &waE2E.ReactionMessage{Key: theirs, Text: new("👍")}}, nil},
		{"sticker", &waE2E.Message{StickerMessage: &waE2E.StickerMessage{}}, &talk.Inbound{Kind: talk.KindUnknown}},
		{"their own poll", &waE2E.Message{PollCreationMessageV3: &waE2E.PollCreationMessage{}}, &talk.Inbound{Kind: talk.KindUnknown}},
		{"vote that can't be read", &waE2E.Message{PollUpdateMessage: &waE2E.PollUpdateMessage{}}, &talk.Inbound{Kind: talk.KindUnknown}},
		{"album", &waE2E.Message{AlbumMessage: &waE2E.AlbumMessage{}}, nil},
		{"keys", &waE2E.Message{SenderKeyDistributionMessage: &waE2E.SenderKeyDistributionMessage{}, MessageContextInfo: &waE2E.MessageContextInfo{}}, nil},
	}
	l := quiet(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := brought(tt.m)
			who, err := l.sender(t.Context(), e.Info)
			if err != nil {
				t.Fatal(err)
			}
			got := start(e.Info, who)
			ok, err := l.read(t.Context(), &got, e)
			if err != nil || ok != (tt.want != nil) {
				t.Fatalf("said %v, %v: %+v", ok, err, got)
			}
			if !ok {
				return
			}
			want := *tt.want
			want.Channel, want.Native, want.Address, want.At = Name, "3AAA", citizenLID.String(), said
			want.Senders = []talk.Identity{{Kind: Name, ID: citizenLID.User}, {Kind: "phone", ID: "+966500000002"}}
			if want.ID == "" {
				want.ID = "3AAA"
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func vcard(line string) *waE2E.Message {
	card := "BEGIN:VCARD\nVERSION:3.0\nFN:citizen\n" + line + "\nEND:VCARD"
	return &waE2E.Message{ContactMessage: &waE2E.ContactMessage{Vcard: &card}}
}

// Files of every kind, with what is needed to fetch them.
func TestFilesAreRead(t *testing.T) {
	keys := func() (path *string, key, sum, sealed []byte, size *uint64) {
		return new("/v/x"), []byte("k"), []byte("s"), []byte("e"), proto.Uint64(9)
	}
	path, key, sum, sealed, size := keys()
	tests := map[string]*waE2E.Message{
		"photo":    {ImageMessage: &waE2E.ImageMessage{DirectPath: path, MediaKey: key, FileSHA256: sum, FileEncSHA256: sealed, FileLength: size, Caption: new("وصف")}},
		"voice":    {AudioMessage: &waE2E.AudioMessage{DirectPath: path, MediaKey: key, FileSHA256: sum, FileEncSHA256: sealed, FileLength: size, PTT: new(true)}},
		"document": {DocumentMessage: &waE2E.DocumentMessage{DirectPath: path, MediaKey: key, FileSHA256: sum, FileEncSHA256: sealed, FileLength: size}},
		"video":    {PtvMessage: &waE2E.VideoMessage{DirectPath: path, MediaKey: key, FileSHA256: sum, FileEncSHA256: sealed, FileLength: size}},
	}
	for kind, m := range tests {
		list := files(m)
		if len(list) != 1 || list[0].Kind != kind || list[0].Size != 9 || list[0].TooLarge || !strings.Contains(list[0].Ref, `"path":"/v/x"`) {
			t.Errorf("%s: %+v", kind, list)
		}
	}
	huge := &waE2E.Message{VideoMessage: &waE2E.VideoMessage{FileLength: proto.Uint64(1 << 63)}}
	if f := files(huge)[0]; !f.TooLarge {
		t.Errorf("%+v", f)
	}
}

// Only what a person says in a chat of their own with us is said to us.
func TestWhoIsHeard(t *testing.T) {
	group := types.NewJID("1203630000", types.GroupServer)
	tests := map[string]struct {
		info types.MessageInfo
		want bool
	}{
		"by hidden id": {types.MessageInfo{ID: "1", MessageSource: types.MessageSource{Chat: citizenLID, Sender: citizenLID}}, true},
		"by number":    {types.MessageInfo{ID: "1", MessageSource: types.MessageSource{Chat: citizenPN, Sender: citizenPN}}, true},
		"ourselves":    {types.MessageInfo{ID: "1", MessageSource: types.MessageSource{Chat: citizenPN, Sender: ownLID, IsFromMe: true}}, false},
		"group":        {types.MessageInfo{ID: "1", MessageSource: types.MessageSource{Chat: group, Sender: citizenPN, IsGroup: true}}, false},
		"status":       {types.MessageInfo{ID: "1", MessageSource: types.MessageSource{Chat: types.StatusBroadcastJID, Sender: citizenPN}}, false},
		"channel":      {types.MessageInfo{ID: "1", MessageSource: types.MessageSource{Chat: types.NewJID("1", types.NewsletterServer), Sender: types.NewJID("1", types.NewsletterServer)}}, false},
		"WhatsApp":     {types.MessageInfo{ID: "1", MessageSource: types.MessageSource{Chat: types.PSAJID, Sender: types.PSAJID}}, false},
		"Meta AI":      {types.MessageInfo{ID: "1", MessageSource: types.MessageSource{Chat: types.MetaAIJID, Sender: types.MetaAIJID}}, false},
		"nobody":       {types.MessageInfo{}, false},
	}
	for name, tt := range tests {
		if got := personal(tt.info); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A person is known by the hidden id first and the number second, whichever of
// them a message has; what one message tells is remembered for the next.
func TestWhoWrote(t *testing.T) {
	l := quiet(t)
	info := func(from, alt types.JID) types.MessageInfo {
		from.Device = 7
		return types.MessageInfo{ID: "1", MessageSource: types.MessageSource{Chat: from.ToNonAD(), Sender: from, SenderAlt: alt}}
	}
	both := []talk.Identity{{Kind: Name, ID: citizenLID.User}, {Kind: "phone", ID: "+966500000002"}}
	check := func(name string, i types.MessageInfo, want []talk.Identity, address types.JID) {
		t.Helper()
		who, err := l.sender(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		in := start(i, who)
		if diff := cmp.Diff(want, in.Senders); diff != "" || in.Address != address.String() {
			t.Errorf("%s: %s at %s", name, diff, in.Address)
		}
	}
	check("number alone", info(citizenPN, types.EmptyJID), both[1:], citizenPN)
	check("hidden id alone", info(types.NewJID("300000000000003", types.HiddenUserServer), types.EmptyJID),
		[]talk.Identity{{Kind: Name, ID: "300000000000003"}}, types.NewJID("300000000000003", types.HiddenUserServer))
	check("hidden id first", info(citizenLID, citizenPN), both, citizenLID)
	check("number first", info(citizenPN, citizenLID), both, citizenLID)
	if err := l.client.Store.LIDs.PutLIDMapping(t.Context(), citizenLID, citizenPN); err != nil {
		t.Fatal(err)
	}
	check("number, remembered", info(citizenPN, types.EmptyJID), both, citizenLID)
	check("hidden id, remembered", info(citizenLID, types.EmptyJID), both, citizenLID)
}

// Nothing a stranger's phone can put into a message stops the channel: it is
// accepted, passed over, or reported as what could not be accepted.
func FuzzInbound(f *testing.F) {
	for _, m := range []*waE2E.Message{
		plain("مرحبا"), vcard("TEL;waid=1:+1"),
		{PollUpdateMessage: &waE2E.PollUpdateMessage{Vote: &waE2E.PollEncValue{EncIV: make([]byte, 12), EncPayload: make([]byte, 40)}}},
		{ReactionMessage: &waE2E.ReactionMessage{Key: &waCommon.MessageKey{ID: new("x")}, Text: new("👍")}},
		{ImageMessage: &waE2E.ImageMessage{FileLength: proto.Uint64(1 << 63), ContextInfo: &waE2E.ContextInfo{StanzaID: new("x")}}},
		{SecretEncryptedMessage: &waE2E.SecretEncryptedMessage{EncIV: []byte{1}}},
		{EditedMessage: &waE2E.FutureProofMessage{Message: &waE2E.Message{ProtocolMessage: &waE2E.ProtocolMessage{Type: waE2E.ProtocolMessage_MESSAGE_EDIT.Enum()}}}},
	} {
		raw, err := proto.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw, "3AAA")
	}
	l := quiet(f)
	var taken []talk.Inbound
	l.accept = func(_ context.Context, in talk.Inbound) error {
		taken = append(taken, in)
		return nil
	}
	f.Fuzz(func(t *testing.T, raw []byte, id string) {
		var m waE2E.Message
		if proto.Unmarshal(raw, &m) != nil {
			return
		}
		e := brought(&m)
		e.Info.ID = id
		taken = taken[:0]
		if !l.handle(e) {
			t.Fatal("refused")
		}
		for _, in := range taken {
			if in.ID == "" || in.Kind == "" || len(in.Senders) != 2 || in.Address == "" {
				t.Errorf("taken %+v", in)
			}
			if in.Kind == talk.KindEdit && in.Edits == "" || in.Kind == talk.KindChoice {
				t.Errorf("taken %+v", in)
			}
		}
	})
}

// A store that can't be read is no reason to lose a vote or to give it up.
func TestAVoteWaitsForTheStore(t *testing.T) {
	if kind, choice := chosen(talk.Message{Options: []talk.Option{{ID: "a", Label: "A"}}}, [][]byte{{1}}); kind != talk.KindUnknown || choice != "" {
		t.Errorf("a vote for nothing is %q %q", kind, choice)
	}
	l := quiet(t)
	l.accept = func(context.Context, talk.Inbound) error { return errors.New("the disk is full") }
	if l.handle(brought(plain("x"))) {
		t.Error("confirmed what could not be stored")
	}
}
