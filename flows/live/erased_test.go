package live_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"majlis/flows/live"
)

// erase lets the message of a question be deleted: its words leave the log, and
// its group goes on as drawn.
func (l *log) erase(t *rapid.T, erased map[string]bool) {
	at := rapid.IntRange(0, len(l.events)-1).Draw(t, "which")
	d := l.events[at].Data
	if l.events[at].Kind != live.EventAsked || erased[d.Question] {
		return
	}
	e := live.Data{Question: d.Question}
	others := []string{}
	if g := l.board.Group(l.board.Item(d.Question).Group); g != nil {
		others = slices.DeleteFunc(g.Items(), func(id string) bool {
			return id == d.Question || erased[id] || l.board.Item(id).MeToo
		})
	}
	switch n := rapid.IntRange(0, 2).Draw(t, "goes on"); {
	case n == 0 && len(others) > 0:
		e.Items = []string{rapid.SampledFrom(others).Draw(t, "under")}
	case n == 1:
		e.Text = "kept"
	}
	if rapid.Bool().Draw(t, "withdrawn") {
		l.add(t, live.EventWithdrawn, live.Data{Question: d.Question})
	}
	l.add(t, live.EventErased, e)
	l.events[at].Data.Text, l.events[at].Data.Files = "", nil
	erased[d.Question] = true
}

// Whatever was done before, meanwhile and after, a board that lost words is the one
// that its log adds up to without them, and the words are nowhere on it.
func TestErasedWordsAreGone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, r, erased := newLog(), records{}, map[string]bool{}
		l.stock(t)
		var deeds []int64
		for i := range rapid.IntRange(1, 30).Draw(t, "happens") {
			switch rapid.IntRange(0, 5).Draw(t, "thing") {
			case 0, 1:
				l.erase(t, erased)
			case 2:
				l.unite(t, r)
			case 3:
				l.happen(t, i)
			case 4:
				if seq := l.decide(t); seq > 0 {
					deeds = append(deeds, seq)
				}
			default:
				for _, seq := range slices.Backward(deeds) {
					if l.board.CanUndo(seq) == nil {
						l.add(t, live.EventUndone, live.Data{Undo: seq})
						break
					}
				}
			}
			l.countsPeople(t, r)
		}
		again := l.replayed(t)
		if a, b := l.board.View(live.ForModerator), again.View(live.ForModerator); a.Hash() != b.Hash() {
			t.Fatalf("viewers who stayed see %+v, those who come now %+v", a, b)
		}
		for q := range erased {
			if it := l.board.Item(q); it.Text != "" {
				t.Fatalf("%s still says %q", q, it.Text)
			}
			for _, g := range l.board.Groups() {
				if g.Text == q { // a question's words are its id here
					t.Fatalf("group %s is still worded by %s", g.ID, q)
				}
			}
		}
		mustReport(t, live.Broadcast{ID: "b1"}, l.events)
	})
}

// A vote that was on its way to a group which was split off, and is no more, stands
// with the others.
func TestSupportOfWhatWasUndone(t *testing.T) {
	l := newLog()
	for _, q := range []string{"q1", "q2"} {
		l.add(t, live.EventAsked, live.Data{Question: q, Person: q, Text: q})
		l.add(t, live.EventGrouped, live.Data{Question: q, Group: "g", State: live.Approved})
	}
	split := l.add(t, live.EventSplit, live.Data{Group: "g", Into: "s", Items: []string{"q2"}, State: live.Approved})
	if got := l.board.Group("s").Text; got != "q2" {
		t.Errorf("it is worded %q", got)
	}
	l.add(t, live.EventUndone, live.Data{Undo: split})
	l.add(t, live.EventSupported, live.Data{Question: "m", Person: "p", Group: "s"})
	l.add(t, live.EventAsked, live.Data{Question: "q3", Person: "q3", Text: "q3"})
	l.add(t, live.EventGrouped, live.Data{Question: "q3", Group: "s", State: live.Approved})
	if g := l.board.Groups(); len(g) != 1 || g[0].Supporters != 4 || g[0].Text != "q1" {
		t.Errorf("groups: %+v", g)
	}
}
