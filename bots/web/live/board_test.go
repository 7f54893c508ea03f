package live_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	domain "majlis/flows/live"
	"majlis/flows/staff"
)

func TestBoardPage(t *testing.T) {
	h := openHouse(t)
	mod := h.join("Sara Alqahtani", staff.Agent, "en")
	host := h.join("خالد العمري", staff.Editor, "ar")
	b := h.plan(host.ID, domain.Announced, domain.Collecting, domain.OnAir)
	h.town(b)
	status, body := mod.get("/live/" + b.ID + "/board")
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	for _, want := range []string{"متى يُصرف الدعم السكني", "To be reviewed", `data-as="moderator"`, "لماذا لا تردون"} {
		if !strings.Contains(body, want) {
			t.Errorf("a moderator's board lacks %q", want)
		}
	}
	if strings.Contains(body, "⟦") {
		t.Errorf("a text is missing: %s", missing.FindAllString(body, -1))
	}
	if strings.Contains(body, "person-") {
		t.Error("the board says who asked")
	}
	_, body = host.get("/live/" + b.ID + "/board")
	if strings.Contains(body, "لماذا لا تردون") || !strings.Contains(body, `data-as="host"`) || strings.Contains(body, "⟦") {
		t.Errorf("the host sees what waits for a moderator, or a text is missing: %s", missing.FindAllString(body, -1))
	}
}

var missing = regexp.MustCompile("⟦[^⟧]*⟧")

func TestWhoMaySeeWhat(t *testing.T) {
	h := openHouse(t)
	mod, visitor := h.join("Sara", staff.Agent, "en"), h.visitor()
	b := h.plan("host", domain.Announced)
	planned := h.plan("host")
	signIn := func(body string) bool { return strings.Contains(body, `name="password"`) }
	for path, open := range map[string]bool{
		"/live": true, "/live/" + b.ID: true, "/live/" + b.ID + "/board": false, "/live/" + b.ID + "/groups/x": false,
		"/live/" + b.ID + "/stage": false, "/live/" + b.ID + "/overlay": false, "/live/" + b.ID + "/stage?key=wrong": false,
		"/live/" + b.ID + "/stage?key=" + b.Key: true, "/live/" + b.ID + "/overlay?key=" + b.Key: true,
		"/live/" + planned.ID + "/overlay?key=" + b.Key: false,
	} {
		status, body := visitor.get(path)
		if status != http.StatusOK || signIn(body) == open {
			t.Errorf("%s: %d, sign-in asked: %v", path, status, signIn(body))
		}
		if status, body := mod.get(path); !strings.Contains(path, "/groups/") && (status != http.StatusOK || signIn(body)) {
			t.Errorf("staff at %s: %d", path, status)
		}
	}
	if status, _ := visitor.get("/live/" + planned.ID); status != http.StatusNotFound {
		t.Errorf("a broadcast that nobody was told of: %d", status)
	}
	if status, body := visitor.do("POST", "/live/"+b.ID+"/act", url.Values{"deed": {"pin"}}, "application/json"); status != http.StatusUnauthorized {
		t.Errorf("a visitor's deed: %d %s", status, body)
	}
	for _, as := range []string{"moderator", "host", ""} {
		if status, body := visitor.do("GET", "/live/"+b.ID+"/events?as="+as, nil, "text/event-stream"); status != http.StatusUnauthorized {
			t.Errorf("a visitor's feed as %q: %d %s", as, status, body)
		}
	}
	if status, _ := visitor.do("GET", "/live/"+planned.ID+"/events?as=public", nil, "text/event-stream"); status != http.StatusNotFound {
		t.Errorf("the feed of a broadcast that nobody was told of: %d", status)
	}
}

func TestRevokedKey(t *testing.T) {
	h := openHouse(t)
	host, visitor := h.join("Host", staff.Agent, "en"), h.visitor()
	b := h.plan(host.ID, domain.Announced)
	feed := h.listen(visitor, "/live/"+b.ID+"/events?as=public&key="+b.Key)
	feed.until(func(v viewer) bool { return v.hash != "" })
	if status, _, code := host.act(b, "deed", "key"); status != http.StatusOK {
		t.Fatalf("%d %s", status, code)
	}
	_, body := visitor.get("/live/" + b.ID + "/stage?key=" + b.Key)
	if !strings.Contains(body, `name="password"`) {
		t.Error("the old link still opens the stage")
	}
	if status, _ := visitor.do("GET", "/live/"+b.ID+"/events?as=public&key="+b.Key, nil, "text/event-stream"); status != http.StatusForbidden {
		t.Errorf("the old link still opens the feed: %d", status)
	}
	after, err := h.store.Broadcast(t.Context(), b.ID)
	h.must(err)
	if status, body := visitor.get("/live/" + b.ID + "/stage?key=" + after.Key); status != http.StatusOK || strings.Contains(body, `name="password"`) {
		t.Error("the new link doesn't open the stage")
	}
}

func TestDeeds(t *testing.T) {
	h := openHouse(t)
	mod := h.join("Sara", staff.Agent, "en")
	host := h.join("Khalid", staff.Agent, "ar")
	b := h.plan(host.ID, domain.Announced, domain.Collecting)
	h.town(b)
	for _, tt := range []struct {
		name   string
		form   []string
		status int
		code   string
		group  string
		state  domain.State
	}{
		{"unknown", []string{"deed", "explode"}, 422, "deed.unknown", "", ""},
		{"none", []string{"deed", "approve", "group", "none"}, 404, "not_found", "", ""},
		{"approve", []string{"deed", "approve", "group", "rude"}, 200, "", "rude", domain.Approved},
		{"decline without a reason", []string{"deed", "decline", "group", "rude"}, 422, "reason.unknown", "rude", domain.Approved},
		{"decline", []string{"deed", "decline:offensive", "group", "rude"}, 200, "", "rude", domain.Declined},
		{"too early", []string{"deed", "now", "group", "pay"}, 422, "broadcast.not_on_air", "pay", domain.Approved},
		{"next", []string{"deed", "next", "group", "pay"}, 200, "", "pay", domain.Next},
		{"first", []string{"deed", "next:1", "group", "income"}, 200, "", "income", domain.Next},
		{"later", []string{"deed", "later", "group", "apply"}, 200, "", "apply", domain.Later},
		{"empty answer", []string{"deed", "answer", "group", "pay", "text", " "}, 422, "text.empty", "pay", domain.Next},
		{"answer", []string{"deed", "answer", "group", "pay", "text", "On the 24th."}, 200, "", "pay", domain.Answered},
		{"into itself", []string{"deed", "merge", "group", "income", "into", "income"}, 422, "into.same", "income", domain.Next},
		{"merge", []string{"deed", "merge", "group", "widow", "into", "income"}, 200, "", "widow", domain.Merged},
		{"merged already", []string{"deed", "pin", "group", "widow"}, 422, "group.merged", "", ""},
		{"split nothing", []string{"deed", "split", "group", "income"}, 422, "items.empty", "", ""},
		{"split", []string{"deed", "split", "group", "income", "items", "widow-0", "items", "widow-1"}, 200, "", "income", domain.Next},
		{"name", []string{"deed", "name", "group", "income", "text", "ما حد الدخل؟"}, 200, "", "", ""},
		{"labels", []string{"deed", "label", "group", "income", "labels", "دخل، شروط"}, 200, "", "", ""},
		{"long label", []string{"deed", "label", "group", "income", "labels", strings.Repeat("x", 40)}, 422, "labels.long", "", ""},
		{"pin", []string{"deed", "pin", "group", "income"}, 200, "", "", ""},
		{"note", []string{"deed", "note", "text", "دقيقتان"}, 200, "", "", ""},
		{"close", []string{"deed", "advance:on_air"}, 403, "forbidden", "", ""}, // only the host
	} {
		status, _, code := mod.act(b, tt.form...)
		if status != tt.status || code != tt.code {
			t.Errorf("%s: %d %q, want %d %q", tt.name, status, code, tt.status, tt.code)
		}
		if tt.group != "" && h.state(b, tt.group) != tt.state {
			t.Errorf("%s: the group is %s, want %s", tt.name, h.state(b, tt.group), tt.state)
		}
	}
	if status, _, code := host.act(b, "deed", "advance:on_air"); status != 200 {
		t.Errorf("the host can't go on air: %d %s", status, code)
	}
	if status, _, code := host.act(b, "deed", "now", "group", "income"); status != 200 {
		t.Errorf("the host can't take a question: %d %s", status, code)
	}
	if status, _, code := host.act(b, "deed", "advance:closed"); status != 422 || code != "broadcast.owed" {
		t.Errorf("closed while questions wait: %d %s", status, code)
	}
}

func TestUndoWithinTheGrace(t *testing.T) {
	h := openHouse(t)
	mod := h.join("Sara", staff.Agent, "en")
	b := h.plan("host", domain.Announced, domain.Collecting)
	h.town(b)
	before := h.hash(b, domain.ForModerator)
	_, seq, _ := mod.act(b, "deed", "decline:unclear", "group", "pay")
	if status, _, code := mod.act(b, "deed", "undo", "undo", itoa(seq)); status != 200 || h.state(b, "pay") != domain.Approved {
		t.Errorf("%d %s, %s", status, code, h.state(b, "pay"))
	}
	if strings.TrimLeft(before, "0") == "" {
		t.Error("no hash")
	}
	_, seq, _ = mod.act(b, "deed", "decline:unclear", "group", "pay")
	h.pass(domain.Grace + time.Second)
	if status, _, code := mod.act(b, "deed", "undo", "undo", itoa(seq)); status != 422 || code != "undo.told" {
		t.Errorf("what was told is taken back: %d %s", status, code)
	}
}

func TestNotesAreReadByTheHost(t *testing.T) {
	h := openHouse(t)
	mod, host := h.join("Sara", staff.Agent, "en"), h.join("Khalid", staff.Agent, "ar")
	b := h.plan(host.ID, domain.Announced)
	mod.act(b, "deed", "note", "text", "Two more questions")
	var note string
	h.must(h.boards.Read(t.Context(), b.ID, func(board *domain.Board) error {
		note = board.Notes()[0].ID
		return nil
	}))
	if status, _, _ := mod.act(b, "deed", "seen:"+note); status != http.StatusForbidden {
		t.Errorf("a moderator reads in place of the host: %d", status)
	}
	if status, _, _ := host.act(b, "deed", "seen", "note", note); status != http.StatusOK {
		t.Errorf("the host can't read: %d", status)
	}
}

func TestFormsWithoutScripts(t *testing.T) {
	h := openHouse(t)
	mod := h.join("Sara", staff.Agent, "en")
	b := h.plan("host", domain.Announced, domain.Collecting)
	h.town(b)
	status, body := mod.post("/live/"+b.ID+"/act", url.Values{"deed": {"approve"}, "group": {"when"}})
	if status != http.StatusOK || !strings.Contains(body, "flash") || !strings.Contains(body, `name="undo"`) {
		t.Errorf("after approving: %d, flash %v", status, strings.Contains(body, "flash"))
	}
	_, body = mod.post("/live/"+b.ID+"/act", url.Values{"deed": {"merge"}, "group": {"when"}, "into": {"when"}, "from": {"group"}})
	if !strings.Contains(body, "Please choose another question.") || !strings.Contains(body, "merge-into") {
		t.Errorf("a mistake on the page of a group: %s", body)
	}
	if _, body = mod.get("/live/" + b.ID + "/groups/pay"); strings.Contains(body, "⟦") || strings.Contains(body, "person-") {
		t.Errorf("the page of a group: %s", missing.FindAllString(body, -1))
	}
	if _, body = mod.get("/live/" + b.ID + "/board?q=الدعم&sort=newest"); strings.Contains(body, "ما الحد الأعلى") || !strings.Contains(body, "يُصرف") {
		t.Error("the search finds what it should not, or nothing")
	}
}

func TestAskPage(t *testing.T) {
	h := openHouse(t)
	visitor := h.visitor()
	b := h.plan("host", domain.Announced, domain.Collecting)
	h.town(b)
	status, body := visitor.get("/live/" + b.ID + "?lang=en")
	if status != http.StatusOK || strings.Contains(body, "⟦") {
		t.Fatalf("%d %s", status, missing.FindAllString(body, -1))
	}
	for want, there := range map[string]bool{
		"متى يُصرف": true, "لماذا لا تردون": false, b.Code: true, b.Key: false, "t.me/ministry_bot": true, `<textarea`: true, "person-": false,
	} {
		if strings.Contains(body, want) != there {
			t.Errorf("%q on the page: %v", want, !there)
		}
	}
	visitor.do("POST", "/live/"+b.ID+"/ask", url.Values{"id": {"m1"}, "text": {" متى؟ "}}, "application/json")
	visitor.do("POST", "/live/"+b.ID+"/ask", url.Values{"id": {"m2"}, "too": {"17"}}, "application/json")
	if want := []string{"m1: #" + b.Code + " متى؟", "m2: #" + b.Code + "-17 Me too"}; strings.Join(h.said, "|") != strings.Join(want, "|") {
		t.Errorf("the house heard %q, want %q", h.said, want)
	}
	if status, _ := visitor.do("POST", "/live/"+b.ID+"/ask", url.Values{"id": {"m3"}, "too": {"x"}}, "application/json"); status != http.StatusBadRequest {
		t.Errorf("a number that is none: %d", status)
	}
}

func TestLedgerOnceClosed(t *testing.T) {
	h := openHouse(t)
	host := h.join("Host", staff.Agent, "en")
	b := h.plan(host.ID, domain.Announced, domain.Collecting, domain.OnAir)
	h.town(b)
	host.act(b, "deed", "now", "group", "pay")
	host.act(b, "deed", "answered", "group", "pay")
	host.act(b, "deed", "decline:offensive", "group", "rude")
	host.act(b, "deed", "rest")
	if status, _, code := host.act(b, "deed", "advance:closed"); status != http.StatusOK {
		t.Fatalf("%d %s", status, code)
	}
	_, body := h.visitor().get("/live/" + b.ID + "?lang=en")
	for _, want := range []string{"<td>14</td>", "<td>21</td>", "<strong>36</strong>", "t=20s"} {
		if !strings.Contains(body, want) {
			t.Errorf("the ledger lacks %s", want)
		}
	}
	if strings.Contains(body, "<textarea") {
		t.Error("a closed broadcast takes questions")
	}
}
