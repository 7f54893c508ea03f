package flows_test

import (
	"fmt"
	"testing"
	"time"

	"majlis/flows"
)

// plainTexts says hours in a short form.
type plainTexts struct{}

func (plainTexts) Text(_, key string, args map[string]any) string {
	switch key {
	case "hours.line":
		return fmt.Sprintf("%s %s-%s", args["Days"], args["Opens"], args["Closes"])
	case "hours.range":
		return fmt.Sprintf("%s..%s", args["From"], args["To"])
	}
	return "+"
}

func (plainTexts) Words(string, string) []string {
	return []string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}
}

func TestHoursText(t *testing.T) {
	m := ministry(t)
	for _, tt := range []struct {
		name, at, want string
		days           []flows.Day
	}{
		{"a week", "2026-11-22", "Su..Th 07:30-14:30", nil},
		{"in Ramadan", "2027-02-14", "Su..Th 10:00-15:00", nil},
		{"scattered days", "2026-11-22", "Su+Tu+Th 07:30-14:30", []flows.Day{0, 2, 4}},
		{"two in a row", "2026-11-22", "Su+Mo+We..Fr 07:30-14:30", []flows.Day{0, 1, 3, 4, 5}},
		{"over the end of the week", "2026-11-22", "Fr..Su 07:30-14:30", []flows.Day{5, 6, 0}},
		{"one day", "2026-11-22", "We 07:30-14:30", []flows.Day{3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.ParseInLocation(time.DateOnly, tt.at, riyadh(t))
			if err != nil {
				t.Fatal(err)
			}
			m := m
			if tt.days != nil {
				m.Hours = []flows.Hours{{Days: tt.days, Opens: m.Hours[0].Opens, Closes: m.Hours[0].Closes}}
			}
			if got := m.HoursText(plainTexts{}, "en", at); got != tt.want {
				t.Errorf("HoursText = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHoursTextOfAMinistryWithoutHours(t *testing.T) {
	if got := (flows.Ministry{}).HoursText(plainTexts{}, "en", time.Unix(0, 0)); got != "" {
		t.Errorf("HoursText = %q", got)
	}
}
