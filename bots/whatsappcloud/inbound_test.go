package whatsappcloud_test

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/bots/whatsappcloud"
	"majlis/flows/talk"
)

// TestOnePerson: somebody without a phone, who then shows it, keeps the identity
// that is surest, and both are named once both are known.
func TestOnePerson(t *testing.T) {
	s, k := graph(t), &taker{}
	hooked(t, s, channel(t, options(s)), k.accept)
	c := s.Hidden()
	c.Says("first")
	c.SharesPhone()
	c.Says("second")
	taken := k.await(t, 2)
	user, phone := talk.Identity{Kind: "whatsapp_user", ID: c.User}, talk.Identity{Kind: "phone", ID: "+" + c.Phone}
	if diff := cmp.Diff([]talk.Identity{user}, taken[0].Senders); diff != "" || taken[0].Address != "user:"+c.User {
		t.Errorf("%s %q", diff, taken[0].Address)
	}
	if diff := cmp.Diff([]talk.Identity{user, phone}, taken[1].Senders); diff != "" || taken[1].Address != "phone:"+c.Phone {
		t.Errorf("%s %q", diff, taken[1].Address)
	}
}

// TestKinds of what people send.
func TestKinds(t *testing.T) {
	s, k := graph(t), &taker{}
	hooked(t, s, channel(t, options(s)), k.accept)
	c := s.Citizen()
	c.Replies("wamid.OURS", "a reply")
	c.Reacts("wamid.OURS", "👍")
	c.SendsLocation(24.7, 46.6)
	c.Attaches("audio", "audio/ogg; codecs=opus", []byte("OggS"), "")
	c.SendsCard(c.Phone)
	c.SendsCard("966599999999")
	c.Sends("button", map[string]any{"button": map[string]string{"payload": "7:yes", "text": "Yes"}})
	c.Sends("button", map[string]any{"button": map[string]string{"payload": "STOP_PROMO", "text": "Stop"}})
	c.Sends("request_welcome", nil)
	c.Edits("wamid.THEIRS", "better words")
	c.Deletes("wamid.THEIRS")
	c.Sends("edit", nil)
	c.Sends("unsupported", map[string]any{"errors": []any{map[string]any{"code": 131051}}})
	c.Sends("hologram", nil)
	type kind struct {
		Kind           talk.Kind
		Text, Choice   string
		ReplyTo, Edits string
		File           string
		Place          bool
	}
	var got []kind
	for _, in := range k.await(t, 14) {
		one := kind{Kind: in.Kind, Text: in.Text, ReplyTo: in.ReplyTo, Edits: in.Edits, Choice: in.Choice, Place: in.Place != nil}
		for _, f := range in.Files {
			one.File = f.Kind
		}
		got = append(got, one)
	}
	want := []kind{ // the ids as Meta gives them
		{Kind: talk.KindText, Text: "a reply", ReplyTo: "wamid.OURS"},
		{Kind: talk.KindReaction, Text: "👍", ReplyTo: "wamid.OURS"},
		{Kind: talk.KindLocation, Place: true},
		{Kind: talk.KindAttachment, File: "voice"},
		{Kind: talk.KindContact},
		{Kind: talk.KindUnknown},
		{Kind: talk.KindChoice, Choice: "7:yes"},
		{Kind: talk.KindText, Text: "Stop"},
		{Kind: talk.KindStart},
		{Kind: talk.KindEdit, Text: "better words", Edits: "wamid.THEIRS"},
		{Kind: talk.KindDeleted, Edits: "wamid.THEIRS"},
		{Kind: talk.KindUnknown},
		{Kind: talk.KindUnknown},
		{Kind: talk.KindUnknown},
	}
	for i := range want {
		want[i].ReplyTo, want[i].Edits = whatsappcloud.NativeOf(want[i].ReplyTo), whatsappcloud.NativeOf(want[i].Edits)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestNoPhoneInIDs: Meta's ids hold the phone, behind base64; what the house stores
// in the open must not.
func TestNoPhoneInIDs(t *testing.T) {
	s, k := graph(t), &taker{}
	c := channel(t, options(s))
	hooked(t, s, c, k.accept)
	person := s.Citizen()
	first := person.Says("hello")
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(first, "wamid."))
	if err != nil || !strings.Contains(string(raw), person.Phone) {
		t.Fatalf("the fake's id %q is not as Meta's: %v", first, err)
	}
	person.Replies(first, "again")
	person.Reacts(first, "👍")
	person.Edits(first, "hello there")
	native, err := c.Send(t.Context(), parcel("phone:"+person.Phone))
	if err != nil {
		t.Fatal(err)
	}
	stored := []string{native}
	for _, in := range k.await(t, 4) {
		in.Senders, in.Address = nil, "" // hashed, and encrypted
		line, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, string(line))
	}
	for _, text := range stored {
		if strings.Contains(text, person.Phone) {
			t.Errorf("the phone stands in %s", text)
		}
		for _, word := range regexp.MustCompile(`[A-Za-z0-9+/]{8,}`).FindAllString(text, -1) {
			for skip := range 4 {
				if plain, _ := base64.RawStdEncoding.DecodeString(word[min(skip, len(word)):]); strings.Contains(string(plain), person.Phone) {
					t.Errorf("the phone stands in %s", word)
				}
			}
		}
	}
}
