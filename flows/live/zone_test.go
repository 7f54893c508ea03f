package live

import (
	"testing"
	"time"

	"majlis/flows"
)

// A start is told on the reader's clock, with its zone; what nobody knows is the
// ministry's.
func TestFactsTellTheReadersTime(t *testing.T) {
	riyadh, err := time.LoadLocation("Asia/Riyadh")
	if err != nil {
		t.Fatal(err)
	}
	m := flows.Ministry{Zone: flows.ZoneOf(riyadh)}
	b := Broadcast{StartsAt: time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC)}
	for zone, want := range map[string]string{
		"": "19:00 GMT+3", "Asia/Dubai": "20:00 GMT+4", "Asia/Kolkata": "21:30 GMT+5:30", "Europe/London": "16:00 GMT", "America/New_York": "11:00 GMT-5",
		"No/Where": "19:00 GMT+3",
	} {
		facts := Facts(b, "en", zone, m)
		start, offset := facts["Start"].(flows.Local), facts["Zone"].(string)
		if got := start.Format("15:04 ") + offset; got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
}
