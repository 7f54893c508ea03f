package faq

import (
	"context"

	"majlis/flows/faq/linkage"
)

// Find returns where a question is, with its similarity to its group, and
// whether it is known at all.
func (g *Grouper) Find(question string) (Move, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	at, ok := g.byID[question]
	if !ok {
		return Move{}, false
	}
	return g.move(at), true
}

// Counts says how much a grouper holds.
type Counts struct {
	Questions, Wordings, Groups int
}

// Counts returns how much the grouper holds.
func (g *Grouper) Counts() Counts {
	g.mu.Lock()
	defer g.mu.Unlock()
	return Counts{len(g.asked), len(g.wordings), len(g.clusters)}
}

// Groups lists the ids of all groups, those that most people ask first.
func (g *Grouper) Groups() []string { return g.biggest(g.Counts().Groups) }

// Cuts links all wordings once and cuts the tree at each level, without the rule
// on short texts, decisions or locks. It returns, for each level, the group of
// each question in order of arrival: what evaluation and digests compare.
func (g *Grouper) Cuts(ctx context.Context, levels ...float32) ([][]int, error) {
	g.mu.Lock()
	nodes := make([]node, len(g.strands))
	for i := range g.strands {
		nodes[i] = g.strands[i].node
	}
	strandOf := make([]int32, len(g.asked))
	for i := range g.asked {
		strandOf[i] = g.asked[i].strand
	}
	g.mu.Unlock()
	t := tree(nodes, nil, lowest(levels))
	cuts := make([][]int, len(levels))
	for i, level := range levels {
		cuts[i] = byQuestion(t, level, strandOf)
	}
	return cuts, ctx.Err()
}

func byQuestion(t linkage.Tree, level float32, strandOf []int32) []int {
	cut := t.Cut(level)
	groups := make([]int, len(strandOf))
	for i, s := range strandOf {
		groups[i] = cut[s]
	}
	return groups
}

func lowest(levels []float32) float32 {
	least := float32(1)
	for _, l := range levels {
		least = min(least, l)
	}
	return least
}
