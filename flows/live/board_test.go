package live_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"majlis/flows/live"
)

var noon = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// log is a broadcast's log that grows with the board it adds up to.
type log struct {
	board  *live.Board
	events []live.Event
}

func newLog() *log { return &log{board: live.NewBoard("b1")} }

func (l *log) add(t interface{ Fatal(...any) }, kind live.EventKind, d live.Data) int64 {
	e := live.Event{Broadcast: "b1", Seq: l.board.Seq + 1, At: noon.Add(time.Duration(len(l.events)) * time.Second), Kind: kind, Data: d}
	if err := l.board.Apply(e); err != nil {
		t.Fatal(err)
	}
	l.events = append(l.events, e)
	return e.Seq
}

// replayed is the board that the log alone gives: the same one.
func (l *log) replayed(t *rapid.T) *live.Board {
	again := live.NewBoard("b1")
	for _, e := range l.events {
		if err := again.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(draw(l.board), draw(again), unseen); diff != "" {
		t.Fatal(diff)
	}
	return again
}

// picture is all that can be seen on a board.
type picture struct {
	Groups []live.Group
	Items  map[string][]string
	People map[string][]string
	Ledger map[live.Fate]int
	Differ [][2]string
	Now    string
}

func draw(b *live.Board) picture {
	p := picture{Items: map[string][]string{}, People: map[string][]string{}, Ledger: b.Ledger(), Now: b.Now}
	for _, g := range b.Groups() {
		p.Groups = append(p.Groups, *g)
		p.Items[g.ID], p.People[g.ID] = g.Items(), b.People(g)
		for _, other := range b.Groups() {
			if b.Differ(g.ID, other.ID) {
				p.Differ = append(p.Differ, [2]string{g.ID, other.ID})
			}
		}
	}
	return p
}

var unseen = cmpopts.IgnoreUnexported(live.Group{})

// stock fills a board with questions in groups.
func (l *log) stock(t *rapid.T) {
	for i := range rapid.IntRange(2, 12).Draw(t, "questions") {
		q := fmt.Sprintf("q%02d", i)
		person := fmt.Sprintf("p%d", rapid.IntRange(0, 5).Draw(t, "person"))
		l.add(t, live.EventAsked, live.Data{Question: q, Person: person, Channel: "web", Lang: "ar", Text: q})
		group := fmt.Sprintf("g%d", rapid.IntRange(0, 4).Draw(t, "group"))
		l.add(t, live.EventGrouped, live.Data{Question: q, Group: group, State: live.Approved})
	}
}

// decide draws something a host does; 0 when it can't be done here.
func (l *log) decide(t *rapid.T) int64 {
	groups := l.board.Groups()
	g := rapid.SampledFrom(groups).Draw(t, "of")
	switch rapid.IntRange(0, 5).Draw(t, "deed") {
	case 0:
		into := rapid.SampledFrom(groups).Draw(t, "into")
		if into == g {
			return 0
		}
		return l.add(t, live.EventMerged, live.Data{Group: g.ID, Into: into.ID})
	case 1:
		items := g.Items()
		if len(items) < 2 {
			return 0
		}
		n := rapid.IntRange(1, len(items)-1).Draw(t, "leave")
		return l.add(t, live.EventSplit, live.Data{
			Group: g.ID, Into: fmt.Sprintf("s%d", l.board.Seq), Items: items[:n], Text: "split", State: live.Approved,
		})
	case 2:
		states := []live.State{live.Next, live.Now, live.Answered, live.Declined, live.Later, live.Approved}
		return l.add(t, live.EventState, live.Data{Group: g.ID, State: rapid.SampledFrom(states).Draw(t, "state")})
	case 3:
		return l.add(t, live.EventPinned, live.Data{Group: g.ID, On: !g.Pinned})
	case 4:
		other := rapid.SampledFrom(groups).Draw(t, "other")
		if other == g {
			return 0
		}
		return l.add(t, live.EventDiffer, live.Data{Group: g.ID, Into: other.ID})
	}
	return l.add(t, live.EventNamed, live.Data{Group: g.ID, Text: g.Text + "!"})
}

// Whatever a host did, undoing it backwards brings the board back as it was.
func TestUndoRestoresTheBoard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLog()
		l.stock(t)
		before := draw(l.board)
		var deeds []int64
		for range rapid.IntRange(1, 12).Draw(t, "deeds") {
			if seq := l.decide(t); seq > 0 {
				deeds = append(deeds, seq)
			}
		}
		for _, seq := range slices.Backward(deeds) {
			if err := l.board.CanUndo(seq); err != nil {
				t.Fatalf("%d: %v", seq, err)
			}
			l.add(t, live.EventUndone, live.Data{Undo: seq})
		}
		if diff := cmp.Diff(before, draw(l.board), unseen); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Merging, splitting and undoing in any order neither lose nor double a person,
// and the same log always adds up to the same board.
func TestNobodyIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLog()
		l.stock(t)
		asked := len(l.events) / 2
		var deeds []int64
		for i := range rapid.IntRange(1, 20).Draw(t, "deeds") {
			if seq := l.decide(t); seq > 0 {
				deeds = append(deeds, seq)
			}
			if rapid.Bool().Draw(t, "ask") {
				q := fmt.Sprintf("late%d", i)
				g := rapid.SampledFrom(l.board.Groups()).Draw(t, "late")
				l.add(t, live.EventAsked, live.Data{Question: q, Person: q, Text: q})
				l.add(t, live.EventGrouped, live.Data{Question: q, Group: g.ID})
				asked++
			}
			if len(deeds) > 0 && rapid.Bool().Draw(t, "undo") {
				seq := rapid.SampledFrom(deeds).Draw(t, "which")
				if l.board.CanUndo(seq) == nil {
					l.add(t, live.EventUndone, live.Data{Undo: seq})
				}
			}
		}
		items := 0
		for _, g := range l.board.Groups() {
			items += len(g.Items())
		}
		if items != asked {
			t.Fatalf("%d questions were asked, %d stand in groups", asked, items)
		}
		l.replayed(t)
	})
}
