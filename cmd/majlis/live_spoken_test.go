package main

import (
	"slices"
	"testing"

	"majlis/flows/live"
	"majlis/flows/talk"
)

// TestLiveSpoken lets two people ask by voice: each stands alone until staff have
// listened, and what is left becomes an inquiry with the recording.
func TestLiveSpoken(t *testing.T) {
	w := newTown(t)
	a := w.air()
	aisha, omar := w.citizen("aisha", "ar"), w.citizen("omar", "ar")
	a.to(live.Announced, live.Collecting)
	for _, c := range []*townsman{aisha, omar} {
		c.write(a.Code)
		c.write(parking)
		told := c.send(c.inbound(talk.Inbound{Kind: talk.KindAttachment, Files: []talk.File{{Kind: "voice", Ref: "voice-of-" + c.name, Seconds: 12}}}))
		c.toldPart(told, c.text("live.taken", talk.Args{"Title": "لقاء الإسكان", "Count": 1}))
	}
	a.work()
	groups := a.groups()
	spoken := slices.DeleteFunc(slices.Clone(groups), func(g *live.Group) bool { return g.Text != aisha.text("talk.attached.voice", talk.Args{"Seconds": 12}) })
	if len(groups) != 3 || len(spoken) != 2 {
		t.Fatalf("the board has %+v", groups)
	}
	a.to(live.OnAir)
	_, err := a.live.desk.Name(t.Context(), a.host, spoken[0].ID, "متى تُفتح الحديقة؟")
	a.ok(err)
	_, err = a.live.desk.Merge(t.Context(), a.host, spoken[1].ID, spoken[0].ID)
	a.ok(err)
	omar.write("لماذا أُغلقت الحديقة العامة في الحي دون إشعار؟")
	a.work() // the sorter follows what staff merged of which it knew nothing
	a.did(a.live.desk.PostponeRest(t.Context(), a.host))
	a.to(live.Closed)
	a.work()
	for _, l := range aisha.read() {
		if l.About != "" && len(aisha.caseOf(l.About).Files) == 1 {
			return
		}
	}
	t.Error("no inquiry holds the recording")
}
