package live

import "slices"

// applyErased forgets the words of a question whose message was deleted. The log
// has lost them as well: whoever reads it anew comes to the same board. A group
// that was worded by them goes on under those of another question, or as the event
// says.
func (b *Board) applyErased(e Event) {
	it := b.items[e.Data.Question]
	it.Text, it.Files, it.erased = "", nil, true
	if at := slices.Index(b.loose, it.ID); at >= 0 && !it.Counts() {
		b.loose = slices.Delete(b.loose, at, at+1)
	}
	for _, g := range b.groups {
		g.forget(it)
	}
	for _, p := range b.past {
		for _, g := range p.groups {
			g.forget(it)
		}
	}
	g := b.groups[it.Group]
	switch {
	case g == nil || g.words != it.ID:
	case len(e.Data.Items) > 0:
		g.word(b.items[e.Data.Items[0]])
	case e.Data.Text != "":
		g.name(e.Data.Text)
	}
}

// forget drops a group's wording where it is the words of a question.
func (g *Group) forget(it *Item) {
	if g != nil && g.words == it.ID {
		g.Text = ""
	}
}

// worded is the first of some questions that has words of its own; nil for none.
func (b *Board) worded(items []string) *Item {
	for _, id := range items {
		if it := b.items[id]; !it.MeToo && !it.erased {
			return it
		}
	}
	return nil
}

// reword gives a group the words of its first question where those it had were
// erased before it was set back to them.
func (b *Board) reword(g *Group) {
	if it := b.items[g.words]; it == nil || !it.erased {
		return
	}
	if it := b.worded(g.items); it != nil {
		g.word(it)
	}
}

// open reports whether a question can still be taken back: nothing became of it,
// or it was put off and is no inquiry yet.
func (b *Board) open(it *Item) bool {
	fate := b.Fate(it)
	return fate == FateWaiting || fate == FateLater && !b.Status.Over()
}

// without says how the board goes on without the words of a question. What its
// group came to be with them is the record of the broadcast and stays; while it
// waits, another who asks the same words it, or those who only support it keep it
// as it is.
func (b *Board) without(it *Item) Data {
	d := Data{Question: it.ID}
	g := b.groups[it.Group]
	switch {
	case g == nil || g.words != it.ID:
		return d
	case it.Counts() && !b.open(it):
		d.Text = g.Text
		return d
	}
	others := slices.DeleteFunc(g.Items(), func(id string) bool { return id == it.ID || !b.items[id].Counts() })
	if other := b.worded(others); other != nil {
		d.Items = []string{other.ID}
	} else if len(others) > 0 {
		d.Text = g.Text
	}
	return d
}
