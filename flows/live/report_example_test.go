package live_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/live"
)

// at adds an event some minutes after the start.
func (l *log) at(t testing.TB, minutes float64, kind live.EventKind, d live.Data) {
	t.Helper()
	e := live.Event{
		Broadcast: "b1", Seq: l.board.Seq + 1, At: noon.Add(time.Duration(minutes * float64(time.Minute))), Kind: kind, Data: d,
	}
	if err := l.board.Apply(e); err != nil {
		t.Fatal(err)
	}
	l.events = append(l.events, e)
}

func (l *log) asks(t testing.TB, minutes float64, id, person, channel, lang, group string) {
	t.Helper()
	l.at(t, minutes, live.EventAsked, live.Data{Question: id, Person: person, Channel: channel, Lang: lang, Text: "text of " + id})
	l.at(t, minutes, live.EventGrouped, live.Data{Question: id, Group: group, Text: "wording of " + group, State: live.Approved})
}

// exampleLog is a small broadcast with one of everything.
func exampleLog(t testing.TB) *log {
	l := newLog()
	l.at(t, 0, live.EventStatus, live.Data{Status: live.OnAir})
	l.asks(t, 1, "q1", "ana", "telegram", "ar", "g1")
	l.asks(t, 1.5, "q2", "bob", "web", "en", "g1")
	l.at(t, 2, live.EventSupported, live.Data{Question: "m1", Person: "cat", Channel: "telegram", Lang: "ar", Group: "g1"})
	l.asks(t, 2, "q3", "bob", "web", "en", "g2")
	l.at(t, 2, live.EventSupported, live.Data{Question: "m2", Person: "ana", Channel: "telegram", Lang: "ar", Group: "g2"})
	l.at(t, 2.5, live.EventSupported, live.Data{Question: "m3", Person: "dan", Channel: "web", Lang: "en", Group: "g2"})
	l.asks(t, 3, "q4", "eve", "web", "ar", "g3")
	l.asks(t, 4, "q5", "eve", "web", "ar", "g4")
	l.at(t, 4, live.EventLabelled, live.Data{Group: "g1", Labels: []string{"fees", "dates"}})
	l.at(t, 5, live.EventState, live.Data{Group: "g1", State: live.Now})
	l.at(t, 8, live.EventState, live.Data{Group: "g1", State: live.Answered})
	l.asks(t, 9, "q6", "fay", "telegram", "ar", "g1") // had its answer at once
	l.at(t, 10, live.EventState, live.Data{Group: "g2", State: live.Declined, Reason: "personal"})
	l.at(t, 10, live.EventState, live.Data{Group: "g3", State: live.Later})
	l.at(t, 10, live.EventWithdrawn, live.Data{Question: "q5"})
	l.at(t, 10, live.EventAsked, live.Data{Question: "q7", Person: "gus", Channel: "web", Lang: "en", Text: "known"})
	l.at(t, 10, live.EventSettled, live.Data{Question: "q7", Entry: "e1"})
	l.at(t, 12, live.EventStatus, live.Data{Status: live.Closed})
	l.at(t, 13, live.EventRated, live.Data{Question: "q1", On: true})
	l.at(t, 13, live.EventRated, live.Data{Question: "m1"})
	return l
}

func TestReportOfASmallBroadcast(t *testing.T) {
	l := exampleLog(t)
	got := mustReport(t, live.Broadcast{ID: "b1", Service: "housing"}, l.events)
	minute := func(m, questions, meToos int) live.Minute {
		return live.Minute{At: noon.Add(time.Duration(m) * time.Minute), Counts: live.Counts{Questions: questions, MeToos: meToos}}
	}
	want := live.Report{
		Broadcast: "b1", Service: "housing", OnAirAt: noon, ClosedAt: noon.Add(12 * time.Minute), Seq: l.board.Seq,
		Counts: live.Counts{Questions: 7, MeToos: 3}, Participants: 7, Groups: 3,
		// q1 q2 m1 q6 on air and q7 by an entry, of the nine that were not withdrawn
		Answered: 5, AnsweredShare: 556, AtOnce: 2,
		// 0 (q6), 0 (q7), 6 (m1), 6:30 (q2), 7 (q1), 7 (q4), 7:30 (m3), 8 (q3), 8 (m2)
		MedianWait: 7 * 60, FollowUps: 1, Useful: 1, NotUseful: 1,
		Peak:    minute(2, 1, 3),
		Minutes: []live.Minute{minute(1, 2, 0), minute(2, 1, 3), minute(3, 1, 0), minute(4, 1, 0), minute(9, 1, 0), minute(10, 1, 0)},
		Ledger: []live.FateCount{
			{Fate: live.FateLive, Counts: live.Counts{Questions: 3, MeToos: 1}},
			{Fate: live.FateWritten},
			{Fate: live.FateDeclined, Counts: live.Counts{Questions: 1, MeToos: 2}},
			{Fate: live.FateLater, Counts: live.Counts{Questions: 1}},
			{Fate: live.FateKnown, Counts: live.Counts{Questions: 1}},
			{Fate: live.FateWithdrawn, Counts: live.Counts{Questions: 1}},
			{Fate: live.FateWaiting},
		},
		Declined: []live.Reason{{Code: "personal", Counts: live.Counts{Questions: 1, MeToos: 2}}},
		Topics: []live.Part{
			{Kind: "service", Name: "housing", Counts: live.Counts{Questions: 4, MeToos: 2}, People: 5, Answered: 1, MedianWait: 7*60 + 30},
			{Kind: "label", Name: "fees", Counts: live.Counts{Questions: 3, MeToos: 1}, People: 4, Answered: 4, MedianWait: 6*60 + 15},
		},
		Channels: []live.Part{
			{Name: "web", Counts: live.Counts{Questions: 5, MeToos: 1}, People: 4, Answered: 2, MedianWait: 7 * 60},
			{Name: "telegram", Counts: live.Counts{Questions: 2, MeToos: 2}, People: 3, Answered: 3, MedianWait: 6*60 + 30},
		},
		Langs: []live.Part{
			{Name: "ar", Counts: live.Counts{Questions: 4, MeToos: 2}, People: 4, Answered: 3, MedianWait: 7 * 60},
			{Name: "en", Counts: live.Counts{Questions: 3, MeToos: 1}, People: 3, Answered: 2, MedianWait: 7 * 60},
		},
		Longest: []live.Wait{
			{Number: 2, Text: "wording of g2", Seconds: 8 * 60},
			{Number: 1, Text: "wording of g1", Seconds: 7 * 60},
			{Number: 3, Text: "wording of g3", Seconds: 7 * 60},
		},
		Lines: []live.LedgerLine{
			{Number: 1, Text: "wording of g1", Fate: live.FateLive, People: 4, Counts: live.Counts{Questions: 3, MeToos: 1}},
			{Number: 2, Text: "wording of g2", Fate: live.FateDeclined, Reason: "personal", People: 3, Counts: live.Counts{Questions: 1, MeToos: 2}},
			{Number: 3, Text: "wording of g3", Fate: live.FateLater, People: 1, Counts: live.Counts{Questions: 1}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Who comes to a group that has its answer waits until they stand in it, and not
// at all for what was decided before they asked.
func TestWaitOfLateQuestions(t *testing.T) {
	l := newLog()
	l.asks(t, 0, "q1", "ana", "web", "ar", "g1")
	l.at(t, 5, live.EventState, live.Data{Group: "g1", State: live.Answered, Answer: "yes"})
	l.at(t, 6, live.EventAsked, live.Data{Question: "q2", Person: "bob", Channel: "telegram", Text: "late"})
	l.at(t, 6.5, live.EventGrouped, live.Data{Question: "q2", Group: "g1"})
	l.asks(t, 7, "q3", "cat", "whatsapp", "ar", "g2")
	l.at(t, 8, live.EventMerged, live.Data{Group: "g2", Into: "g1"})
	r := mustReport(t, live.Broadcast{ID: "b1"}, l.events)
	got := map[string]int{}
	for _, p := range r.Channels {
		got[p.Name] = p.MedianWait
	}
	if diff := cmp.Diff(map[string]int{"web": 5 * 60, "telegram": 30, "whatsapp": 60}, got); diff != "" || r.AtOnce != 1 {
		t.Errorf("%s, %d at once", diff, r.AtOnce)
	}
}

// The digest is of these very bytes: a change of the form shows here, and makes
// reports that were published before differ from those built again.
func TestDigestOfAReport(t *testing.T) {
	r := mustReport(t, live.Broadcast{ID: "b1", Service: "housing"}, exampleLog(t).events)
	got, err := r.Digest()
	if err != nil {
		t.Fatal(err)
	}
	if want := "81a971f2bc7e9046eecadd4ea72650ad07fa46925e9dbad975a1b140aa6dabce"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestChartOfADay(t *testing.T) {
	r := live.Report{Minutes: []live.Minute{
		{At: noon, Counts: live.Counts{Questions: 1}}, {At: noon.Add(59 * time.Minute), Counts: live.Counts{MeToos: 2}},
	}}
	for most, want := range map[int]time.Duration{60: time.Minute, 59: 2 * time.Minute, 20: 5 * time.Minute, 2: 30 * time.Minute} {
		if step, bars := r.Chart(most); step != want || len(bars) > most {
			t.Errorf("%d bars: %d of %s", most, len(bars), step)
		}
	}
	r.Minutes[1].At = noon.AddDate(1, 0, 0)
	if step, bars := r.Chart(60); step != 8*24*time.Hour || len(bars) > 60 {
		t.Errorf("a year: %d of %s", len(bars), step)
	}
}
