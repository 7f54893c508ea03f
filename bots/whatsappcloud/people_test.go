package whatsappcloud_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/bots/whatsappcloud"
	"majlis/bots/whatsappcloud/whatsappcloudtest"
	"majlis/flows/talk"
)

func user(id string) talk.Identity      { return talk.Identity{Kind: "whatsapp_user", ID: id} }
func phone(number string) talk.Identity { return talk.Identity{Kind: "phone", ID: "+" + number} }

// seen is what the house learns of a person from one message.
type seen struct {
	Kind    talk.Kind
	Senders []talk.Identity
	Address string
}

func seenIn(in talk.Inbound) seen { return seen{in.Kind, in.Senders, in.Address} }

// TestCardIsAsked for by the platform's own button: the phone that comes back is
// the person's own, and they are one person from then on.
func TestCardIsAsked(t *testing.T) {
	s, k := graph(t), &taker{}
	c := channel(t, options(s))
	hooked(t, s, c, k.accept)
	person := s.Hidden()
	person.Says("hello")
	ask := parcel(k.await(t, 1)[0].Address)
	ask.Message = talk.Message{Text: "your number?", Request: "contact", Options: []talk.Option{{ID: "no", Label: "No"}}}
	if _, err := c.Send(t.Context(), ask); err != nil {
		t.Fatal(err)
	}
	if shown := person.Inbox()[0]; shown.Asks != "request_contact_info" || shown.Text != "your number?\n\n1. No" {
		t.Errorf("shown %+v", shown)
	}
	person.SendsCard("966599999999") // somebody else's
	person.SharesCard()
	person.Says("again")
	taken := k.await(t, 4)
	both := []talk.Identity{user(person.User), phone(person.Phone)}
	want := []seen{
		{talk.KindUnknown, both[:1], "user:" + person.User},
		{talk.KindContact, both, "phone:" + person.Phone},
		{talk.KindText, both, "phone:" + person.Phone},
	}
	if diff := cmp.Diff(want, []seen{seenIn(taken[1]), seenIn(taken[2]), seenIn(taken[3])}); diff != "" {
		t.Error(diff)
	}
}

// TestPlaceIsAsked for by the platform's own button.
func TestPlaceIsAsked(t *testing.T) {
	s := graph(t)
	c := channel(t, options(s))
	person := s.Citizen()
	person.Says("hello")
	ask := parcel("phone:" + person.Phone)
	ask.Message = talk.Message{Text: "where?", Request: "location"}
	if _, err := c.Send(t.Context(), ask); err != nil {
		t.Fatal(err)
	}
	if shown := person.Inbox()[0]; shown.Asks != "send_location" || shown.Text != "where?" {
		t.Errorf("shown %+v", shown)
	}
}

// TestNewNumber: whoever moves to another number, and has another user id for
// that, is told of with both, so that the house knows who they were.
func TestNewNumber(t *testing.T) {
	for name, byField := range map[string]bool{"by a system message": false, "in its own field": true} {
		t.Run(name, func(t *testing.T) {
			s, k := graph(t), &taker{}
			hooked(t, s, channel(t, options(s)), k.accept)
			open, hidden := s.Citizen(), s.Hidden()
			was := []whatsappcloudtest.Citizen{{Phone: open.Phone, User: open.User}, {User: hidden.User}}
			open.ChangesNumber(byField)
			hidden.ChangesNumber(byField)
			taken := k.await(t, 2)
			if taken[0].Address != "phone:"+open.Phone {
				taken[0], taken[1] = taken[1], taken[0]
			}
			both := []talk.Identity{user(was[0].User), user(open.User)}
			if !byField {
				both = append(both, phone(was[0].Phone))
			}
			want := []seen{
				{talk.KindReturned, append(both, phone(open.Phone)), "phone:" + open.Phone},
				{talk.KindReturned, []talk.Identity{user(was[1].User), user(hidden.User)}, "user:" + hidden.User},
			}
			if diff := cmp.Diff(want, []seen{seenIn(taken[0]), seenIn(taken[1])}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNobodyElse: a name that reads like the sentence of a move, and cards and
// contacts of others, give nobody another's identity.
func TestNobodyElse(t *testing.T) {
	k := &taker{}
	s := graph(t)
	hook := channel(t, options(s)).Hook(k.accept)
	for _, body := range []string{
		`"messages":[{"id":"1","timestamp":"1","type":"system","system":{"type":"user_changed_user_id","user_id":"SA.NEW","body":"User changed from SA.VICTIM to SA.NEW changed from SA.OLD to SA.NEW"}}]`,
		`"messages":[{"id":"2","timestamp":"1","type":"system","system":{"type":"user_changed_user_id","user_id":"SA.NEW","body":"User changed from SA.VICTIM to SA.OTHER"}}]`,
		`"contacts":[{"wa_id":"966500000009","user_id":"SA.VICTIM"}],"messages":[{"id":"3","from":"966500000001","from_user_id":"SA.ME","timestamp":"1","type":"text","text":{"body":"x"}}]`,
		`"contacts":[{"wa_id":"966500000009","user_id":"SA.VICTIM"}],"messages":[{"id":"4","from":"966500000001","timestamp":"1","type":"text","text":{"body":"x"}},
			{"id":"5","from":"966500000009","timestamp":"1","type":"text","text":{"body":"x"}}]`,
		`"messages":[{"id":"6","from":"966500000001","from_user_id":"SA.ME","timestamp":"1","type":"contacts","contacts":[{"origin":"contact_request","phones":[{"wa_id":"966500000009"}]}]}]`,
		`"messages":[{"id":"7","from_user_id":"SA.ME","timestamp":"1","type":"contacts","contacts":[{"origin":"contact_request","phones":[{"phone":"+966500000009"},{"phone":"+966500000008"}]}]}]`,
		`"messages":[{"id":"8","from_user_id":"SA.ME","timestamp":"1","type":"system","system":{"type":"customer_identity_changed"}}]`,
	} {
		whole := []byte(`{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"` + s.PhoneID + `"},` + body + `}}]}]}`)
		if code := post(hook, whole, s.Sign(whole)); code != 200 {
			t.Fatalf("%d for %s", code, body)
		}
	}
	got := map[string][]talk.Identity{}
	for _, in := range k.all() {
		got[in.ID] = in.Senders
	}
	want := map[string][]talk.Identity{}
	for id, senders := range map[string][]talk.Identity{
		"1": {user("SA.OLD"), user("SA.NEW")},
		"2": {user("SA.NEW")},
		"3": {user("SA.ME"), phone("966500000001")},
		"4": {phone("966500000001")},
		"5": {user("SA.VICTIM"), phone("966500000009")},
		"6": {user("SA.ME"), phone("966500000001")},
		"7": {user("SA.ME")},
	} {
		want[whatsappcloud.NativeOf(id)] = senders
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
