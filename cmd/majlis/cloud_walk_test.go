package main

import (
	"slices"
	"testing"

	"majlis/bots/whatsappcloud"
	"majlis/bots/whatsappcloud/whatsappcloudtest"
	"majlis/config"
	"majlis/flows/talk"
)

// cloudApp is a citizen's WhatsApp, whose ministry is on the Cloud API.
type cloudApp struct{ *whatsappcloudtest.Citizen }

func (a cloudApp) Says(text string) { a.Citizen.Says(text) }

func (a cloudApp) Picks(n int) {
	for _, m := range slices.Backward(a.Inbox()) {
		if len(m.Options) > 0 {
			a.Citizen.Picks(m.Options[n-1])
			return
		}
	}
}

func (a cloudApp) Shown() []string {
	var list []string
	for _, m := range a.Inbox() {
		list = append(list, m.Text)
	}
	return list
}

func (a cloudApp) Opened() []byte {
	for _, m := range slices.Backward(a.Inbox()) {
		if m.File != nil {
			return m.File
		}
	}
	return nil
}

// cloudWalk serves the demo with the Cloud API switched on.
func cloudWalk(t *testing.T) (*walk, *whatsappcloudtest.Server) {
	t.Helper()
	s, err := whatsappcloudtest.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	w := newWalkWith(t, func(c *config.Config) { c.Cloud = cloudSettings(s) })
	if err := s.Hook("http://" + w.listener.Addr().String() + cloudHook); err != nil {
		t.Fatal(err)
	}
	return w, s
}

func cloudSettings(s *whatsappcloudtest.Server) config.Cloud {
	return config.Cloud{
		Token: config.Secret(s.Token), PhoneID: s.PhoneID, AppSecret: config.Secret(s.AppSecret),
		VerifyToken: config.Secret(s.VerifyToken), Server: s.URL, Version: "v25.0", Typing: true, Read: true,
	}
}

// TestCloudWalk takes the whole path over the Cloud API, by buttons and lists.
func TestCloudWalk(t *testing.T) {
	w, s := cloudWalk(t)
	c := s.Citizen()
	w.walkAll(t, &walker{phoneApp: cloudApp{c}, t: t}, talk.Identity{Kind: "phone", ID: "+" + c.Phone}, whatsappcloud.Name)
}

// TestCloudBroadcastWalk takes a whole broadcast over the Cloud API, which is joined
// by a link whose words are sent.
func TestCloudBroadcastWalk(t *testing.T) {
	w, s := cloudWalk(t)
	c := s.Citizen()
	p := &walker{phoneApp: cloudApp{c}, t: t}
	w.walkBroadcast(t, p, talk.Identity{Kind: "phone", ID: "+" + c.Phone}, whatsappcloud.Name, w.byLink(t))
}

// TestCloudHiddenPhone: somebody without a phone number, who shows it on the way
// and moves to another, is still one person, also for who knew the number from
// elsewhere.
func TestCloudHiddenPhone(t *testing.T) {
	w, s := cloudWalk(t)
	c := s.Hidden()
	p := &walker{phoneApp: cloudApp{c}, t: t}
	user := talk.Identity{Kind: "whatsapp_user", ID: c.User}
	phone := talk.Identity{Kind: "phone", ID: "+" + c.Phone}
	w.walkAll(t, p, user, whatsappcloud.Name)
	before := w.newestOf(t, user, whatsappcloud.Name)
	p.Says("الإعدادات")
	p.hears("الإعدادات")
	p.Picks(3) // share my phone
	p.hears("بمشاركة رقم هاتفك")
	if shown := c.Inbox(); shown[len(shown)-1].Asks != "request_contact_info" {
		t.Errorf("the phone is asked for by %+v", shown[len(shown)-1])
	}
	c.SharesCard()
	p.hears("تم استلام رقمك")
	p.Says("متابعة طلب")
	p.hears("أي طلب؟")
	if after := w.newestOf(t, phone, whatsappcloud.Name); after.ID != before.ID || after.Person != before.Person {
		t.Errorf("by the phone it is %s of %s, by the user id %s of %s", after.ID, after.Person, before.ID, before.Person)
	}
	c.ChangesNumber(false)
	p.Says("متابعة طلب")
	p.hears("أي طلب؟")
	moved := talk.Identity{Kind: "whatsapp_user", ID: c.User}
	if after := w.newestOf(t, moved, whatsappcloud.Name); after.ID != before.ID || after.Person != before.Person {
		t.Errorf("with another number it is %s of %s, before %s of %s", after.ID, after.Person, before.ID, before.Person)
	}
}
