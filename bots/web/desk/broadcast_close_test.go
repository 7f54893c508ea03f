package desk_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"majlis/flows/cases"
	"majlis/flows/live"
	"majlis/flows/staff"
)

func (s *sitting) state(group string) (state live.State, answer string) {
	s.h.t.Helper()
	s.h.must(s.h.air.Boards.Read(s.h.t.Context(), s.id, func(b *live.Board) error {
		g := b.Group(s.id + group)
		state, answer = g.State, g.Answer
		return nil
	}))
	return state, answer
}

// What is left over is listed and decided before a broadcast is closed.
func TestCloseWithLeftovers(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Editor, "en")
	s := h.held(p.ID)
	s.asks("fee", "كم الرسوم؟", 4)
	s.asks("late", "Is there a grace period?", 5)
	_, body := p.get(s.path())
	contains(t, 200, body, 200, "3 questions have no outcome yet", "لماذا لا يعمل فرع الشمال", "كم الرسوم؟", "Is there a grace period?")
	if strings.Contains(body, "Close it for good") {
		t.Error("closing is offered while people wait")
	}
	status, body := p.post(s.path()+"/advance", url.Values{"to": {"closed"}, "sure": {"yes"}})
	contains(t, status, body, http.StatusOK, "no outcome yet; they are listed below")

	at := s.path() + "/groups/" + s.id
	status, body = p.post(at+"fee", url.Values{"do": {"answer"}, "text": {" "}})
	contains(t, status, body, http.StatusUnprocessableEntity, "Please write something here first.")
	status, body = p.post(at+"fee", url.Values{"do": {"answer"}, "text": {"BEGIN " + strings.Repeat("long ", 2500)}})
	contains(t, status, body, http.StatusUnprocessableEntity, "This is too long.", "BEGIN long long")
	status, body = p.post(at+"fee", url.Values{"do": {"answer"}, "text": {"لا رسوم"}})
	contains(t, status, body, http.StatusOK, "Decided.", "2 questions have no outcome yet")
	status, body = p.post(at+"late", url.Values{"do": {"decline"}, "reason": {""}})
	contains(t, status, body, http.StatusUnprocessableEntity, "Please choose one from the list.")
	status, body = p.post(at+"late", url.Values{"do": {"decline"}, "reason": {"no_time"}})
	contains(t, status, body, http.StatusOK, "1 question has no outcome yet")
	if status, _ := p.post(at+"none", url.Values{"do": {"answer"}, "text": {"x"}}); status != http.StatusNotFound {
		t.Errorf("a group that isn't there: %d", status)
	}

	status, body = p.post(s.path()+"/rest", nil)
	contains(t, status, body, http.StatusOK, "can be closed now", "Close it for good")
	status, body = p.post(s.path()+"/advance", url.Values{"to": {"closed"}})
	contains(t, status, body, http.StatusOK, "please tick the box")
	status, body = p.post(s.path()+"/advance", url.Values{"to": {"closed"}, "sure": {"yes"}})
	contains(t, status, body, http.StatusOK, "The broadcast is closed.", "Open the report", "The cases are being made")
	if state, answer := s.state("fee"); state != live.Answered || answer != "لا رسوم" {
		t.Errorf("fee is %s: %q", state, answer)
	}
	if late, _ := s.state("late"); late != live.Declined {
		t.Errorf("late is %s", late)
	}
	if hours, _ := s.state("hours"); hours != live.Later {
		t.Errorf("hours is %s", hours)
	}
	status, body = p.post(at+"fee", url.Values{"do": {"answer"}, "text": {"x"}})
	contains(t, status, body, http.StatusOK, "The broadcast is over")
	status, body = p.post(s.path()+"/rest", nil)
	contains(t, status, body, http.StatusOK, "The broadcast is over")
}

// One answer reaches all cases of a group, each once, in its language.
func TestAnswerFollowUps(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Agent, "en")
	s := h.held(p.ID)
	s.asks("late", "Is there a grace period?", 4)
	_, err := h.air.PostponeRest(t.Context(), s.deed())
	h.must(err)
	s.to(live.Closed)
	h.tell()
	_, body := p.get(s.path())
	contains(t, 200, body, 200, "4 of 4 wait", "2 of 2 wait", "Answer 4 cases")
	ids := h.followed(s, "late")
	one, err := h.cases.Case(t.Context(), ids[0])
	h.must(err)
	_, err = h.desk.Reply(t.Context(), cases.Deed{Case: one.ID, Version: one.Version, Actor: p.ID}, "Answered by hand.")
	h.must(err)

	at := s.path() + "/groups/" + s.id + "late/reply"
	status, body := p.post(at, url.Values{"text_ar": {" "}})
	contains(t, status, body, http.StatusUnprocessableEntity, "Please write something here first.")
	status, body = p.post(at, url.Values{"text_ar": {"نعم"}, "text_en": {strings.Repeat("x", 4001)}})
	contains(t, status, body, http.StatusUnprocessableEntity, "This is too long.", "نعم</textarea>", "3 of 4 wait")
	status, body = p.post(at, url.Values{"text_ar": {"نعم، شهر"}, "text_en": {"Yes, a month"}})
	contains(t, status, body, http.StatusOK, "The answer is on its way", "All answered", "2 of 2 wait")
	h.now = h.now.Add(time.Hour)
	status, body = p.post(at, url.Values{"text_ar": {"نعم، شهر"}, "text_en": {"Yes, a month"}}) // repeated
	contains(t, status, body, http.StatusOK, "All answered")
	after := h.replies(ids)
	for _, id := range ids {
		c, err := h.cases.Case(t.Context(), id)
		h.must(err)
		want := map[string]string{"ar": "نعم، شهر", "en": "Yes, a month"}[c.Lang]
		if id == ids[0] {
			want = "Answered by hand."
		}
		if got := after[id]; !slices.Equal(got, []string{want}) {
			t.Errorf("case %s in %s was told %q, want %q once", id, c.Lang, got, want)
		}
		if c.Status != cases.Answered {
			t.Errorf("case %s is %s", id, c.Status)
		}
	}
}

// A language that nothing was written in gets the other.
func TestAnswerFollowUpsInOneLanguage(t *testing.T) {
	h := openHouse(t)
	p := h.join("Sara", staff.Agent, "en")
	s := h.held(p.ID)
	_, err := h.air.PostponeRest(t.Context(), s.deed())
	h.must(err)
	s.to(live.Closed)
	h.tell()
	p.post(s.path()+"/groups/"+s.id+"hours/reply", url.Values{"text_en": {"It does now."}})
	for id, told := range h.replies(h.followed(s, "hours")) {
		if !slices.Equal(told, []string{"It does now."}) {
			t.Errorf("case %s was told %q", id, told)
		}
	}
}

// followed are the cases of a group.
func (h *house) followed(s *sitting, group string) []string {
	h.t.Helper()
	byGroup, err := h.live.FollowUps(h.t.Context(), s.id)
	h.must(err)
	if len(byGroup[s.id+group]) == 0 {
		h.t.Fatal("no cases")
	}
	return byGroup[s.id+group]
}

// replies are what staff replied, by case.
func (h *house) replies(ids []string) map[string][]string {
	h.t.Helper()
	told := map[string][]string{}
	for _, id := range ids {
		events, err := h.cases.Events(h.t.Context(), id)
		h.must(err)
		for _, e := range events {
			if e.Kind == cases.EventReply {
				told[id] = append(told[id], e.Text)
			}
		}
	}
	return told
}
