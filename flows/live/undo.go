package live

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"majlis/flows"
)

// undoable are the kinds of events that staff can take back. What people said
// and how far a broadcast got is not among them.
var undoable = map[EventKind]bool{
	EventState: true, EventMerged: true, EventSplit: true, EventNamed: true, EventPinned: true, EventLabelled: true,
	EventDiffer: true,
}

// patch is what an event changed, as it was before.
type patch struct {
	kind   EventKind
	home   string            // the group that the event was about
	into   string            // the other
	groups map[string]*Group // nil: was not there
	moved  map[string]string // question → group it was in
	now    string
	undone bool
}

// before keeps what an event is about to change.
func (b *Board) before(e Event) *patch {
	p := &patch{kind: e.Kind, home: e.Data.Group, into: e.Data.Into, groups: map[string]*Group{}, moved: map[string]string{}, now: b.Now}
	if e.Kind == EventDiffer {
		return p
	}
	for _, id := range []string{e.Data.Group, e.Data.Into, b.Now} {
		if g := b.groups[id]; g != nil {
			p.groups[id] = g.clone()
		} else if id != "" {
			p.groups[id] = nil
		}
	}
	moving := e.Data.Items
	if e.Kind == EventMerged {
		moving = b.groups[e.Data.Group].items
	}
	for _, id := range moving {
		p.moved[id] = e.Data.Group
	}
	return p
}

// CanUndo reports whether an event can be taken back now: it is one that can be,
// and none of its groups were changed by a later one that stands. The error says
// why not.
func (b *Board) CanUndo(seq int64) error {
	p := b.past[seq]
	if p == nil || p.undone {
		return &flows.Mistake{Field: "undo", Code: "nothing"}
	}
	for later, q := range b.past {
		if later <= seq || q.undone {
			continue
		}
		for id := range q.groups {
			if _, both := p.groups[id]; both {
				return &flows.Mistake{Field: "undo", Code: "changed_since", Detail: fmt.Sprint(later)}
			}
		}
	}
	return nil
}

// applyUndone brings groups back to what they were before an event. Who asked
// since stays where they are: votes are never lost. All is done in one order, as
// who comes first may word a group, and the same log is always the same board.
func (b *Board) applyUndone(e Event) {
	p := b.past[e.Data.Undo]
	p.undone = true
	if p.kind == EventDiffer {
		delete(b.differ, e.Data.Undo)
		return
	}
	oldest := func(x, y string) int { return cmp.Compare(b.items[x].Seq, b.items[y].Seq) }
	for _, id := range slices.SortedFunc(maps.Keys(p.moved), oldest) { // in one order, so that the same log gives the same board
		group := p.moved[id]
		if b.groups[group] != nil && p.went(b.items[id].Group) {
			b.put(id, group)
		}
	}
	b.Now = p.now
	groups := slices.Sorted(maps.Keys(p.groups))
	for _, id := range groups {
		b.restore(id, p.groups[id], p.home)
	}
	for _, id := range groups { // now that all stand where they stood
		b.reword(b.groups[id])
	}
}

// went reports whether a group is one that the event moved questions into.
func (p *patch) went(group string) bool {
	_, touched := p.groups[group]
	return touched && group != p.home
}

// restore sets a group back but for who is in it, which put has done. Whoever
// came since to a group that the event made goes home with the others.
func (b *Board) restore(id string, was *Group, home string) {
	g := b.groups[id]
	if was == nil {
		b.putAll(g, b.groups[home])
		g.State, g.Into = Merged, home // whoever is on their way to it finds the others
		return
	}
	items, text, words := g.items, g.Text, g.words
	*g = *was.clone()
	g.items = items
	if it := b.items[g.words]; it != nil && it.erased {
		g.Text, g.words = text, words
	}
	b.recount(g)
}
