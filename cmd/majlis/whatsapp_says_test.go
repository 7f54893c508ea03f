package main

import (
	"strings"
	"testing"
)

// TestServeSaysWhichWayToWhatsAppIsOn: what is off is said with its variable, and
// the limit of a linked device is said at every start with one.
func TestServeSaysWhichWayToWhatsAppIsOn(t *testing.T) {
	w := newTown(t)
	w.config.Listen, w.config.OpsListen = "localhost:0", "localhost:0"
	s, err := w.newService()
	w.ok(err)
	t.Cleanup(s.close)
	says := func() string {
		var b strings.Builder
		s.sayWhatIsOn(&b)
		return b.String()
	}
	for _, want := range []string{"(linked device) is OFF: set MAJLIS_WHATSAPP=on", "(Cloud API) is OFF: set MAJLIS_CLOUD_TOKEN"} {
		if got := says(); !strings.Contains(got, want) {
			t.Errorf("%q is not said:\n%s", want, got)
		}
	}
	s.config.WhatsApp.Switch, s.config.Cloud.PhoneID, s.config.PublicURL = "on", "1", "https://talk.example.gov"
	for _, want := range []string{
		"A linked device is unofficial: WhatsApp may ban the number, and the phone must be online every 14 days. Use the Cloud API in production.",
		"https://talk.example.gov/desk/channels", "give Meta the webhook https://talk.example.gov/hooks/whatsapp",
	} {
		if got := says(); !strings.Contains(got, want) || strings.Contains(got, "WhatsApp (Cloud API) is OFF") {
			t.Errorf("%q is not said:\n%s", want, got)
		}
	}
}
