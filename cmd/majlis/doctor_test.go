package main

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"majlis/bots"
	"majlis/config"
	"majlis/flows"
)

// TestDoctorExplainsEachState: every state a link can be in has a line of its own
// with its code, and a hint; only a link over which messages arrive is well.
func TestDoctorExplainsEachState(t *testing.T) {
	texts, err := config.NewTexts(flows.Ministry{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for state, want := range map[bots.LinkState][2]string{
		bots.LinkConnected:  {"Connected: messages arrive and are answered. [connected] for 26h0m0s, number ending in 4321", "note: A linked device is unofficial"},
		bots.LinkOff:        {"The linked device is off. [off]", "set MAJLIS_WHATSAPP=on"},
		bots.LinkStarting:   {"is starting. [starting]", "look again"},
		bots.LinkUnpaired:   {"No phone is linked yet. [unpaired]", "majlis whatsapp pair"},
		bots.LinkPairing:    {"may be linked now. [pairing]", "Linked devices"},
		bots.LinkAway:       {"can't be reached. It is tried again by itself; nothing is lost. [away]", "port 443"},
		bots.LinkLoggedOut:  {"No messages arrive. [logged_out]", "Link the phone again"},
		bots.LinkReplaced:   {"has taken it over. [replaced]", "takes the link back by itself"},
		bots.LinkOutdated:   {"refuses this version of the client. No messages arrive. [outdated]", "newest Majlis"},
		bots.LinkBanned:     {"has banned this number, for a while or for good. [banned]", "ask for a review"},
		bots.LinkPhoneAway:  {"ends the link after 14 days. [phone_offline]", "Switch the phone on"},
		bots.LinkElsewhere:  {"only one may. [elsewhere]", "Use the desk of that process"},
		bots.LinkRestricted: {"but not begin any. [restricted]", "Replies to people who wrote go on"},
	} {
		l := bots.Link{State: state, Since: now.Add(-26 * time.Hour), Phone: "4321", QR: "secret", Code: "SECRET"}
		found, err := judgeLink(texts, l, now)
		hint := found
		if ill, ok := errors.AsType[*illness](err); ok {
			found, hint = ill.has, ill.mend
		}
		if well := err == nil; well != (state == bots.LinkConnected) {
			t.Errorf("%s: well is %v", state, well)
		}
		if !strings.Contains(found, want[0]) || !strings.Contains(hint, want[1]) {
			t.Errorf("%s:\n%s\n%s\nwant\n%s\n%s", state, found, hint, want[0], want[1])
		}
		if strings.Contains(strings.ToLower(found+hint), "secret") {
			t.Errorf("%s: a code for pairing is printed", state)
		}
	}
}

func TestDoctorKnowsAServiceThatWasStopped(t *testing.T) {
	texts, err := config.NewTexts(flows.Ministry{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = judgeLink(texts, bots.Link{State: bots.LinkAway, Cause: "stopped"}, time.Now())
	ill, ok := errors.AsType[*illness](err)
	if !ok || !strings.Contains(ill.has, "The service is stopped; the phone is still linked. [away]") || !strings.Contains(ill.mend, "majlis serve") {
		t.Errorf("%v", err)
	}
}

// TestDoctorReadsTheRecord takes the whole way: what the service recorded is what
// the doctor says, and the file of the link must be private.
func TestDoctorReadsTheRecord(t *testing.T) {
	folder := t.TempDir()
	c := config.Config{DB: filepath.Join(folder, "majlis.db"), Secret: config.Secret(rand.Text())}
	c.WhatsApp.Switch, c.WhatsApp.DB = "on", filepath.Join(folder, "whatsapp.db")
	says := func(want string) {
		t.Helper()
		found, err := checkWhatsApp(t.Context(), &c)
		if err != nil {
			found = err.Error()
		}
		if !strings.Contains(found, want) {
			t.Errorf("the doctor says %q, want %q", found, want)
		}
	}
	says("[unpaired]") // no database yet
	h, err := openAt(t.Context(), c, newLog(t.Output()), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	says("[unpaired]") // no record yet
	l := bots.Link{State: bots.LinkBanned, Since: time.Now(), Cause: "402"}
	if err := (linkNotes{h.db}).SetLink(t.Context(), linkedDevice, l); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	says("[banned]")
	says("cause 402")
	if err := os.WriteFile(c.WhatsApp.DB, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	says("[banned]")
	if err := os.Chmod(c.WhatsApp.DB, 0o644); err != nil {
		t.Fatal(err)
	}
	says("its mode is 0644 [mode]")
	if err := errors.Join(os.Chmod(c.WhatsApp.DB, 0o600), os.WriteFile(c.WhatsApp.DB+"-wal", nil, 0o640), os.Chmod(c.WhatsApp.DB+"-wal", 0o640)); err != nil {
		t.Fatal(err)
	}
	says("whatsapp.db-wal holds keys and personal data, but its mode is 0640 [mode]")
	c.WhatsApp.Switch = ""
	says("off")
}
