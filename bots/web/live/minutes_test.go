package live_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"majlis/bots/web/live"
	domain "majlis/flows/live"
)

func TestDrawMinutes(t *testing.T) {
	at := func(minute, questions int) domain.Minute {
		return domain.Minute{At: noon.Add(time.Duration(minute) * time.Minute), Counts: domain.Counts{Questions: questions}}
	}
	got := live.DrawMinutes(domain.Report{Minutes: []domain.Minute{at(0, 100), at(2, 1), at(3, 50)}})
	want := live.Minutes{Step: time.Minute, Most: 100, Bars: []live.MinuteBar{
		{At: noon, Count: 100, X: 0, Y: 0, W: 179, H: 160},
		{At: noon.Add(time.Minute), X: 180, Y: 160, W: 179},
		{At: noon.Add(2 * time.Minute), Count: 1, X: 360, Y: 158, W: 179, H: 2},
		{At: noon.Add(3 * time.Minute), Count: 50, X: 540, Y: 80, W: 179, H: 80},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if empty := live.DrawMinutes(domain.Report{}); len(empty.Bars) != 0 {
		t.Error(empty)
	}
}

// However long people asked, the bars stay inside the picture and can be told
// apart.
func TestMinutesFitThePicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r domain.Report
		at, all := noon, 0
		for range rapid.IntRange(1, 30).Draw(t, "minutes") {
			at = at.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t, "later")) * time.Minute)
			n := rapid.IntRange(1, 1000).Draw(t, "asked")
			r.Minutes = append(r.Minutes, domain.Minute{At: at, Counts: domain.Counts{MeToos: n}})
			all += n
		}
		drawn := 0
		for _, b := range live.DrawMinutes(r).Bars {
			drawn += b.Count
			if b.X < 0 || b.W < 1 || b.X+b.W > 720 || b.Y < 0 || b.Y+b.H != 160 || (b.Count > 0) != (b.H > 0) {
				t.Fatalf("%+v", b)
			}
		}
		if drawn != all {
			t.Fatalf("%d asked, %d drawn", all, drawn)
		}
	})
}
