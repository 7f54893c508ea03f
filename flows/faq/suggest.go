package faq

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Suggestion is two groups that may ask the same: the machine isn't sure enough
// to merge them, or may not. Staff merge them or say that they differ.
type Suggestion struct {
	A, B  string // group ids, the bigger one first
	Score float64
}

// biggestGroups is how many groups suggestions are looked for, those that most
// people ask: merging them changes what staff see.
const biggestGroups = 200

// Suggest lists up to limit suggestions, those that bring most people together
// most surely first.
func (g *Grouper) Suggest(ctx context.Context, limit int) ([]Suggestion, error) {
	seen := map[[2]string]bool{}
	type ranked struct {
		Suggestion
		rank float64
	}
	var list []ranked
	for _, id := range g.biggest(biggestGroups) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, s := range g.similar(id) {
			key := [2]string{min(s.A, s.B), max(s.A, s.B)}
			if !seen[key] {
				seen[key] = true
				list = append(list, ranked{s, s.Score * math.Sqrt(float64(g.People(s.B)))})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(b.rank, a.rank) })
	suggestions := make([]Suggestion, 0, min(limit, len(list)))
	for _, r := range list[:min(limit, len(list))] {
		suggestions = append(suggestions, r.Suggestion)
	}
	return suggestions, nil
}

// People counts the distinct askers of a group.
func (g *Grouper) People(group string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c := g.clusters[group]; c != nil {
		return g.people(c)
	}
	return 0
}

// biggest lists the ids of the n groups that most people ask.
func (g *Grouper) biggest(n int) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	type counted struct {
		id     string
		people int
	}
	list := make([]counted, 0, len(g.clusters))
	for id, c := range g.clusters {
		list = append(list, counted{id, g.people(c)})
	}
	slices.SortFunc(list, func(a, b counted) int {
		return cmp.Or(cmp.Compare(b.people, a.people), cmp.Compare(a.id, b.id))
	})
	ids := make([]string, min(n, len(list)))
	for i := range ids {
		ids[i] = list[i].id
	}
	return ids
}

// similar lists the groups that may be the same as one. It holds the lock for
// one search only, so that new questions needn't wait long.
func (g *Grouper) similar(id string) []Suggestion {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.clusters[id]
	if c == nil {
		return nil
	}
	self := node{c.sum, c.size}
	seen := map[*cluster]bool{c: true}
	var list []Suggestion
	for _, s := range g.index.candidates(c.sum, bestCandidates) {
		o := g.strands[s].group
		if seen[o] {
			continue
		}
		seen[o] = true
		sim := self.sim(node{o.sum, o.size})
		if sim < g.levels.Suggest || g.keptApart(c, o) {
			continue
		}
		a, b := c, o
		if b.size > a.size {
			a, b = b, a
		}
		list = append(list, Suggestion{a.id, b.id, float64(sim)})
	}
	return list
}

func (g *Grouper) keptApart(a, b *cluster) bool {
	sides := map[side]bool{}
	for _, s := range a.strands {
		for _, at := range g.strands[s].sides {
			sides[at] = true
		}
	}
	for _, s := range b.strands {
		for _, at := range g.strands[s].sides {
			if sides[side{at.decision, !at.left}] {
				return true
			}
		}
	}
	return false
}
