package faq

import (
	"cmp"
	"context"
	"slices"

	"majlis/flows/words"
)

// Changes are what a Store has to write after groups moved.
type Changes struct {
	Moves  []Move
	Create []Group
}

// Refine links all strands anew by average link and moves what was joined too
// early or too late. Locked groups stay as they are, and so does every decision
// of staff. It computes on a copy; questions that come meanwhile stay where they
// were put. Of groups that come together the biggest keeps its id, the older one
// of two as big.
func (g *Grouper) Refine(ctx context.Context) (Changes, error) {
	if err := g.measure(ctx); err != nil {
		return Changes{}, err
	}
	g.mu.Lock()
	plan := g.plan()
	g.mu.Unlock()
	t := tree(plan.nodes, plan.apart, plan.level)
	if err := ctx.Err(); err != nil {
		return Changes{}, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.apply(plan, t.Cut(plan.level)), nil
}

// Levels returns the similarities in force.
func (g *Grouper) Levels() Levels {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.levels
}

// measure sets the levels again when there are a quarter more wordings than at
// the last time.
func (g *Grouper) measure(ctx context.Context) error {
	g.mu.Lock()
	texts := g.recentWordings()
	due := len(g.wordings) >= fewestForLevels && len(g.wordings) > g.measured+g.measured/4
	now := len(g.wordings)
	g.mu.Unlock()
	if !due {
		return nil
	}
	vecs, err := g.embed.Embed(ctx, sampled(texts, sampleForLevels))
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.levels, g.measured = levelsOf(vecs), now
	return nil
}

// recentWordings lists the different texts among the last questions.
func (g *Grouper) recentWordings() []string {
	seen := map[uint64]bool{}
	var texts []string
	for _, q := range g.asked[max(0, len(g.asked)-recentForLevels):] {
		if !seen[q.wording] {
			seen[q.wording] = true
			texts = append(texts, q.text)
		}
	}
	return texts
}

// plan is the copy that Refine computes on. A node is a strand, or several that
// staff bound together.
type plan struct {
	level   float32
	nodes   []node
	strands [][]int32  // by node
	groups  []*cluster // by node, where it was
	apart   [][2]int
}

func (g *Grouper) plan() plan {
	p := plan{level: g.levels.Join}
	place := map[int32]int{} // bundle → node
	for s := range g.strands {
		st := &g.strands[s]
		if st.group.locked || g.aloneForShortness(st) {
			continue
		}
		bundle := g.bundle(int32(s))
		i, ok := place[bundle]
		if !ok {
			i = len(p.nodes)
			place[bundle] = i
			p.nodes = append(p.nodes, node{})
			p.strands = append(p.strands, nil)
			p.groups = append(p.groups, st.group)
		}
		p.strands[i] = append(p.strands[i], int32(s))
		n := &p.nodes[i]
		if n.size == 0 {
			n.sum = st.sum
		} else {
			n.sum = merged(n.sum, st.sum) // the first strand keeps its own
		}
		n.size += st.size
	}
	p.apart = g.apartNodes(p)
	return p
}

// aloneForShortness reports a short strand that staff didn't bind to another.
func (g *Grouper) aloneForShortness(st *strand) bool {
	return st.short && len(st.group.strands) == 1
}

// apply moves the strands of each cut cluster into one group.
func (g *Grouper) apply(p plan, cut []int) Changes {
	var changes Changes
	taken := map[*cluster]bool{}
	for _, nodes := range g.byWeight(p, cut) {
		target := g.keeper(p, nodes, taken)
		if target == nil {
			target = g.newCluster("")
			changes.Create = append(changes.Create, g.described(target.id, p.strands[nodes[0]][0]))
		}
		taken[target] = true
		var moving []int32
		for _, i := range nodes {
			for _, s := range p.strands[i] {
				// Staff may have moved or locked it while the tree was built.
				if from := g.strands[s].group; from == p.groups[i] && from != target && !from.locked {
					moving = append(moving, s)
				}
			}
		}
		g.shift(moving, target)
		for _, s := range moving {
			changes.Moves = append(changes.Moves, g.strandMoves(s)...)
		}
	}
	return changes
}

// byWeight lists the nodes of each cut cluster, biggest cluster first, so that it
// chooses its id first.
func (g *Grouper) byWeight(p plan, cut []int) [][]int {
	members := map[int][]int{}
	size := map[int]int{}
	var order []int
	for i, c := range cut {
		if members[c] == nil {
			order = append(order, c)
		}
		members[c] = append(members[c], i)
		size[c] += p.nodes[i].size
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size[b], size[a]) })
	list := make([][]int, len(order))
	for i, c := range order {
		list[i] = members[c]
	}
	return list
}

// keeper returns the group whose id the cut cluster goes on under: one that a
// decision names, else the one it has most of, else the older. nil when all are
// taken.
func (g *Grouper) keeper(p plan, nodes []int, taken map[*cluster]bool) *cluster {
	share := map[*cluster]int{}
	var best *cluster
	for _, i := range nodes {
		share[p.groups[i]] += p.nodes[i].size
	}
	for _, i := range nodes { // in order of age, so the older one wins a tie
		c := p.groups[i]
		if taken[c] || c.locked || g.clusters[c.id] != c {
			continue
		}
		if best == nil || c.named && !best.named || c.named == best.named && share[c] > share[best] {
			best = c
		}
	}
	return best
}

func (g *Grouper) strandMoves(s int32) []Move {
	st := &g.strands[s]
	moves := make([]Move, len(st.members))
	for i, at := range st.members {
		g.asked[at].score = min(dot(st.sum, st.group.sum)/float32(st.size*st.group.size), 1)
		moves[i] = g.move(at)
	}
	return moves
}

// described is a new group as the Store keeps it, named by its first question.
func (g *Grouper) described(id string, s int32) Group {
	text := g.asked[g.strands[s].members[0]].text
	return Group{ID: id, Canonical: text, Lang: words.Lang(text)}
}
