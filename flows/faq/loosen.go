package faq

import (
	"context"
	"slices"
)

// torn embeds the texts of all strands that the questions are part of: taking
// some of them out means to build those strands anew. It runs unlocked, as an
// embedder may be far away.
func (g *Grouper) torn(ctx context.Context, questions []string) (map[uint64]Vec, error) {
	g.mu.Lock()
	texts := map[uint64]string{}
	for _, s := range g.strandsOf(questions) {
		for _, at := range g.strands[s].members {
			texts[g.asked[at].wording] = g.asked[at].text
		}
	}
	g.mu.Unlock()
	vecs := make(map[uint64]Vec, len(texts))
	for wording, text := range texts {
		v, err := g.embed.Embed(ctx, []string{text})
		if err != nil {
			return nil, err
		}
		vecs[wording] = v[0]
	}
	return vecs, nil
}

// loosen returns strands that hold exactly those of the questions that are in
// group; a strand that holds others too is divided.
func (g *Grouper) loosen(questions []string, group string, vecs map[uint64]Vec) []int32 {
	leaving := map[int32]bool{}
	for _, id := range questions {
		if at, ok := g.byID[id]; ok && g.strands[g.asked[at].strand].group.id == group {
			leaving[at] = true
		}
	}
	var loose []int32
	for _, s := range g.strandsOf(questions) {
		st := &g.strands[s]
		if st.group.id != group {
			continue
		}
		stays := slices.DeleteFunc(slices.Clone(st.members), func(at int32) bool { return leaving[at] })
		if len(stays) == 0 {
			loose = append(loose, s)
			continue
		}
		goes := slices.DeleteFunc(slices.Clone(st.members), func(at int32) bool { return !leaving[at] })
		loose = append(loose, g.divide(s, stays, goes, vecs))
	}
	return loose
}

// divide leaves stays in strand s and puts goes into a new one of the same group.
func (g *Grouper) divide(s int32, stays, goes []int32, vecs map[uint64]Vec) int32 {
	st := &g.strands[s]
	c, short := st.group, st.short
	st.node, st.members = g.sumOf(stays, vecs), stays
	fresh := int32(len(g.strands))
	g.strands = append(g.strands, strand{node: g.sumOf(goes, vecs), members: goes, bound: fresh, short: short, group: c})
	g.index.addAll(int(fresh), g.strands[fresh].sum)
	for _, at := range goes {
		g.asked[at].strand = fresh
		g.wordings[g.asked[at].wording] = fresh
	}
	c.strands = append(c.strands, fresh)
	g.gather(c)
	return fresh
}

// sumOf adds the vectors of the questions' wordings up, each wording once. One
// that came after vecs were made goes without.
func (g *Grouper) sumOf(questions []int32, vecs map[uint64]Vec) node {
	var n node
	seen := map[uint64]bool{}
	for _, at := range questions {
		wording := g.asked[at].wording
		if vec, ok := vecs[wording]; ok && !seen[wording] {
			n.sum = addFeatures(n.sum, vec.Features)
			n.size++
		}
		seen[wording] = true
	}
	n.size = max(n.size, 1)
	return n
}
