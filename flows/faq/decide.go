package faq

import (
	"context"
	"slices"
)

// Decide takes in what staff said about groups, after the Store has written it:
// a merge binds questions together and a split or a "differ" keeps them apart,
// whatever the machine thinks later; a pin locks the group. Questions that came
// to a merged group in the meantime follow, as the changes say.
func (g *Grouper) Decide(ctx context.Context, d Decision) (Changes, error) {
	vecs, err := g.torn(ctx, d.Items)
	if err != nil {
		return Changes{}, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	var changes Changes
	switch d.Kind {
	case Merged:
		if source := g.clusters[d.Groups[1]]; source != nil {
			changes = g.follow(source, g.clusterOf(d.Groups[0]), d.Items)
		}
	case Parted:
		g.shift(g.loosen(d.Items, d.Groups[0], vecs), g.clusterOf(d.Groups[1]))
	}
	g.decisions = append(g.decisions, d)
	g.constrain()
	return changes, nil
}

// Undo takes a decision back, after the Store has: the questions that are still
// where it put them return.
func (g *Grouper) Undo(ctx context.Context, d Decision) error {
	vecs, err := g.torn(ctx, d.Items)
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	switch d.Kind {
	case Merged:
		g.shift(g.loosen(d.Items, d.Groups[0], vecs), g.clusterOf(d.Groups[1]))
	case Parted:
		g.shift(g.loosen(d.Items, d.Groups[1], vecs), g.clusterOf(d.Groups[0]))
	}
	g.decisions = slices.DeleteFunc(g.decisions, func(o Decision) bool { return o.ID == d.ID })
	g.constrain()
	return nil
}

// Lock keeps a group as it is, or gives it back to the machine: staff pinned,
// answered or edited it.
func (g *Grouper) Lock(group string, locked bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c := g.clusters[group]; c != nil {
		c.locked = locked
	}
}

// follow moves all of source into target and returns the moves that the decision
// didn't list.
func (g *Grouper) follow(source, target *cluster, listed []string) Changes {
	strands := slices.Clone(source.strands)
	g.shift(strands, target)
	target.locked = target.locked || source.locked
	known := map[string]bool{}
	for _, id := range listed {
		known[id] = true
	}
	var changes Changes
	for _, s := range strands {
		for _, m := range g.strandMoves(s) {
			if !known[m.Question] {
				changes.Moves = append(changes.Moves, m)
			}
		}
	}
	return changes
}

func (g *Grouper) clusterOf(id string) *cluster {
	if c := g.clusters[id]; c != nil {
		return c
	}
	return g.newCluster(id)
}

// constrain works out anew what the standing decisions bind and keep apart.
func (g *Grouper) constrain() {
	for s := range g.strands {
		g.strands[s].bound, g.strands[s].sides = int32(s), nil
	}
	for _, c := range g.clusters {
		c.named = false
	}
	for i, d := range g.decisions {
		for _, id := range d.Groups {
			if c := g.clusters[id]; c != nil {
				c.named = true
			}
		}
		switch d.Kind {
		case Merged:
			g.bind(d.Items, true)
		case Parted:
			g.bind(d.Items, false)
			g.part(int32(i), g.strandsOf(d.Items), g.strandsIn(d.Groups[0]))
		case Differ:
			g.part(int32(i), g.strandsIn(d.Groups[0]), g.strandsIn(d.Groups[1]))
		case Pinned:
			if c := g.clusters[d.Groups[0]]; c != nil {
				c.locked = true
			}
		}
	}
}

// bind holds the strands of the questions together, as far as they are in one
// group, and with whole also the strand that was there first.
func (g *Grouper) bind(questions []string, whole bool) {
	by := map[*cluster][]int32{}
	for _, s := range g.strandsOf(questions) {
		c := g.strands[s].group
		if by[c] == nil && whole {
			by[c] = append(by[c], slices.Min(c.strands))
		}
		by[c] = append(by[c], s)
	}
	for _, strands := range by {
		for _, s := range strands[1:] {
			g.join(s, strands[0])
		}
	}
}

// join makes two strands one bundle, known by its lowest strand.
func (g *Grouper) join(a, b int32) {
	a, b = g.bundle(a), g.bundle(b)
	g.strands[max(a, b)].bound = min(a, b)
}

func (g *Grouper) bundle(s int32) int32 {
	for g.strands[s].bound != s {
		s = g.strands[s].bound
	}
	return s
}

func (g *Grouper) part(decision int32, left, right []int32) {
	for _, s := range left {
		g.strands[s].sides = append(g.strands[s].sides, side{decision, true})
	}
	for _, s := range right {
		if !slices.Contains(left, s) {
			g.strands[s].sides = append(g.strands[s].sides, side{decision, false})
		}
	}
}

func (g *Grouper) strandsOf(questions []string) []int32 {
	var list []int32
	for _, id := range questions {
		if at, ok := g.byID[id]; ok {
			list = append(list, g.asked[at].strand)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (g *Grouper) strandsIn(group string) []int32 {
	if c := g.clusters[group]; c != nil {
		return c.strands
	}
	return nil
}

// apartNodes lists the pairs of nodes that must not come together: those on two
// sides of a decision, and groups whose ids decisions name, as only one id can
// stay.
func (g *Grouper) apartNodes(p plan) [][2]int {
	sides := make([]map[side]bool, len(p.nodes))
	var held []int // nodes that anything is decided about
	for i, strands := range p.strands {
		sides[i] = map[side]bool{}
		for _, s := range strands {
			for _, at := range g.strands[s].sides {
				sides[i][at] = true
			}
		}
		if len(sides[i]) > 0 || p.groups[i].named {
			held = append(held, i)
		}
	}
	var pairs [][2]int
	for a, i := range held {
		for _, j := range held[:a] {
			if opposed(sides[i], sides[j]) || p.groups[i] != p.groups[j] && p.groups[i].named && p.groups[j].named {
				pairs = append(pairs, [2]int{i, j})
			}
		}
	}
	return pairs
}

func opposed(a, b map[side]bool) bool {
	for s := range a {
		if b[side{s.decision, !s.left}] {
			return true
		}
	}
	return false
}
