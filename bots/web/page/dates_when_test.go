package page_test

import (
	"testing"
	"time"

	"majlis/bots/web/page"
	"majlis/bots/web/page/pagetest"
)

func TestWhenNamesTheDayOfAnEarlierMoment(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	s, err := page.New(page.Options{Ministry: pagetest.Ministry(t), Texts: pagetest.ReadTexts(t), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{now.Add(-time.Hour), s.Clock("en", now.Add(-time.Hour))},
		{now.Add(-30 * time.Hour), s.Day("en", now.Add(-30*time.Hour)) + " " + s.Clock("en", now.Add(-30*time.Hour))},
		{time.Time{}, ""},
	} {
		if got := s.When("en", tt.at); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.at, got, tt.want)
		}
	}
}
