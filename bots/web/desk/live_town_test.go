package desk_test

import (
	"fmt"
	"log/slog"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/live"
)

// sitting is a broadcast of a test and who plans it.
type sitting struct {
	h    *house
	id   string
	by   string // staff id
	last int    // questions so far
}

// plan plans a broadcast.
func (h *house) plan(by string, title flows.Text, startsAt time.Time) *sitting {
	h.t.Helper()
	b, err := h.air.Create(h.t.Context(), live.Plan{
		Title: title, About: flows.Text{Ar: "شروط الدعم السكني الجديدة", En: "The new rules of housing support"},
		Keyword: flows.Text{Ar: "السكن", En: "housing"}, Link: "https://www.youtube.com/watch?v=dQw4w9WgXcQ", Service: "housing", Host: by,
		StartsAt: startsAt, Length: time.Hour, Delay: 20 * time.Second, Moderation: live.ModerateFlagged, Flagged: []string{"رشوة"},
	})
	h.must(err)
	return &sitting{h: h, id: b.ID, by: by}
}

func (s *sitting) deed() live.Deed { return live.Deed{Broadcast: s.id, Actor: s.by} }

func (s *sitting) path() string { return "/desk/broadcasts/" + s.id }

// to takes it through statuses.
func (s *sitting) to(statuses ...live.Status) {
	s.h.t.Helper()
	for _, status := range statuses {
		_, err := s.h.air.Advance(s.h.t.Context(), s.deed(), status)
		s.h.must(err)
	}
}

// asks lets people ask one question, the first in words of their own and the
// others with "me too". They write in Arabic and English by turns.
func (s *sitting) asks(group, text string, people int) {
	s.h.t.Helper()
	ctx := s.h.t.Context()
	for i := range people {
		s.last++
		person, lang, channel := fmt.Sprintf("person-%03d", s.last), []string{"ar", "en"}[i%2], []string{"telegram", "web", "whatsapp"}[i%3]
		_, err := s.h.live.Join(ctx, live.Member{Broadcast: s.id, Person: person, Contact: "of-" + person, Channel: channel, Lang: lang, At: s.h.now})
		s.h.must(err)
		e := live.Event{Broadcast: s.id, At: s.h.now.Add(time.Duration(s.last) * 20 * time.Second)}
		e.Data = live.Data{Question: fmt.Sprintf("q-%d", s.last), Person: person, Channel: channel, Lang: lang}
		if i > 0 {
			e.Kind, e.Data.Group = live.EventSupported, s.id+group
			s.h.must(s.h.live.Append(ctx, -1, e))
			continue
		}
		e.Kind, e.Data.Text = live.EventAsked, text
		grouped := live.Event{Broadcast: s.id, At: e.At, Kind: live.EventGrouped}
		grouped.Data = live.Data{Question: e.Data.Question, Group: s.id + group, Text: text, Lang: lang, State: live.Approved}
		s.h.must(s.h.live.Append(ctx, -1, e, grouped))
	}
}

// onAir answers a group on air: the host is at it for some minutes.
func (s *sitting) onAir(group string, minutes int) {
	s.h.t.Helper()
	_, err := s.h.air.Take(s.h.t.Context(), s.deed(), s.id+group)
	s.h.must(err)
	s.h.now = s.h.now.Add(time.Duration(minutes) * time.Minute)
	_, err = s.h.air.Answer(s.h.t.Context(), s.deed(), s.id+group, "")
	s.h.must(err)
}

// tell tells everyone what is due, which makes cases of what is followed up.
func (h *house) tell() {
	h.t.Helper()
	teller := live.NewTeller(&live.Teller{
		Store: h.live, Boards: h.air.Boards, Cases: h.desk, Ministry: h.desk.Ministry, Texts: h.desk.Texts,
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return h.now },
	})
	h.must(teller.Tell(h.t.Context()))
}

// held is a broadcast of which one question was answered on air, one in writing,
// one declined, and one is still owed.
func (h *house) held(by string) *sitting {
	h.t.Helper()
	s := h.plan(by, flows.Text{Ar: "لقاء الدعم السكني", En: "Housing support, live"}, h.now)
	s.to(live.Collecting, live.OnAir)
	s.asks("loan", "متى يُصرف الدعم السكني هذا الشهر؟", 7)
	s.asks("papers", "Which papers do I need for a building permit?", 3)
	s.asks("hours", "لماذا لا يعمل فرع الشمال يوم الخميس؟", 2)
	s.asks("other", "ما رأيكم في المباراة؟", 1)
	h.now = h.now.Add(3 * time.Minute)
	s.onAir("loan", 4)
	_, err := h.air.Answer(h.t.Context(), s.deed(), s.id+"papers", "A title deed and a site plan.")
	h.must(err)
	_, err = h.air.Decline(h.t.Context(), s.deed(), s.id+"other", "off_topic")
	h.must(err)
	return s
}

// townLive fills a house with a broadcast of each status.
func (h *house) townLive(by string) {
	h.t.Helper()
	was := h.now
	defer func() { h.now = was }()
	for i := range 12 {
		h.live.Opted = append(h.live.Opted, live.Member{Person: fmt.Sprintf("p-%02d", i), Contact: fmt.Sprintf("c-%02d", i), Channel: "telegram", Lang: "ar"})
	}
	h.plan(by, flows.Text{Ar: "أسئلتكم عن التراخيص"}, was.Add(72*time.Hour))
	h.plan(by, flows.Text{En: strings.Repeat("Donaudampfschifffahrt", 5)}, was.Add(96*time.Hour)).to(live.Announced)
	h.plan(by, flows.Text{Ar: "ملغى", En: "Cancelled"}, was.Add(48*time.Hour)).to(live.Announced, live.Cancelled)
	open := h.plan(by, flows.Text{Ar: "ساعة مع الوزير", En: "An hour with the minister"}, was.Add(24*time.Hour))
	open.to(live.Collecting)
	open.asks("one", "هل تتغير الشروط في السنة القادمة؟", 4)
	h.held(by).asks("long", strings.Repeat("سؤال طويل جدًا عن شروط الدعم ", 12), 1)
	closed := h.held(by)
	_, err := h.air.PostponeRest(h.t.Context(), closed.deed())
	h.must(err)
	closed.to(live.Closed)
	h.now = h.now.Add(time.Minute)
	h.tell()
	empty := h.plan(by, flows.Text{Ar: "بث بلا أسئلة", En: "Nobody asked"}, was)
	empty.to(live.OnAir, live.Closed, live.Reported)
}

// livePaths are the pages of the broadcasts there are.
func (h *house) livePaths() []string {
	h.t.Helper()
	all, err := h.live.Broadcasts(h.t.Context())
	h.must(err)
	list := []string{"/desk/broadcasts"}
	for _, b := range all {
		list = append(list, "/desk/broadcasts/"+b.ID)
		switch {
		case b.Status == live.Closed || b.Status == live.Reported:
			list = append(list, "/desk/broadcasts/"+b.ID+"/report")
		case !b.Status.Over():
			list = append(list, "/desk/broadcasts/"+b.ID+"/edit")
		}
	}
	return list
}
