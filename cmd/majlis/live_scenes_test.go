package main

import (
	"fmt"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/live"
)

// asksOf are what others ask in the broadcast of the transcripts, most people first.
var asksOf = map[string][]string{
	"ar": {"متى يُصرف الدعم السكني لهذا الشهر؟", "ما الحد الأعلى لدخل المتقدم؟"},
	"en": {"When is housing support paid this month?", "What is the highest income of an applicant?"},
}

// air puts a broadcast into the store, with what others asked in it.
func (s *stage) air(t testing.TB, lang string, status live.Status) {
	t.Helper()
	b := live.Broadcast{
		ID: "B1", Code: "4711", Title: flows.Text{Ar: "لقاء الدعم السكني", En: "Housing support, live"},
		About:   flows.Text{Ar: "شروط الدعم ومواعيد صرفه", En: "Who gets support, and when it is paid"},
		Keyword: flows.Text{Ar: "السكن", En: "housing"}, Link: "https://www.youtube.com/watch?v=abc", Status: status,
		StartsAt: s.now.Add(7 * time.Hour), Length: time.Hour, Delay: 20 * time.Second, Moderation: live.ModerateNone, ToldAt: s.now,
	}
	if err := s.live.CreateBroadcast(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if !status.Open() {
		return
	}
	add := func(kind live.EventKind, d live.Data) {
		if err := s.live.Append(t.Context(), -1, live.Event{Broadcast: b.ID, At: s.now, Kind: kind, Data: d}); err != nil {
			t.Fatal(err)
		}
	}
	add(live.EventStatus, live.Data{Status: status})
	for i, text := range asksOf[lang] {
		q, group := fmt.Sprintf("q%d", i), fmt.Sprintf("g%d", i)
		add(live.EventAsked, live.Data{Question: q, Person: "other-" + q, Channel: "web", Lang: lang, Text: text})
		add(live.EventGrouped, live.Data{Question: q, Group: group, Text: text, Lang: lang, State: live.Approved})
		for n := range 3 - i {
			too := fmt.Sprintf("%s-%d", q, n)
			add(live.EventSupported, live.Data{Question: too, Person: "other-" + too, Channel: "web", Lang: lang, Group: group})
		}
	}
}

// answers lets the host have answered a question of the citizen's own.
func (s *stage) answers(t testing.TB, lang string) {
	t.Helper()
	s.air(t, lang, live.OnAir)
	own := map[string]string{"ar": "هل يشمل الدعم الأرامل؟", "en": "Does the support include widows?"}[lang]
	events := []live.Event{
		{Kind: live.EventAsked, Data: live.Data{Question: "own", Person: citizen.Person, Channel: citizen.Channel, Lang: lang, Text: own}},
		{Kind: live.EventGrouped, Data: live.Data{Question: "own", Group: "g-own", Text: own, Lang: lang, State: live.Approved}},
		{Kind: live.EventState, Actor: "host", Data: live.Data{Group: "g-own", State: live.Answered, Answer: "نعم / yes"}},
	}
	for _, e := range events {
		e.Broadcast, e.At = "B1", s.now
		if err := s.live.Append(t.Context(), -1, e); err != nil {
			t.Fatal(err)
		}
	}
}

// liveScenes are those of the transcripts about broadcasts.
var liveScenes = map[string]func(t testing.TB, s *stage, lang string){
	"live":        func(t testing.TB, s *stage, lang string) { s.air(t, lang, live.Collecting) },
	"live_too":    func(t testing.TB, s *stage, lang string) { s.air(t, lang, live.OnAir) },
	"live_mine":   func(t testing.TB, s *stage, lang string) { s.air(t, lang, live.OnAir) },
	"live_again":  func(t testing.TB, s *stage, lang string) { s.air(t, lang, live.OnAir) },
	"live_limit":  func(t testing.TB, s *stage, lang string) { s.air(t, lang, live.OnAir) },
	"live_early":  func(t testing.TB, s *stage, lang string) { s.air(t, lang, live.Announced) },
	"live_over":   func(t testing.TB, s *stage, lang string) { s.air(t, lang, live.Closed) },
	"live_none":   func(testing.TB, *stage, string) {},
	"live_helped": func(t testing.TB, s *stage, lang string) { s.answers(t, lang) },
	"live_other":  func(t testing.TB, s *stage, lang string) { s.answers(t, lang) },
}
