package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"majlis/bots/web/desk"
	"majlis/flows/cases"
	"majlis/flows/faq"
	"majlis/flows/staff"
)

// contains fails unless an answer has this status and these words.
func contains(t *testing.T, status int, body string, wantStatus int, want ...string) {
	t.Helper()
	if status != wantStatus {
		t.Errorf("status %d, want %d", status, wantStatus)
	}
	for _, w := range want {
		if !strings.Contains(body, w) {
			t.Errorf("%q isn't on the page", w)
		}
	}
}

func TestRoutesAndRoles(t *testing.T) {
	h := openHouse(t)
	people := map[staff.Role]*person{"": h.visitor()}
	for _, role := range staff.Roles() {
		people[role] = h.join("the "+string(role), role, "en")
	}
	for _, pattern := range desk.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		least := desk.Least(pattern)
		if path == "/desk/sign-out" || strings.Contains(path, "sign-in") {
			continue // they would end the sessions this test needs
		}
		for role, p := range people {
			client := p.Client
			client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			resp := (&person{h: h, Client: client}).ask(method, path, url.Values{})
			resp.Body.Close()
			signIn := strings.HasPrefix(resp.Header.Get("Location"), "/desk/sign-in")
			switch {
			case role == "" && !signIn:
				t.Errorf("%s lets a stranger in: %d", pattern, resp.StatusCode)
			case role != "" && !role.Covers(least) && resp.StatusCode != http.StatusForbidden:
				t.Errorf("%s lets an %s in: %d", pattern, role, resp.StatusCode)
			case role != "" && role.Covers(least) && (resp.StatusCode == http.StatusForbidden || signIn):
				t.Errorf("%s keeps an %s out: %d", pattern, role, resp.StatusCode)
			}
		}
	}
}

func TestSignInTellsNothing(t *testing.T) {
	h := openHouse(t)
	h.join("Sara", staff.Agent, "en")
	var bodies []string
	for _, name := range []string{"Sara", "Nobody"} {
		p := h.visitor()
		status, body := p.post("/desk/sign-in", url.Values{"name": {name}, "password": {"wrong"}})
		contains(t, status, body, http.StatusUnauthorized)
		body = body[strings.Index(body, "<form"):]
		bodies = append(bodies, strings.ReplaceAll(body, name, "NAME"))
	}
	if bodies[0] != bodies[1] {
		t.Error("a known and an unknown name get different answers")
	}
}

func TestSessions(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	other := h.visitor()
	other.post("/desk/sign-in", url.Values{"name": {"Sara"}, "password": {password}})

	status, body := sara.post("/desk/settings/everywhere", url.Values{"old": {password}})
	contains(t, status, body, http.StatusOK, "All other devices are signed out.")
	if _, body := other.get("/desk/inbox"); !strings.Contains(body, "Sara") && !strings.Contains(body, `name="password"`) {
		t.Error("the other device is still signed in")
	}
	if status, body := sara.get("/desk/inbox"); status != http.StatusOK || strings.Contains(body, `name="password"`) {
		t.Error("this device was signed out too")
	}
	boss := h.join("Boss", staff.Admin, "en")
	status, body = boss.post("/desk/users/"+sara.ID+"/disabled", url.Values{"disabled": {"yes"}})
	contains(t, status, body, http.StatusOK, "The account was changed.", "disabled")
	if _, body := sara.get("/desk/inbox"); !strings.Contains(body, `name="password"`) {
		t.Error("a disabled account still works")
	}
}

func TestCookieIsClosed(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	sara.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp := sara.ask("POST", "/desk/sign-in", url.Values{"name": {"Sara"}, "password": {password}})
	resp.Body.Close()
	for _, c := range resp.Cookies() {
		if c.Name == "staff" && c.HttpOnly && c.SameSite == http.SameSiteLaxMode && c.Path == "/" {
			return
		}
	}
	t.Errorf("cookies %v", resp.Cookies())
}

func TestReply(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	h.town(sara.ID)
	before := len(h.cases.Posts)
	form := url.Values{"version": {"0"}, "action": {"reply"}, "text": {"It takes two weeks <b>at most</b>."}, "do": {"preview"}}
	status, body := sara.post("/desk/cases/case-1", form)
	contains(t, status, body, http.StatusOK, "What the citizen will read", "Reply to your inquiry", "&lt;b&gt;at most", "26-0042-171")
	if len(h.cases.Posts) != before {
		t.Fatal("a preview was sent")
	}
	form.Set("do", "send")
	status, body = sara.post("/desk/cases/case-1", form)
	contains(t, status, body, http.StatusOK, "The reply was sent.", "It takes two weeks")
	if len(h.cases.Posts) != before+1 || h.cases.Posts[before].Message.About != "case-1" {
		t.Fatalf("posts %+v", h.cases.Posts[before:])
	}
	status, body = sara.get("/desk/cases/26-0042-174")
	contains(t, status, body, http.StatusOK, "Donaudampfschiff")
}

func TestReplyInAnotherLanguageIsAskedForTwice(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	h.town(sara.ID)
	before := len(h.cases.Posts)
	form := url.Values{"version": {"0"}, "action": {"reply"}, "text": {"في أسبوعين"}, "do": {"send"}}
	status, body := sara.post("/desk/cases/case-1", form)
	contains(t, status, body, http.StatusOK, "not in English", `name="checked"`)
	if len(h.cases.Posts) != before {
		t.Fatal("it was sent at once")
	}
	form.Set("checked", "yes")
	status, body = sara.post("/desk/cases/case-1", form)
	contains(t, status, body, http.StatusOK, "The reply was sent.")
}

func TestStaleReplyKeepsBothVersions(t *testing.T) {
	h := openHouse(t)
	sara, omar := h.join("Sara", staff.Agent, "en"), h.join("Omar", staff.Agent, "en")
	h.town(sara.ID)
	omar.post("/desk/cases/case-1", url.Values{"version": {"0"}, "action": {"reply"}, "text": {"Omar was first"}, "do": {"send"}})
	form := url.Values{"version": {"0"}, "action": {"reply"}, "text": {"Sara wrote this"}, "do": {"send"}}
	status, body := sara.post("/desk/cases/case-1", form)
	contains(t, status, body, http.StatusConflict, "Somebody changed this", "Omar was first", "Sara wrote this", `name="version" value="1"`)
	form.Set("version", "1")
	status, body = sara.post("/desk/cases/case-1", form)
	contains(t, status, body, http.StatusOK, "The reply was sent.")
}

func TestMistakeKeepsWhatWasTyped(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	h.town(sara.ID)
	form := url.Values{"version": {"0"}, "action": {"refer"}, "text": {"Please look into it"}, "do": {"send"}}
	status, body := sara.post("/desk/cases/case-1", form)
	contains(t, status, body, http.StatusUnprocessableEntity, "Please choose one from the list.", "Please look into it", `value="refer" checked`)
}

func TestInsertAnswer(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	h.town(sara.ID)
	entries, _ := h.faq.Entries(t.Context(), faq.Published)
	form := url.Values{"version": {"0"}, "action": {"reply"}, "text": {"Hello,"}, "query": {"housing support"}, "do": {"find"}}
	status, body := sara.post("/desk/cases/case-1", form)
	contains(t, status, body, http.StatusOK, "insert:"+entries[0].ID, "Hello,")
	form.Set("do", "insert:"+entries[0].ID)
	status, body = sara.post("/desk/cases/case-1", form)
	contains(t, status, body, http.StatusOK, "Hello,\n\nOn the 24th of each month.")
}

func TestFilesAreHarmless(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	for id, want := range map[string]string{"photo": "image/png inline", "page": "application/octet-stream attachment"} {
		resp := sara.ask("GET", "/desk/files/"+id, nil)
		resp.Body.Close()
		how, _, _ := strings.Cut(resp.Header.Get("Content-Disposition"), ";")
		if got := resp.Header.Get("Content-Type") + " " + how; got != want || !strings.Contains(resp.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %s, %v", id, got, resp.Header)
		}
	}
	for _, id := range []string{"pending", "none"} {
		if status, _ := sara.get("/desk/files/" + id); status != http.StatusNotFound {
			t.Errorf("%s: %d", id, status)
		}
	}
}

func TestAssignAndFilter(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	h.town("")
	status, body := sara.post("/desk/cases/case-2/assign", url.Values{"version": {"0"}, "owner": {sara.ID}})
	contains(t, status, body, http.StatusOK, "The case has a new owner.")
	_, body = sara.get("/desk/inbox?owner=me")
	if !strings.Contains(body, "26-0042-172") || strings.Contains(body, "26-0042-171") {
		t.Error("the filter by owner shows the wrong cases")
	}
	_, body = sara.get("/desk/inbox?state=closed&q=" + url.QueryEscape("٢٦-٠٠٤٢-١٧٤"))
	if !strings.Contains(body, "Donaudampfschiff") {
		t.Error("a reference in Arabic digits doesn't find its case under any filter")
	}
	if status, _ := sara.post("/desk/cases/case-2/assign", url.Values{"version": {"1"}, "owner": {"nobody"}}); status != http.StatusBadRequest && status != http.StatusNotFound {
		t.Errorf("assigning to a stranger: %d", status)
	}
	if c, _ := h.cases.Case(t.Context(), "case-2"); c.Status != cases.InReview {
		t.Errorf("status %s", c.Status)
	}
}

func TestMergeAndUndoFromTheList(t *testing.T) {
	h := openHouse(t)
	ed := h.join("Ed", staff.Editor, "en")
	h.town(ed.ID)
	status, body := ed.post("/desk/questions/merge", url.Values{"group": {"papers", "appoint"}, "back": {"/desk/questions"}})
	contains(t, status, body, http.StatusOK, "The questions were merged.", "/undo")
	at := strings.Index(body, "/desk/decisions/")
	undo, _, _ := strings.Cut(body[at:], `"`)
	status, body = ed.post(undo, url.Values{"back": {"/desk/questions"}})
	contains(t, status, body, http.StatusOK, "Undone.")
	if g, _ := h.faq.Group(t.Context(), "appoint"); g.Merged != "" || g.Count != 3 {
		t.Errorf("%+v", g)
	}
	status, body = ed.post("/desk/questions/merge", url.Values{"group": {"papers"}, "back": {"https://evil.example/"}})
	contains(t, status, body, http.StatusOK, "Please select at least two")
}

func TestAnswerFromGroupToPublished(t *testing.T) {
	h := openHouse(t)
	ed, ap := h.join("Ed", staff.Editor, "en"), h.join("Ap", staff.Approver, "en")
	h.town(ap.ID)
	status, body := ed.post("/desk/questions/papers/draft", url.Values{})
	contains(t, status, body, http.StatusOK, "Which papers do I need for a building permit?", "papers for building permit")
	g, _ := h.faq.Group(t.Context(), "papers")
	path := "/desk/faq/" + g.Entry
	form := url.Values{
		"version": {"0"}, "question_en": {"Which papers?"}, "answer_en": {"See http://example.gov.sa"}, "do": {"submit"},
	}
	status, body = ed.post(path, form)
	contains(t, status, body, http.StatusUnprocessableEntity, "Links must begin with https", "http://example.gov.sa", `aria-invalid="true"`)
	form.Set("version", "1")
	form.Set("answer_en", "See https://example.gov.sa")
	status, body = ed.post(path, form)
	contains(t, status, body, http.StatusOK, "Saved and submitted.")
	if status, _ := ed.post(path+"/approve", url.Values{"version": {"3"}}); status != http.StatusForbidden {
		t.Errorf("an editor approves: %d", status)
	}
	status, body = ap.post(path+"/approve", url.Values{"version": {"3"}})
	contains(t, status, body, http.StatusOK, "Approved.")
	if e, _ := h.faq.Entry(t.Context(), g.Entry); e.Status != faq.Published || e.Author != ed.ID || e.Approver != ap.ID {
		t.Errorf("%+v", e)
	}
}

func TestStaleAnswerIsCompared(t *testing.T) {
	h := openHouse(t)
	ed := h.join("Ed", staff.Editor, "en")
	e, err := h.answers.Save(t.Context(), "", 0, "x", faq.Words{QuestionEn: "Q", AnswerEn: "one two three"})
	h.must(err)
	_, err = h.answers.Save(t.Context(), e.ID, 0, "y", faq.Words{QuestionEn: "Q", AnswerEn: "one 2 three"})
	h.must(err)
	status, body := ed.post("/desk/faq/"+e.ID, url.Values{"version": {"0"}, "question_en": {"Q"}, "answer_en": {"one two four"}, "do": {"save"}})
	contains(t, status, body, http.StatusConflict, "Somebody changed this", "one two four", "<del>", `name="version" value="1"`)
}

func TestDigestTakesTwoPeople(t *testing.T) {
	h := openHouse(t)
	one, two := h.join("One", staff.Approver, "en"), h.join("Two", staff.Approver, "en")
	h.town(two.ID)
	drafts, _ := h.faq.Digests(t.Context(), faq.DigestDraft)
	path := "/desk/digests/" + drafts[0].ID
	sent := len(h.faq.Sent)
	status, body := two.post(path+"/publish", url.Values{"version": {"0"}})
	contains(t, status, body, http.StatusOK, "nobody approves their own work")
	status, body = one.post(path+"/publish", url.Values{"version": {"0"}})
	contains(t, status, body, http.StatusOK, "Published. The digest is on its way.", "sent to 2 people")
	if len(h.faq.Sent) != sent+2 {
		t.Errorf("%d sent", len(h.faq.Sent)-sent)
	}
}

func TestDeadLettersAndAccounts(t *testing.T) {
	h := openHouse(t)
	boss := h.join("Boss", staff.Admin, "en")
	h.town(boss.ID)
	status, body := boss.post("/desk/dead/dead-1/retry", url.Values{})
	contains(t, status, body, http.StatusOK, "It is back in line.")
	status, body = boss.post("/desk/dead/dead-2/dismiss", url.Values{})
	contains(t, status, body, http.StatusOK, "Dismissed.", "Every message arrived")

	status, body = boss.post("/desk/users", url.Values{"name": {"New One"}, "password": {"short"}, "role": {"agent"}})
	contains(t, status, body, http.StatusUnprocessableEntity, "at least twelve characters", "New One")
	if strings.Contains(body, "short") && strings.Contains(body, `value="short"`) {
		t.Error("the password came back")
	}
	status, body = boss.post("/desk/users", url.Values{"name": {"New One"}, "password": {"a whole sentence"}, "role": {"editor"}, "lang": {"en"}})
	contains(t, status, body, http.StatusOK, "The account was created.", "New One", "Editor")
	status, body = boss.post("/desk/users/"+boss.ID+"/disabled", url.Values{"disabled": {"yes"}})
	contains(t, status, body, http.StatusOK, "This is your own account")
}

func TestTwoPeopleOnACaseSeeEachOther(t *testing.T) {
	h := openHouse(t)
	sara, omar := h.join("Sara", staff.Agent, "en"), h.join("Omar", staff.Agent, "en")
	h.town("")
	sara.get("/desk/cases/case-1")
	status, body := omar.get("/desk/cases/case-1")
	contains(t, status, body, http.StatusOK, "Also looking at this case:", "<bdi>Sara</bdi>")
	status, body = sara.get("/desk/cases/case-1/present")
	contains(t, status, body, http.StatusOK, "<bdi>Omar</bdi>")
	h.now = h.now.Add(60e9)
	if _, body := sara.get("/desk/cases/case-1/present"); strings.Contains(body, "Omar") {
		t.Error("who left is still there after a minute")
	}
}

func TestForgedRequestIsRefused(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	h.town(sara.ID)
	req, err := http.NewRequestWithContext(t.Context(), "POST", h.url+"/desk/cases/case-1", strings.NewReader("do=send&action=note&text=x"))
	h.must(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := sara.Do(req)
	h.must(err)
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", resp.StatusCode)
	}
}
