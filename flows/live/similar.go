package live

import (
	"cmp"
	"slices"
)

// Pair is two groups of a board that may ask the same. Staff say whether they do.
type Pair struct {
	Stays string `json:"stays"` // merged, this one goes on
	Goes  string `json:"goes"`  // and this one becomes part of it
}

// mostSimilar is how many pairs a board offers: who is unsure of one sees the next.
const mostSimilar = 20

// Similar lists the pairs that an audience may decide about on a board, as the
// sorter of this process last found them, the most useful first; none where
// another process sorts. It may be called while the board is read.
func (b *Boards) Similar(on *Board, to Audience) []Pair {
	k := b.kept(on.Broadcast)
	k.watching.Lock()
	found := k.similar
	k.watching.Unlock()
	return on.similar(found, to)
}

// found takes in which pairs there are now and wakes who watches the board.
func (b *Boards) found(broadcast string, pairs []Pair) {
	k := b.kept(broadcast)
	k.watching.Lock()
	same := slices.Equal(k.similar, pairs)
	k.similar = pairs
	k.watching.Unlock()
	if !same {
		b.Changed(broadcast)
	}
}

// similar keeps of pairs what still is to be decided: much may have been done since
// they were found.
func (b *Board) similar(found []Pair, to Audience) []Pair {
	var pairs []Pair
	if to == ForPublic || !b.Status.Open() {
		return nil
	}
	for _, p := range found {
		one, two := b.groups[b.Standing(p.Stays)], b.groups[b.Standing(p.Goes)]
		if one == two || !one.undecided(to) || !two.undecided(to) || b.Differ(one.ID, two.ID) {
			continue
		}
		pair := pairOf(one, two)
		if !slices.Contains(pairs, pair) {
			pairs = append(pairs, pair)
		}
		if len(pairs) == mostSimilar {
			break
		}
	}
	return pairs
}

// undecided reports whether a group may be offered for a merge: what was answered,
// declined or postponed is left alone, as its people were told so, and one key
// should not decide the same about others.
func (g *Group) undecided(to Audience) bool { return g != nil && !g.State.Final() && g.visible(to) }

// pairOf lets that group stay which the host is nearer to, so that nothing leaves
// their list by a merge; else the bigger one, else the older.
func pairOf(one, two *Group) Pair {
	steps := []State{Pending, Approved, Next, Now}
	ahead := cmp.Or(
		cmp.Compare(slices.Index(steps, one.State), slices.Index(steps, two.State)),
		cmp.Compare(one.Supporters, two.Supporters),
		cmp.Compare(two.Seq, one.Seq),
	)
	if ahead < 0 {
		one, two = two, one
	}
	return Pair{Stays: one.ID, Goes: two.ID}
}
