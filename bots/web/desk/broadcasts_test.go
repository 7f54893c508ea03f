package desk_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/staff"
)

// typed is a plan as a form sends it.
func typed(host string) url.Values {
	return url.Values{
		"title_ar": {"لقاء الإسكان"}, "title_en": {"Housing hour"}, "about_ar": {"عن الدعم"}, "about_en": {"About support"},
		"keyword_ar": {"سكن"}, "keyword_en": {"home"}, "link": {"https://youtu.be/dQw4w9WgXcQ"}, "service": {"housing"}, "host": {host},
		"date": {"2026-11-24"}, "time": {"18:30"}, "length": {"٩٠"}, "delay": {"20"}, "moderation": {"flagged"}, "flagged": {"one\r\n\r\n two \r\none"},
		"version": {"0"},
	}
}

func with(form url.Values, name, value string) url.Values {
	form = maps.Clone(form)
	form[name] = []string{value}
	return form
}

func (h *house) onlyBroadcast() live.Broadcast {
	h.t.Helper()
	list, err := h.live.Broadcasts(h.t.Context())
	h.must(err)
	if len(list) != 1 {
		h.t.Fatalf("%d broadcasts", len(list))
	}
	return list[0]
}

func TestPlanABroadcast(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Editor, "en")
	status, body := p.post("/desk/broadcasts", typed(p.ID))
	contains(t, status, body, http.StatusOK, "Saved.", "Housing hour", "Tuesday 24 November 2026 18:30", "Asia/Riyadh", "Announce it")
	b := h.onlyBroadcast()
	if want := time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC); !b.StartsAt.Equal(want) || b.Length != 90*time.Minute || b.Delay != 20*time.Second {
		t.Errorf("starts %v, lasts %v, delay %v", b.StartsAt, b.Length, b.Delay)
	}
	if b.Status != live.Planned || b.Host != p.ID || strings.Join(b.Flagged, "|") != "one|two" || b.Moderation != live.ModerateFlagged {
		t.Errorf("%+v", b)
	}
	_, body = p.get("/desk/broadcasts/" + b.ID + "/edit")
	contains(t, status, body, http.StatusOK, `value="2026-11-24"`, `value="18:30"`, `value="90"`, `value="سكن"`, "one\ntwo")
}

// Every rule is told beside its field, and nothing typed is lost.
func TestMistakesOfAPlan(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Editor, "en")
	good := typed(p.ID)
	for _, tt := range []struct{ name, value, field, want string }{
		{"title_en", strings.Repeat("x", 121), "title", "120 characters"},
		{"about_ar", strings.Repeat("ع", 601), "about", "600 characters"},
		{"keyword_en", "two words", "keyword", "one word"},
		{"date", "soon", "starts_at", "be read"},
		{"date", "", "starts_at", "be read"},
		{"date", "2026-11-22", "", ""},
		{"date", "2026-11-21", "starts_at", "is past"},
		{"length", "0", "length", "720"},
		{"length", "long", "length", "720"},
		{"length", "99999999999999999999", "length", "720"},
		{"delay", "301", "delay", "300 seconds"},
		{"delay", "-1", "delay", "300 seconds"},
		{"link", "youtube", "link", "https://"},
		{"host", "nobody", "host", "host from the list"},
		{"host", "", "host", "choose a host"},
		{"moderation", "sometimes", "moderation", "from the list"},
		{"service", "unheard-of", "service", "from the list"},
	} {
		status, body := p.post("/desk/broadcasts", with(good, tt.name, tt.value))
		if tt.field == "" {
			contains(t, status, body, http.StatusOK, "Saved.")
			continue
		}
		contains(t, status, body, http.StatusUnprocessableEntity, `id="mistake-`+tt.field+`"`, tt.want, `aria-describedby="mistake-`+tt.field)
		for name, value := range good {
			if name != tt.name && name != "flagged" && name != "length" && name != "version" && !strings.Contains(body, value[0]) {
				t.Errorf("with a wrong %s, %q is lost", tt.name, value[0])
			}
		}
	}
	nothing := url.Values{"host": {p.ID}, "length": {"60"}}
	status, body := p.post("/desk/broadcasts", nothing)
	contains(t, status, body, http.StatusUnprocessableEntity, "at least one language")
	status, body = p.post("/desk/broadcasts", with(nothing, "title_ar", "عنوان"))
	contains(t, status, body, http.StatusUnprocessableEntity, "A date and a time are needed.")
}

func TestTwoChangeAPlan(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Editor, "en")
	s := h.plan(p.ID, flows.Text{En: "Housing hour"}, h.now.Add(48*time.Hour))
	status, body := p.post(s.path(), with(typed(p.ID), "title_en", "First"))
	contains(t, status, body, http.StatusOK, "Saved.", "First")
	status, body = p.post(s.path(), with(typed(p.ID), "title_en", "Second"))
	contains(t, status, body, http.StatusConflict, "in the meantime", `value="Second"`, ">First<", `name="version" value="1"`)
	status, body = p.post(s.path(), with(with(typed(p.ID), "title_en", "Second"), "version", "1"))
	contains(t, status, body, http.StatusOK, "Saved.", "Second")
}

// A new time is told to thousands: it is asked once.
func TestMoveABroadcast(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Editor, "en")
	h.live.Opted = []live.Member{{Contact: "a"}, {Contact: "b"}}
	s := h.plan(p.ID, flows.Text{En: "Housing hour"}, h.now.Add(48*time.Hour))
	form := typed(p.ID)
	status, body := p.post(s.path(), form)
	contains(t, status, body, http.StatusOK, "Saved.")
	s.to(live.Announced)
	form = with(with(form, "version", "2"), "time", "19:00")
	status, body = p.post(s.path(), form)
	contains(t, status, body, http.StatusUnprocessableEntity, "2 people were told the old time", `value="19:00"`, "Tell everyone the new time.")
	if b := h.onlyBroadcast(); b.Moved != 0 {
		t.Error("it was moved unasked")
	}
	status, body = p.post(s.path(), with(form, "sure", "yes"))
	contains(t, status, body, http.StatusOK, "Saved.", "19:00")
	if b := h.onlyBroadcast(); b.Moved != 1 {
		t.Errorf("moved %d times", b.Moved)
	}
	status, body = p.post(s.path(), with(with(form, "version", "3"), "delay", "5"))
	contains(t, status, body, http.StatusOK, "Saved.") // the same time moves nothing
}

func TestWhoTakesABroadcastOn(t *testing.T) {
	h := openHouse(t)
	editor, host, agent := h.join("Editor", staff.Editor, "en"), h.join("Host", staff.Agent, "en"), h.join("Agent", staff.Agent, "en")
	s := h.plan(host.ID, flows.Text{En: "Housing hour"}, h.now.Add(10*time.Minute))
	h.live.Opted = []live.Member{{Contact: "a"}}
	step := func(p *person, to live.Status, sure string) (int, string) {
		return p.post(s.path()+"/advance", url.Values{"to": {string(to)}, "sure": {sure}})
	}
	_, body := host.get(s.path())
	contains(t, 200, body, 200, "1 person is told.", "Live broadcast:", "بث مباشر:", "Editors plan, announce")
	if status, _ := step(host, live.Announced, "yes"); status != http.StatusForbidden {
		t.Errorf("the host, an agent, announces: %d", status)
	}
	status, body := step(editor, live.Announced, "")
	contains(t, status, body, http.StatusOK, "please tick the box")
	status, body = step(editor, live.Announced, "yes")
	contains(t, status, body, http.StatusOK, "Everyone is being told")
	status, body = step(editor, live.Announced, "yes") // pressed twice
	contains(t, status, body, http.StatusOK, "Announced")
	status, body = step(editor, live.Reported, "yes")
	contains(t, status, body, http.StatusOK, "go there from here")
	if status, _ := step(agent, live.Collecting, ""); status != http.StatusForbidden {
		t.Errorf("any agent opens it: %d", status)
	}
	status, body = step(host, live.Collecting, "")
	contains(t, status, body, http.StatusOK, "Questions are taken now.")
	if status, _ := step(host, live.Cancelled, "yes"); status != http.StatusForbidden {
		t.Errorf("the host, an agent, cancels: %d", status)
	}
	status, body = step(host, live.OnAir, "")
	contains(t, status, body, http.StatusOK, "The broadcast is on air.")
	if status, _ := agent.post(s.path()+"/rest", nil); status != http.StatusForbidden {
		t.Errorf("any agent puts off what is left: %d", status)
	}
}

// Going on air long before the start is asked, and so is cancelling.
func TestStepsThatAreAsked(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Editor, "en")
	s := h.plan(p.ID, flows.Text{En: "Housing hour"}, h.now.Add(5*time.Hour))
	s.to(live.Announced)
	for _, to := range []live.Status{live.OnAir, live.Cancelled} {
		status, body := p.post(s.path()+"/advance", url.Values{"to": {string(to)}})
		contains(t, status, body, http.StatusOK, "please tick the box")
	}
	status, body := p.post(s.path()+"/advance", url.Values{"to": {"cancelled"}, "sure": {"yes"}})
	contains(t, status, body, http.StatusOK, "The broadcast was cancelled.", "Everyone who was told of it is told so once.")
	status, body = p.get(s.path() + "/edit")
	contains(t, status, body, http.StatusOK, "The broadcast is over")
	status, body = p.post(s.path(), with(with(typed(p.ID), "version", "2"), "sure", "yes"))
	contains(t, status, body, http.StatusOK, "The broadcast is over")
	if status, _ := p.get(s.path() + "/report"); status != http.StatusNotFound {
		t.Errorf("a broadcast that never was has a report: %d", status)
	}
}
