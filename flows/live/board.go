package live

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Board is what the events of one broadcast add up to. It is not safe for
// concurrent use; Boards guards it.
type Board struct {
	Broadcast string
	Seq       int64 // of the last event
	Status    Status
	OnAirAt   time.Time
	ClosedAt  time.Time
	Now       string // id of the group the host is at; "" none

	items  map[string]*Item
	groups map[string]*Group
	order  []*Group            // as they were made
	people map[string][]string // person → ids of what they asked and support
	became map[string]string   // person whose record ended → the one it became part of
	loose  []string            // ids of questions that are in no group yet, oldest first
	notes  []Note
	asked  int                 // questions with words of their own
	past   map[int64]*patch    // what each event that can be undone changed
	differ map[int64][2]string // groups that staff said do not ask the same, by the number of the event
	deeds  map[string]int64    // staff id → number of what they did last

	lastDeed map[string]deedOn // group → what was done to it last
}

// deedOn is something staff did to a group, that can be undone.
type deedOn struct {
	seq   int64
	actor string
}

// Note is a word from backstage to the host.
type Note struct {
	ID   string
	At   time.Time
	By   string // staff id
	Text string
	Seen bool
}

// NewBoard is a board on which nothing has happened.
func NewBoard(broadcast string) *Board {
	return &Board{
		Broadcast: broadcast, Status: Planned,
		items: map[string]*Item{}, groups: map[string]*Group{}, people: map[string][]string{}, became: map[string]string{},
		past: map[int64]*patch{}, differ: map[int64][2]string{}, deeds: map[string]int64{}, lastDeed: map[string]deedOn{},
	}
}

// Group finds a group; nil for none.
func (b *Board) Group(id string) *Group { return b.groups[id] }

// Item finds a question or a "me too"; nil for none.
func (b *Board) Item(id string) *Item { return b.items[id] }

// Loose lists questions that are in no group yet, oldest first.
func (b *Board) Loose() []*Item {
	list := make([]*Item, len(b.loose))
	for i, id := range b.loose {
		list[i] = b.items[id]
	}
	return list
}

// Notes lists what was said backstage, oldest first.
func (b *Board) Notes() []Note { return slices.Clone(b.notes) }

// Groups lists all groups that are not part of another, in the order they were
// made.
func (b *Board) Groups() []*Group {
	list := make([]*Group, 0, len(b.order))
	for _, g := range b.order {
		if g.State != Merged {
			list = append(list, g)
		}
	}
	return list
}

// begin puts a new group on the board. None ever leaves it.
func (b *Board) begin(g *Group) {
	b.groups[g.ID] = g
	b.order = append(b.order, g)
}

// Queue lists the groups that are next, in their order.
func (b *Board) Queue() []*Group {
	var list []*Group
	for _, g := range b.Groups() {
		if g.State == Next {
			list = append(list, g)
		}
	}
	slices.SortStableFunc(list, func(a, b *Group) int { return cmp.Compare(a.Place, b.Place) })
	return list
}

// placeAt is the Place that makes a group the n-th of those queued, from 1.
func placeAt(queue []*Group, n int) float64 {
	switch {
	case len(queue) == 0:
		return 1
	case n <= 1:
		return queue[0].Place - 1
	case n > len(queue):
		return queue[len(queue)-1].Place + 1
	}
	return (queue[n-2].Place + queue[n-1].Place) / 2
}

// Members lists what stands in a group, oldest first.
func (b *Board) Members(g *Group) []*Item {
	list := make([]*Item, len(g.items))
	for i, id := range g.items {
		list[i] = b.items[id]
	}
	return list
}

// People lists the persons of a group, each once, in the order they came.
func (b *Board) People(g *Group) []string {
	var people []string
	seen := map[string]bool{}
	for _, id := range g.items {
		it := b.items[id]
		if it.Counts() && !seen[it.Person] {
			seen[it.Person] = true
			people = append(people, it.Person)
		}
	}
	return people
}

// Of lists what a person asked and supports, oldest first.
func (b *Board) Of(person string) []*Item {
	var list []*Item
	for _, id := range b.people[b.personNow(person)] {
		list = append(list, b.items[id])
	}
	return list
}

// put moves an item into a group; "" takes it out of any.
func (b *Board) put(id, group string) {
	it := b.items[id]
	if from := b.groups[it.Group]; from != nil {
		from.items = slices.DeleteFunc(from.items, func(x string) bool { return x == id })
		from.voice(it, -1)
	} else if at := slices.Index(b.loose, id); at >= 0 {
		b.loose = slices.Delete(b.loose, at, at+1)
	}
	b.enter(it, group)
}

// putAll moves all that stands in a group into another.
func (b *Board) putAll(from, into *Group) {
	items := from.items
	from.items, from.crowd, from.Supporters = nil, crowd{}, 0
	for _, id := range items {
		b.enter(b.items[id], into.ID)
	}
}

// enter adds an item that is nowhere to a group. Its place in the list follows
// its own number, so that moving back restores the order.
func (b *Board) enter(it *Item, group string) {
	it.Group = group
	to := b.groups[group]
	if to == nil {
		b.loose = append(b.loose, it.ID)
		return
	}
	at, _ := slices.BinarySearchFunc(to.items, it.Seq, func(x string, seq int64) int { return cmp.Compare(b.items[x].Seq, seq) })
	to.items = slices.Insert(to.items, at, it.ID)
	to.voice(it, 1)
	if w := b.items[to.words]; w != nil && w.erased && !it.MeToo && !it.erased { // nobody was left to word it
		to.word(it)
	}
}

// Participants is how many distinct people asked or support something.
func (b *Board) Participants() int { return len(b.people) }

// Questions is how many were asked, those withdrawn too.
func (b *Board) Questions() int { return b.asked }

// recount counts a group's distinct people from its items.
func (b *Board) recount(g *Group) {
	g.crowd, g.Supporters = crowd{}, 0
	for _, id := range g.items {
		g.voice(b.items[id], 1)
	}
}

// gap is an event that does not follow the last one.
func (b *Board) gap(e Event) error {
	return fmt.Errorf("live: event %d of broadcast %s after %d", e.Seq, e.Broadcast, b.Seq)
}
