package live_test

import (
	"fmt"
	"testing"

	"majlis/flows/live"
)

// A report of 50,000 questions and "me too"s of 5,000 people in 300 groups.
func BenchmarkReport(b *testing.B) {
	l := newLog()
	for i := range 50_000 {
		q, p, g := fmt.Sprintf("q%d", i), fmt.Sprintf("p%d", i%5000), fmt.Sprintf("g%d", i%300)
		l.add(b, live.EventAsked, live.Data{Question: q, Person: p, Channel: "web", Lang: "ar", Text: q})
		l.add(b, live.EventGrouped, live.Data{Question: q, Group: g, Text: g, State: live.Approved})
	}
	for i := range 300 {
		l.add(b, live.EventState, live.Data{Group: fmt.Sprintf("g%d", i), State: live.Answered})
	}
	b.ResetTimer()
	for b.Loop() {
		r, err := live.BuildReport(live.Broadcast{ID: "b1"}, l.events)
		if err != nil || r.Answered != 50_000 {
			b.Fatal(err, r.Answered)
		}
	}
}
