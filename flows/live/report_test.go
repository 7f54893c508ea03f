package live_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"majlis/flows"
	"majlis/flows/live"
)

// sitting draws the log of a broadcast, with clocks that need not go forward.
func sitting(t *rapid.T) *log {
	l := newLog()
	l.add(t, live.EventStatus, live.Data{Status: live.Collecting})
	l.stock(t)
	l.add(t, live.EventStatus, live.Data{Status: live.OnAir})
	for i := range rapid.IntRange(0, 25).Draw(t, "happens") {
		l.happen(t, i)
	}
	if rapid.Bool().Draw(t, "closed") {
		l.add(t, live.EventStatus, live.Data{Status: live.Closed})
	}
	for i := range l.events {
		l.events[i].At = noon.Add(time.Duration(i*20+rapid.IntRange(-30, 200).Draw(t, "at")) * time.Second)
	}
	l.board = live.NewBoard("b1")
	for _, e := range l.events {
		if err := l.board.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// happen adds one thing that a citizen or a host does.
func (l *log) happen(t *rapid.T, i int) {
	q := fmt.Sprintf("q%02d", i%2)
	group := rapid.SampledFrom(l.board.Groups()).Draw(t, "group").ID
	switch rapid.IntRange(0, 7).Draw(t, "thing") {
	case 0:
		l.add(t, live.EventSupported, live.Data{
			Question: fmt.Sprintf("m%d", i), Group: group, Channel: "telegram", Lang: "en",
			Person: fmt.Sprintf("p%d", rapid.IntRange(0, 9).Draw(t, "supporter")),
		})
	case 1:
		l.add(t, live.EventAsked, live.Data{Question: fmt.Sprintf("loose%d", i), Person: "p0", Text: "?", Channel: "web", Lang: "ar"})
	case 2:
		l.add(t, live.EventWithdrawn, live.Data{Question: q})
	case 3:
		l.add(t, live.EventSettled, live.Data{Question: q, Entry: "e1"})
	case 4:
		l.add(t, live.EventRated, live.Data{Question: q, On: rapid.Bool().Draw(t, "helped")})
	case 5:
		l.add(t, live.EventLabelled, live.Data{Group: group, Labels: []string{fmt.Sprint("label", i%3), "second"}})
	default:
		l.decide(t)
	}
}

// What a report says is what stands in the raw log, and what the board says that
// grew with it; and building it again gives the same bytes.
func TestReportIsWhatTheLogSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := sitting(t)
		b := live.Broadcast{ID: "b1", Title: flows.Text{Ar: "بث", En: "Live"}, Service: "housing", StartsAt: noon}
		r := mustReport(t, b, l.events)
		if diff := cmp.Diff(rawCounts(l.events), countsOf(r)); diff != "" {
			t.Fatalf("raw log (-), report (+)\n%s", diff)
		}
		ledger := map[live.Fate]int{}
		for _, c := range r.Ledger {
			if c.All() > 0 {
				ledger[c.Fate] = c.All()
			}
		}
		if diff := cmp.Diff(l.board.Ledger(), ledger); diff != "" {
			t.Fatalf("board (-), report (+)\n%s", diff)
		}
		addsUp(t, r)
		raw, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		for range 3 { // Go walks its maps in another order each time
			again, err := mustReport(t, elsewhere(b), abroad(l.events)).JSON()
			if err != nil || !bytes.Equal(raw, again) {
				t.Fatalf("built again: %v\n%s\n%s", err, raw, again)
			}
		}
	})
}

func mustReport(t interface{ Fatal(...any) }, b live.Broadcast, events []live.Event) live.Report {
	r, err := live.BuildReport(b, events)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var riyadh = time.FixedZone("Riyadh", 3*60*60)

// elsewhere and abroad are the same moments as another store may read them.
func elsewhere(b live.Broadcast) live.Broadcast {
	b.StartsAt = b.StartsAt.In(riyadh)
	return b
}

func abroad(events []live.Event) []live.Event {
	events = slices.Clone(events)
	for i := range events {
		events[i].At = events[i].At.In(riyadh)
	}
	return events
}

// figures are those that can be counted without folding the log.
type figures struct {
	Participants, Questions, MeToos, Useful, NotUseful int
	Channels, Langs                                    map[string]int
	Minutes                                            map[string]int
}

func rawCounts(events []live.Event) figures {
	f := figures{Channels: map[string]int{}, Langs: map[string]int{}, Minutes: map[string]int{}}
	people, rated := map[string]bool{}, map[string]bool{}
	for _, e := range events {
		switch e.Kind {
		case live.EventAsked, live.EventSupported:
			people[e.Data.Person] = true
			f.Channels[e.Data.Channel]++
			f.Langs[e.Data.Lang]++
			f.Minutes[e.At.UTC().Format("15:04")]++
		case live.EventRated:
			rated[e.Data.Question] = e.Data.On
		}
		switch e.Kind {
		case live.EventAsked:
			f.Questions++
		case live.EventSupported:
			f.MeToos++
		}
	}
	for _, helped := range rated {
		if helped {
			f.Useful++
		} else {
			f.NotUseful++
		}
	}
	f.Participants = len(people)
	return f
}

func countsOf(r live.Report) figures {
	f := figures{
		Participants: r.Participants, Questions: r.Questions, MeToos: r.MeToos, Useful: r.Useful, NotUseful: r.NotUseful,
		Channels: map[string]int{}, Langs: map[string]int{}, Minutes: map[string]int{},
	}
	for _, p := range r.Channels {
		f.Channels[p.Name] = p.All()
	}
	for _, p := range r.Langs {
		f.Langs[p.Name] = p.All()
	}
	for _, m := range r.Minutes {
		f.Minutes[m.At.Format("15:04")] = m.All()
	}
	return f
}

// addsUp checks every sum that a reader can check.
func addsUp(t *rapid.T, r live.Report) {
	var ledger, topics, minutes, lines, declined live.Counts
	sum := func(to *live.Counts, c live.Counts) {
		to.Questions += c.Questions
		to.MeToos += c.MeToos
	}
	for _, c := range r.Ledger {
		sum(&ledger, c.Counts)
	}
	for _, p := range r.Topics {
		sum(&topics, p.Counts)
	}
	for _, m := range r.Minutes {
		sum(&minutes, m.Counts)
		if m.All() > r.Peak.All() {
			t.Fatalf("%v is above the peak %v", m, r.Peak)
		}
	}
	for _, c := range r.Declined {
		sum(&declined, c.Counts)
	}
	byFate := map[live.Fate]int{}
	for _, l := range r.Lines {
		sum(&lines, l.Counts)
		byFate[l.Fate] += l.All()
	}
	for _, fate := range []live.Fate{live.FateLive, live.FateWritten, live.FateDeclined} {
		if byFate[fate] != r.Of(fate).All() {
			t.Fatalf("%s: %d in the lines, %d in the ledger", fate, byFate[fate], r.Of(fate).All())
		}
	}
	out := r.Of(live.FateWithdrawn).All() + r.Of(live.FateKnown).All()
	loose := r.All() - out - lines.All()
	if ledger != r.Counts || topics != r.Counts || minutes != r.Counts || declined != r.Of(live.FateDeclined) || loose < 0 {
		t.Fatalf("%+v: ledger %v, topics %v, minutes %v, declined %v, loose %d", r.Counts, ledger, topics, minutes, declined, loose)
	}
	for _, most := range []int{2, 10, 60} {
		var chart live.Counts
		step, bars := r.Chart(most)
		for i, bar := range bars {
			sum(&chart, bar.Counts)
			if i > 0 && bar.At.Sub(bars[i-1].At) != step {
				t.Fatalf("bars %v and %v are not %s apart", bars[i-1], bar, step)
			}
		}
		if chart != r.Counts || len(bars) > most {
			t.Fatalf("chart of %d bars at most: %d, %v of %v", most, len(bars), chart, r.Counts)
		}
	}
}

func TestReportNamesNobody(t *testing.T) {
	l := newLog()
	l.add(t, live.EventAsked, live.Data{Question: "q1", Person: "person-7", Channel: "telegram", Lang: "ar", Text: "متى؟"})
	l.add(t, live.EventGrouped, live.Data{Question: "q1", Group: "g1", Text: "متى؟", State: live.Approved})
	raw, err := mustReport(t, live.Broadcast{ID: "b1"}, l.events).JSON()
	if err != nil || strings.Contains(string(raw), "person-7") || strings.Contains(string(raw), `"q1"`) {
		t.Errorf("%v: %s", err, raw)
	}
}

func TestReportOfABrokenLog(t *testing.T) {
	for name, events := range map[string][]live.Event{
		"gap":      {{Broadcast: "b1", Seq: 2, Kind: live.EventAsked}},
		"stranger": {{Broadcast: "b2", Seq: 1, Kind: live.EventAsked}},
	} {
		if _, err := live.BuildReport(live.Broadcast{ID: "b1"}, events); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	r := mustReport(t, live.Broadcast{ID: "b1"}, nil)
	if step, bars := r.Chart(60); r.All() != 0 || r.AnsweredShare != 0 || len(bars) != 0 || step != time.Minute {
		t.Errorf("a report of nothing: %+v", r)
	}
}
