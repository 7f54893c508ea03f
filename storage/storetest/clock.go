package storetest

import (
	"testing"
	"time"

	"majlis/flows/talk"
)

// clockIs checks which zone a person is told times in, and whether they chose it.
func (w *world) clockIs(who talk.Who, zone string, chosen bool) {
	w.t.Helper()
	p, err := w.Person(w.ctx(), who.Person)
	w.ok(err)
	told, err := w.Live().Zone(w.ctx(), who.Person)
	w.ok(err)
	if p.Zone != zone || told != zone || p.ZoneAt.IsZero() == chosen {
		w.t.Errorf("the clock is %q since %v, told in %q; want %q, chosen: %v", p.Zone, p.ZoneAt, told, zone, chosen)
	}
}

// chosenClock checks that what a person chose stays, whatever number they show, and
// that a number's country stays known where nothing was chosen.
func chosenClock(t *testing.T, w *world) {
	for i, choice := range []struct {
		zone   string
		chosen bool
		want   string
	}{{"", false, "Asia/Riyadh"}, {"Africa/Cairo", true, "Africa/Cairo"}, {"", true, ""}} {
		id := ids("telegram", string(rune('1'+i)))
		who := w.wrote(w.as("telegram", "hello", id))
		w.clockIs(who, "", false)
		if choice.chosen {
			w.ok(w.SetZone(w.ctx(), who.Person, choice.zone, w.clock()))
		}
		w.wrote(w.as("telegram", "my number", append(id, ids("phone", "+96650000000"+string(rune('1'+i)))...)))
		w.clockIs(who, choice.want, choice.chosen)
		w.wrote(w.as("telegram", "my other number", append(id, ids("phone", "+9733600100"+string(rune('1'+i)))...)))
		if !choice.chosen {
			choice.want = "Asia/Bahrain"
		}
		w.wrote(w.as("telegram", "no number", id))
		w.clockIs(who, choice.want, choice.chosen)
	}
}

// oneOfTwoClocks merges two records of one person: what was chosen last stays, and
// goes before every guess.
func oneOfTwoClocks(t *testing.T, w *world) {
	type choice struct {
		zone  string
		after time.Duration // 0: nothing chosen
	}
	for i, c := range []struct {
		number, account choice
		want            string
		chosen          bool
	}{
		{choice{}, choice{}, "Asia/Riyadh", false},
		{choice{"Africa/Cairo", time.Second}, choice{}, "Africa/Cairo", true},
		{choice{}, choice{"Africa/Cairo", time.Second}, "Africa/Cairo", true},
		{choice{}, choice{"", time.Second}, "", true},
		{choice{"", time.Second}, choice{}, "", true},
		{choice{"Africa/Cairo", time.Second}, choice{"Asia/Dhaka", time.Minute}, "Asia/Dhaka", true},
		{choice{"Africa/Cairo", time.Minute}, choice{"Asia/Dhaka", time.Second}, "Africa/Cairo", true},
		{choice{"", time.Minute}, choice{"Asia/Dhaka", time.Second}, "", true},
	} {
		number, account := ids("phone", "+96650000000"+string(rune('1'+i))), ids("whatsapp", "20000000000000"+string(rune('1'+i)))
		old, now := w.wrote(w.as("whatsapp", "by number", number)), w.wrote(w.as("whatsapp", "by id", account))
		for person, chose := range map[string]choice{old.Person: c.number, now.Person: c.account} {
			if chose.after > 0 {
				w.ok(w.SetZone(w.ctx(), person, chose.zone, start.Add(chose.after)))
			}
		}
		who := w.wrote(w.as("whatsapp", "by both", append(account, number...)))
		if who.Person != now.Person {
			t.Fatalf("%d: not merged: %+v, %+v", i, who, now)
		}
		w.clockIs(who, c.want, c.chosen)
	}
}
