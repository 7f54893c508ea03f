package faq

import "context"

// Near returns the group that a text would join, without taking it in; false
// when nothing asks the same. Score is its similarity.
func (g *Grouper) Near(ctx context.Context, text string) (Move, bool) {
	vecs, err := g.embed.Embed(ctx, []string{text})
	if err != nil {
		return Move{}, false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if s, ok := g.wordings[hashWording(text)]; ok {
		return Move{Group: g.strands[s].group.id, Score: 1}, true
	}
	if vecs[0].Words < fewestWords {
		return Move{}, false
	}
	near := g.nearest(vecs[0])
	switch {
	case near.strandSim >= tighter*g.levels.Join:
		return Move{Group: g.strands[near.strand].group.id, Score: float64(near.strandSim)}, true
	case near.groupSim >= g.levels.Join:
		return Move{Group: near.group.id, Score: float64(near.groupSim)}, true
	}
	return Move{}, false
}
