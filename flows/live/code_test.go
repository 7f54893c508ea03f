package live_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"majlis/flows"
	"majlis/flows/live"
	"majlis/flows/live/livetest"
)

// People write years and menu words; no broadcast answers to them.
func TestCodes(t *testing.T) {
	s := newStudio(t)
	s.desk.Store = &livetest.Store{}
	s.desk.Random = rand.NewChaCha8([32]byte{})
	low, high := "9999", "0000"
	for range 3000 {
		b, err := s.desk.Create(t.Context(), live.Plan{Title: flows.Text{En: "Housing hour"}, Host: "sara", StartsAt: noon, Length: time.Hour})
		s.ok(err)
		if b.Code < "1000" || b.Code >= "9000" || b.Code >= "1900" && b.Code < "2100" || len(b.Code) != 4 {
			t.Fatalf("the code is %s", b.Code)
		}
		low, high = min(low, b.Code), max(high, b.Code)
	}
	if low > "1050" || high < "8950" {
		t.Errorf("codes are from %s to %s", low, high)
	}
}
