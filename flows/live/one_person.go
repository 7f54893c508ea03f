package live

import (
	"cmp"
	"fmt"
	"slices"
)

// applyOnePerson makes what somebody asked and supports another's: their two
// records turned out to be one person's, who counts once wherever both stood.
func (b *Board) applyOnePerson(e Event) {
	gone, stays := e.Data.Person, b.personNow(e.Data.Into)
	b.became[gone] = stays
	moved := b.people[gone]
	if len(moved) == 0 {
		return
	}
	for _, id := range moved {
		b.relabel(b.items[id], stays)
	}
	delete(b.people, gone)
	b.people[stays] = slices.Concat(b.people[stays], moved)
	slices.SortFunc(b.people[stays], func(x, y string) int { return cmp.Compare(b.items[x].Seq, b.items[y].Seq) })
}

func (b *Board) relabel(it *Item, person string) {
	b.silence(it)
	it.Person = person
	if g := b.groups[it.Group]; g != nil {
		g.voice(it, 1)
	}
}

// personNow is the record that a person's is part of by now, mostly itself. What
// was on its way while two became one may still name the one that ended.
func (b *Board) personNow(person string) string {
	for b.became[person] != "" {
		person = b.became[person]
	}
	return person
}

// onePersonFits reports a record that would become part of itself, or end twice.
func (b *Board) onePersonFits(e Event) error {
	gone, stays := e.Data.Person, e.Data.Into
	if gone == "" || stays == "" || b.became[gone] != "" || b.personNow(stays) == gone {
		return fmt.Errorf("live: event %d makes %q part of %q, which can't be", e.Seq, gone, stays)
	}
	return nil
}
