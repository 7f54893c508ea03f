package faq

import (
	"context"
	"slices"
)

// chunk is how many texts are embedded at a time, so that the vectors of a long
// stream are never all in memory.
const chunk = 500

// AddAll takes in many questions at once, such as a file: rarity is learned from
// all of them first, and each wording starts a group of its own. Call Refine to
// bring them together, exactly and in no order.
func (g *Grouper) AddAll(ctx context.Context, questions []Question) error {
	return g.addAll(ctx, questions, func(q Question, vec Vec) {
		wording := hashWording(q.Text)
		s, ok := g.wordings[wording]
		if !ok {
			s = g.newStrand(g.newCluster(""), vec, vec.Words < fewestWords)
		}
		g.keep(q, wording, s, 1)
	})
}

// Restore builds a new grouper's state anew from what the Store remembers:
// questions in order of arrival with their groups, the groups that are pinned or
// have an entry, and the decisions. Questions without a group are put into one,
// as the changes say.
func (g *Grouper) Restore(ctx context.Context, questions []Question, groups []Group, decisions []Decision) (Changes, error) {
	locked := map[string]bool{}
	for _, group := range groups {
		locked[group.ID] = group.Held()
	}
	var changes Changes
	err := g.addAll(ctx, questions, func(q Question, vec Vec) {
		if q.Group != "" {
			g.replace(q, vec, locked[q.Group])
			return
		}
		before := len(g.clusters)
		move := g.move(g.place(q, vec))
		changes.Moves = append(changes.Moves, move)
		if len(g.clusters) > before {
			changes.Create = append(changes.Create, g.described(move.Group, int32(len(g.strands)-1)))
		}
	})
	if err != nil {
		return Changes{}, err
	}
	g.decideAll(decisions)
	return changes, g.measure(ctx)
}

// decideAll takes the standing decisions in. What they moved has moved already.
func (g *Grouper) decideAll(decisions []Decision) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, d := range decisions {
		if d.Undone.IsZero() {
			g.decisions = append(g.decisions, d)
		}
	}
	g.constrain()
}

// replace puts a question where the Store has it.
func (g *Grouper) replace(q Question, vec Vec, locked bool) {
	c := g.clusterOf(q.Group)
	c.locked = c.locked || locked
	wording := hashWording(q.Text)
	if s, ok := g.wordings[wording]; ok && g.strands[s].group == c {
		g.keep(q, wording, s, float32(q.Score))
		return
	}
	near := g.nearest(vec)
	if near.group != nil && g.strands[near.strand].group == c && near.strandSim >= tighter*g.levels.Join {
		g.extend(near.strand, vec)
		g.keep(q, wording, near.strand, float32(q.Score))
		return
	}
	g.keep(q, wording, g.newStrand(c, vec, vec.Words < fewestWords), float32(q.Score))
}

// addAll learns all new texts, then embeds and puts them a chunk at a time. put
// runs locked.
func (g *Grouper) addAll(ctx context.Context, questions []Question, put func(Question, Vec)) error {
	if l, ok := g.embed.(learner); ok {
		for part := range slices.Chunk(questions, chunk) {
			if err := l.Take(ctx, textsOf(part)); err != nil {
				return err
			}
		}
	}
	for part := range slices.Chunk(questions, chunk) {
		vecs, err := g.embed.Embed(ctx, textsOf(part))
		if err != nil {
			return err
		}
		g.putAll(part, vecs, put)
	}
	return nil
}

func (g *Grouper) putAll(questions []Question, vecs []Vec, put func(Question, Vec)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, q := range questions {
		if _, ok := g.byID[q.ID]; !ok {
			put(q, vecs[i])
		}
	}
}

func textsOf(questions []Question) []string {
	texts := make([]string, len(questions))
	for i, q := range questions {
		texts[i] = q.Text
	}
	return texts
}
