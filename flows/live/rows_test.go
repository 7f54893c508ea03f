package live_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"majlis/flows/live"
)

func TestRows(t *testing.T) {
	const wording = "wording of "
	rows := live.Rows(live.Broadcast{Delay: 30 * time.Second}, exampleLog(t).board)
	got := map[string]live.Row{"q2": rows[1], "m1": rows[2], "q3": rows[3], "q5": rows[7], "q7": rows[9]}
	for id, r := range got {
		r.At = time.Time{}
		got[id] = r
	}
	clip := 5*time.Minute + 30*time.Second
	want := map[string]live.Row{
		"q2": {Number: 1, Wording: wording + "g1", Text: "text of q2", Lang: "en", Channel: "web", State: live.Answered, Fate: live.FateLive, Timed: true, Clip: clip, People: 4},
		"m1": {Number: 1, Wording: wording + "g1", MeToo: true, Lang: "ar", Channel: "telegram", State: live.Answered, Fate: live.FateLive, Timed: true, Clip: clip, People: 4},
		"q3": {Number: 2, Wording: wording + "g2", Text: "text of q3", Lang: "en", Channel: "web", State: live.Declined, Fate: live.FateDeclined, Reason: "personal", People: 3},
		"q5": {Lang: "ar", Channel: "web", Fate: live.FateWithdrawn},
		"q7": {Text: "known", Lang: "en", Channel: "web", Fate: live.FateKnown},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The table has each question once, and counts as the report does.
func TestRowsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := sitting(t)
		r := mustReport(t, live.Broadcast{ID: "b1"}, l.events)
		fates, numbers := map[live.Fate]int{}, map[int]int{}
		for _, row := range live.Rows(live.Broadcast{ID: "b1"}, l.board) {
			fates[row.Fate]++
			if row.Number > 0 {
				numbers[row.Number]++
			}
		}
		for _, c := range r.Ledger {
			if fates[c.Fate] != c.All() {
				t.Fatalf("%s: %d rows, %d in the report", c.Fate, fates[c.Fate], c.All())
			}
		}
		for _, line := range r.Lines {
			if numbers[line.Number] != line.All() {
				t.Fatalf("group %d: %d rows, %d in the report", line.Number, numbers[line.Number], line.All())
			}
		}
	})
}
