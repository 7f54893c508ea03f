package faq

import "slices"

// strand is a bundle of wordings so alike that they are never told apart but by
// staff. Groups are made of strands. Its sum is replaced, never changed, so a
// copy of the strand stays as it was.
type strand struct {
	node
	members []int32 // places in asked
	group   *cluster
	bound   int32 // an older strand that staff put it together with, or itself
	short   bool  // too few words to be joined on a guess
	sides   []side
}

// side says on which side of a decision "not the same" a strand stands.
type side struct {
	decision int32
	left     bool
}

// cluster is a group of strands.
type cluster struct {
	id      string
	strands []int32
	sum     []Feature // of several strands; one strand's own sum otherwise
	size    int
	locked  bool // pinned, answered or edited: the machine neither merges nor splits it
	named   bool // a decision names it: its id has to stay
}

// newCluster makes a group without strands, with a new id when id is "".
func (g *Grouper) newCluster(id string) *cluster {
	if id == "" {
		id = g.newID()
	}
	c := &cluster{id: id}
	g.clusters[id] = c
	return c
}

func (g *Grouper) newStrand(c *cluster, vec Vec, short bool) int32 {
	s := int32(len(g.strands))
	g.strands = append(g.strands, strand{node: node{vec.Features, 1}, bound: s, short: short})
	g.index.addAll(int(s), vec.Features)
	g.attach(s, c)
	return s
}

// extend adds one more wording to a strand and its group.
func (g *Grouper) extend(s int32, vec Vec) {
	st := &g.strands[s]
	old := st.sum
	st.sum = merged(old, vec.Features)
	st.size++
	for _, f := range g.index.byWeight(vec.Features, featuresListed) {
		if !has(old, f.ID) {
			g.index.add(int(s), f.ID)
		}
	}
	c := st.group
	c.size++
	if len(c.strands) == 1 {
		c.sum = st.sum
		return
	}
	c.sum = addFeatures(c.sum, vec.Features)
}

// attach makes strand s part of group c.
func (g *Grouper) attach(s int32, c *cluster) {
	st := &g.strands[s]
	st.group = c
	c.strands = append(c.strands, s)
	c.size += st.size
	switch len(c.strands) {
	case 1:
		c.sum = st.sum
	case 2: // until now the sum was the first strand's own
		c.sum = merged(c.sum, st.sum)
	default:
		c.sum = addFeatures(c.sum, st.sum)
	}
}

// gather works a group's sum and size out anew after strands left it.
func (g *Grouper) gather(c *cluster) {
	strands := c.strands
	c.strands, c.sum, c.size = nil, nil, 0
	for _, s := range strands {
		g.attach(s, c)
	}
}

// shift moves strands to group c. Groups left empty are gone.
func (g *Grouper) shift(strands []int32, c *cluster) {
	left := map[*cluster]bool{}
	for _, s := range strands {
		from := g.strands[s].group
		if from == c {
			continue
		}
		left[from] = true
		from.strands = slices.DeleteFunc(from.strands, func(o int32) bool { return o == s })
		g.attach(s, c)
	}
	for from := range left {
		if len(from.strands) == 0 {
			delete(g.clusters, from.id)
			continue
		}
		g.gather(from)
	}
}
