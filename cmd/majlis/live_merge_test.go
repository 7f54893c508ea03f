package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"majlis/flows/live"
	"majlis/flows/talk"
)

// byNumber is somebody who is known by their phone number alone so far.
func (w *town) byNumber(name, number, lang string) *townsman {
	w.t.Helper()
	c := w.stranger(name, lang)
	c.known = []talk.Identity{{Kind: "phone", ID: number}}
	c.send(talk.Inbound{Kind: talk.KindStart})
	c.write(languageDigit[lang])
	return c
}

// shows lets an account write with a phone number: whoever wrote by the number
// was them.
func (c *townsman) shows(number string) {
	c.t.Helper()
	c.known = []talk.Identity{{Kind: townChannel, ID: c.name}, {Kind: "phone", ID: number}}
	c.write("93")
}

// again puts the teller together anew, as a process does that has just started.
func (a *airing) again() {
	t := a.live.teller
	a.live.teller = live.NewTeller(&live.Teller{
		Store: t.Store, Boards: t.Boards, Cases: t.Cases, Ministry: t.Ministry, Texts: t.Texts, Log: t.Log, Now: t.Now,
	})
}

const garden = "لماذا أُغلقت حديقة الحي العامة دون إشعار السكان؟"

// TestLiveOnePersonIsToldOnce lets somebody ask under two records that turn out to
// be theirs before, during and after the answers go out: the board counts one, who
// hears each answer once, whoever dies meanwhile.
func TestLiveOnePersonIsToldOnce(t *testing.T) {
	for when, want := range map[string]map[string]int{
		"asked":    {parking: 1, garden: 1},
		"answered": {parking: 1, garden: 1},
		"told":     {parking: 2, garden: 1}, // they were two
	} {
		t.Run(when, func(t *testing.T) {
			w := newTown(t)
			a := w.air()
			number, aisha, omar := w.byNumber("number", "+966500000001", "ar"), w.citizen("aisha", "ar"), w.citizen("omar", "ar")
			a.to(live.Announced, live.Collecting)
			for _, c := range []*townsman{number, aisha, omar} {
				c.write(a.Code)
				c.write(parking)
				a.work()
			}
			number.write(garden)
			a.work()
			a.to(live.OnAir)
			people := 3
			reach := func(stage string) {
				t.Helper()
				if stage == when {
					aisha.shows("+966500000001")
					people = 2
				}
				if got := a.groups()[0].Supporters; got != people {
					t.Errorf("%s: %d people, want %d", stage, got, people)
				}
			}
			reach("asked")
			for _, g := range a.groups() {
				a.did(a.live.desk.Answer(t.Context(), a.host, g.ID, "اعتبارًا من الشهر القادم."))
			}
			a.clock.pass(live.Grace)
			reach("answered")
			a.work()
			box := append(number.read(), aisha.read()...)
			reach("told")
			a.again()
			a.work()
			a.work()
			box = append(box, append(number.read(), aisha.read()...)...)
			if diff := cmp.Diff(want, answers(box)); diff != "" {
				t.Errorf("%s\n%s", diff, show(box))
			}
			if diff := cmp.Diff(map[string]int{parking: 1}, answers(omar.read())); diff != "" {
				t.Errorf("omar: %s", diff)
			}
			w.balanced()
		})
	}
}

// answers counts the written answers among letters, by the question.
func answers(box []letter) map[string]int {
	heard := map[string]int{}
	for _, l := range box {
		for _, question := range []string{parking, garden} {
			if strings.HasPrefix(l.Text, "أُجيب عن سؤالك") && strings.Contains(l.Text, question) {
				heard[question]++
			}
		}
	}
	return heard
}
