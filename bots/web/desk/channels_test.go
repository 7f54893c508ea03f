package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"majlis/bots"
	"majlis/bots/web/desk"
	"majlis/flows/staff"
)

// linker is a linked device that does as it is told.
type linker struct {
	mu       sync.Mutex
	link     bots.Link
	paired   []string
	unlinked int
	err      error
}

func (l *linker) Link() bots.Link {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.link
}

func (l *linker) set(link bots.Link) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.link = link
}

func (l *linker) Pair(_ context.Context, phone string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return l.err
	}
	l.paired = append(l.paired, phone)
	l.link = pairing
	if phone != "" {
		l.link.QR, l.link.Code = "", "ABCD1234"
	}
	return nil
}

func (l *linker) Unlink(context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unlinked++
	l.link = bots.Link{State: bots.LinkUnpaired, Since: now}
	return l.err
}

// pairing is a link that waits for a phone to scan a code as long as WhatsApp's.
var pairing = bots.Link{
	State: bots.LinkPairing, Since: now, Until: now.Add(20 * time.Second),
	QR: "https://wa.me/settings/linked_devices#2@" + strings.Repeat("Ab3+/", 12) + "," + strings.Repeat("k9Z=", 11) + "," + strings.Repeat("Qw4=", 11) + "," + strings.Repeat("pL0=", 11) + ",1",
}

// linkStates are all states there are, in the order of their page.
var linkStates = []bots.LinkState{
	bots.LinkOff, bots.LinkStarting, bots.LinkUnpaired, bots.LinkPairing, bots.LinkConnected, bots.LinkAway, bots.LinkLoggedOut,
	bots.LinkReplaced, bots.LinkOutdated, bots.LinkBanned, bots.LinkPhoneAway, bots.LinkElsewhere, bots.LinkRestricted,
}

// linkIn is an example of a state.
func linkIn(state bots.LinkState) bots.Link {
	l := bots.Link{State: state, Since: now.Add(-26 * time.Hour)}
	switch state {
	case bots.LinkPairing:
		return pairing
	case bots.LinkBanned:
		l.Until, l.Cause = now.Add(72*time.Hour), "402"
	case bots.LinkConnected:
		l.Phone = "4321"
	}
	return l
}

// ways in beside the linked device, one of them out of order.
func ways() []desk.Channel {
	fine := func(context.Context) (string, error) { return "answers", nil }
	return []desk.Channel{
		{Name: "web", On: true, Since: now.Add(-time.Hour)},
		{Name: "telegram", On: true, Since: now.Add(-time.Hour), Check: fine},
		{Name: "whatsappcloud", On: true, Check: func(context.Context) (string, error) { return "", errors.New("190") }},
	}
}

// TestEveryStateIsExplained: each code of bots/link.go has its sentence and its
// next step in both languages, on the page and in the part that is asked for.
func TestEveryStateIsExplained(t *testing.T) {
	for _, lang := range []string{"ar", "en"} {
		texts := deskTexts(t, lang)
		h := openHouse(t)
		boss := h.join("Boss", staff.Admin, lang)
		for _, state := range linkStates {
			h.linker.set(linkIn(state))
			checkPage(t, boss, "/desk/channels", lang)
			for _, path := range []string{"/desk/channels", "/desk/channels/whatsapp"} {
				_, body := boss.get(path)
				for _, key := range []string{"link." + string(state), "link." + string(state) + ".hint"} {
					if texts[key] == "" || !strings.Contains(unescaped(body), texts[key]) {
						t.Errorf("%s in %s does not say %s: %q", path, lang, key, texts[key])
					}
				}
			}
			if _, body := boss.get("/desk/channels"); !strings.Contains(unescaped(body), texts["link.limit"]) {
				t.Errorf("%s in %s does not say the limit", state, lang)
			}
		}
	}
}

// TestStatesAreAllListed reads the codes out of the source, so that a new one
// can't be forgotten here.
func TestStatesAreAllListed(t *testing.T) {
	source, err := os.ReadFile("../../link.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`LinkState = "([a-z_]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(found) != len(linkStates) {
		t.Errorf("bots/link.go has %d states, these tests know %d", len(found), len(linkStates))
	}
	for _, m := range found {
		if !slices.Contains(linkStates, bots.LinkState(m[1])) {
			t.Errorf("no test shows the state %q", m[1])
		}
	}
}

// TestPairingIsASecret: the code is in the page as a drawing only, nothing on the
// way may store it, and nobody below an administrator sees it.
func TestPairingIsASecret(t *testing.T) {
	h := openHouse(t)
	boss, approver := h.join("Boss", staff.Admin, "en"), h.join("Huda", staff.Approver, "en")
	h.linker.set(pairing)
	for _, path := range []string{"/desk/channels", "/desk/channels/whatsapp"} {
		resp := boss.ask("GET", path, nil)
		resp.Body.Close()
		if got := resp.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", path, got)
		}
		status, body := boss.get(path)
		contains(t, status, body, http.StatusOK, `<svg class="qr"`, `role="img"`, "Valid for 20 seconds more")
		if strings.Contains(body, "linked_devices#") {
			t.Errorf("%s: the content of the code stands in the page", path)
		}
		if status, body := approver.get(path); status != http.StatusForbidden || strings.Contains(body, "qr") && strings.Contains(body, "<path fill") {
			t.Errorf("%s: an approver gets %d", path, status)
		}
	}
}

func TestPairByCode(t *testing.T) {
	h := openHouse(t)
	boss := h.join("Boss", staff.Admin, "en")
	for typed, phone := range map[string]string{
		"+966 50 000 0001": "+966500000001", "00966500000001": "+966500000001", "+٩٦٦ ٥٠ ٠٠٠ ٠٠٠١": "+966500000001", "(+1) 202-555-0100": "+12025550100",
	} {
		h.linker.set(linkIn(bots.LinkUnpaired))
		status, body := boss.post("/desk/channels/whatsapp/code", url.Values{"phone": {typed}})
		contains(t, status, body, http.StatusOK, "ABCD-1234", "Type this code on the phone")
		if last := h.linker.paired[len(h.linker.paired)-1]; last != phone {
			t.Errorf("%q was taken as %q", typed, last)
		}
	}
	h.linker.set(linkIn(bots.LinkUnpaired))
	for _, typed := range []string{"", "0500000001", "+0500000001", "phone", "+9665", "+9665000000019999999"} {
		n := len(h.linker.paired)
		status, body := boss.post("/desk/channels/whatsapp/code", url.Values{"phone": {typed}})
		contains(t, status, body, http.StatusUnprocessableEntity, "with its country", `value="`+strings.ReplaceAll(typed, "+", "&#43;")+`"`)
		if len(h.linker.paired) != n {
			t.Errorf("%q was taken for a phone", typed)
		}
	}
}

func TestPairAndUnlink(t *testing.T) {
	h := openHouse(t)
	boss := h.join("Boss", staff.Admin, "en")
	h.linker.set(linkIn(bots.LinkLoggedOut))
	status, body := boss.post("/desk/channels/whatsapp/pair", url.Values{})
	contains(t, status, body, http.StatusOK, "Linking has begun", `<svg class="qr"`)
	if !slices.Equal(h.linker.paired, []string{""}) {
		t.Errorf("paired %q", h.linker.paired)
	}
	h.linker.set(linkIn(bots.LinkConnected))
	status, body = boss.post("/desk/channels/whatsapp/unlink", url.Values{})
	contains(t, status, body, http.StatusUnprocessableEntity, "be undone: please confirm")
	if h.linker.unlinked != 0 {
		t.Error("ended without being sure")
	}
	status, body = boss.post("/desk/channels/whatsapp/unlink", url.Values{"sure": {"yes"}})
	contains(t, status, body, http.StatusOK, "The link was ended", "No phone is linked yet")
	h.linker.err = errors.New("out of reach")
	status, body = boss.post("/desk/channels/whatsapp/pair", url.Values{})
	contains(t, status, body, http.StatusOK, "That did not work")
}

func TestCheckAChannel(t *testing.T) {
	h := openHouse(t)
	boss := h.join("Boss", staff.Admin, "en")
	status, body := boss.get("/desk/channels?check=telegram")
	contains(t, status, body, http.StatusOK, "The platform answers")
	status, body = boss.get("/desk/channels?check=whatsappcloud")
	contains(t, status, body, http.StatusOK, "does not accept the token")
	if _, body = boss.get("/desk/channels"); strings.Contains(body, "The platform answers") {
		t.Error("asked without being asked to")
	}
}

// deskTexts are the texts of the desk in a language.
func deskTexts(t *testing.T, lang string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("../../../config/texts/desk." + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	plain := map[string]string{}
	for key, text := range all {
		if s, ok := text.(string); ok {
			plain[key] = s
		}
	}
	return plain
}

// unescaped is HTML as it reads.
func unescaped(body string) string {
	return strings.NewReplacer("&#39;", "'", "&#43;", "+", "&amp;", "&", "&#34;", `"`).Replace(body)
}
