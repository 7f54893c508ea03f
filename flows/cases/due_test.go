package cases_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"majlis/flows"
	"majlis/flows/cases"
)

func day(t testing.TB, s string) flows.Date {
	t.Helper()
	d, err := flows.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func zone(t testing.TB, name string) flows.Zone {
	t.Helper()
	var z flows.Zone
	if err := z.UnmarshalText([]byte(name)); err != nil {
		t.Fatal(err)
	}
	return z
}

// bahrain rests on 16 and 17 December 2026, the National Day and the Accession Day.
func bahrain(t testing.TB) flows.Ministry {
	return flows.Ministry{Zone: zone(t, "Asia/Bahrain"), Calendar: flows.Calendar{Holidays: []flows.Holiday{
		{From: day(t, "2026-12-16"), To: day(t, "2026-12-17"), Name: flows.Text{Ar: "العيد الوطني", En: "National Day"}},
	}}}
}

// changing rests on Friday and Saturday until 2026 ends, on Saturday and Sunday after.
func changing(t testing.TB) flows.Ministry {
	return flows.Ministry{Zone: zone(t, "Asia/Riyadh"), Calendar: flows.Calendar{Weekends: []flows.Weekend{
		{Days: []flows.Day{flows.Day(time.Friday), flows.Day(time.Saturday)}},
		{From: day(t, "2027-01-01"), Days: []flows.Day{flows.Day(time.Saturday), flows.Day(time.Sunday)}},
	}}}
}

func TestDue(t *testing.T) {
	riyadh := flows.Ministry{Zone: zone(t, "Asia/Riyadh")}
	for _, tt := range []struct {
		name          string
		ministry      flows.Ministry
		received, due string
	}{
		{"Riyadh, Sunday", riyadh, "2026-11-22T09:00:00+03:00", "2026-12-06"},
		{"Riyadh, Friday", riyadh, "2026-11-27T09:00:00+03:00", "2026-12-10"},
		{"Riyadh, first minute of Sunday is Saturday in UTC", riyadh, "2026-11-21T21:00:00Z", "2026-12-06"},
		{"Bahrain with the holidays", bahrain(t), "2026-12-13T09:00:00+03:00", "2026-12-29"},
		{"Bahrain without", flows.Ministry{Zone: zone(t, "Asia/Bahrain")}, "2026-12-13T09:00:00+03:00", "2026-12-27"},
		// Working days: 28 to 31 December (old set), 1 January (a Friday, new set), 4 to 8 January.
		{"weekend changes with the year", changing(t), "2026-12-27T09:00:00+03:00", "2027-01-08"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			received, err := time.Parse(time.RFC3339, tt.received)
			if err != nil {
				t.Fatal(err)
			}
			due, counted := cases.Due(tt.ministry, cases.Inquiry, received)
			if want := tt.due + " 23:59:59"; due.In(tt.ministry.Zone.Location()).Format(time.DateTime) != want {
				t.Errorf("due %s, want %s", due, want)
			}
			if counted.Due.String() != tt.due || counted.Days != 10 {
				t.Errorf("counted %+v", counted)
			}
		})
	}
}

func TestDueSaysHowItWasCounted(t *testing.T) {
	received := time.Date(2026, 12, 13, 9, 0, 0, 0, time.UTC)
	_, got := cases.Due(bahrain(t), cases.Complaint, received)
	want := cases.Counted{
		From: day(t, "2026-12-13"), Due: day(t, "2026-12-29"), Days: 10, Weekend: 4,
		Holidays: []cases.DaysOff{{Name: flows.Text{Ar: "العيد الوطني", En: "National Day"}, Days: 2}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	back, ok := cases.ParseCounted(got.JSON())
	if diff := cmp.Diff(want, back); diff != "" || !ok {
		t.Error("read back:", diff)
	}
	if _, ok := cases.ParseCounted(""); ok {
		t.Error("read an explanation from nothing")
	}
}

// The days of the explanation add up, and the due day is a working day.
func TestDueAddsUp(t *testing.T) {
	for name, m := range map[string]flows.Ministry{"bahrain": bahrain(t), "changing": changing(t)} {
		rapid.Check(t, func(t *rapid.T) {
			received := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 200*24*60).Draw(t, "minutes")) * time.Minute)
			_, c := cases.Due(m, cases.Inquiry, received)
			sum := c.Days + c.Weekend
			for _, h := range c.Holidays {
				sum += h.Days
			}
			if c.From.Add(sum) != c.Due || !m.Calendar.IsWorkday(c.Due) {
				t.Fatalf("%s: %+v", name, c)
			}
		})
	}
}
