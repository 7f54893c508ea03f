package faq

import (
	"cmp"
	"context"
	"slices"
)

// Theme is a subject that several groups ask about, for a digest: themes, and
// the groups as its questions.
type Theme struct {
	Groups []string // biggest first
	Size   int      // wordings of all its groups
}

// Themes brings the groups of at least least people together by subject, biggest
// theme first. It cuts the tree of the groups at a lower level, so a group is
// never in two themes.
func (g *Grouper) Themes(ctx context.Context, least int) ([]Theme, error) {
	g.mu.Lock()
	var groups []*cluster
	for _, c := range g.clusters {
		if g.people(c) >= least {
			groups = append(groups, c)
		}
	}
	slices.SortFunc(groups, func(a, b *cluster) int {
		return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(a.id, b.id))
	})
	nodes := make([]node, len(groups))
	ids := make([]string, len(groups))
	for i, c := range groups {
		nodes[i] = node{slices.Clone(c.sum), c.size}
		ids[i] = c.id
	}
	level := g.levels.Theme
	g.mu.Unlock()
	cut := tree(nodes, nil, level).Cut(level)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	place := map[int]int{}
	var themes []Theme
	for i, c := range cut {
		at, ok := place[c]
		if !ok {
			at = len(themes)
			place[c] = at
			themes = append(themes, Theme{})
		}
		themes[at].Groups = append(themes[at].Groups, ids[i])
		themes[at].Size += nodes[i].size
	}
	slices.SortStableFunc(themes, func(a, b Theme) int { return cmp.Compare(b.Size, a.Size) })
	return themes, nil
}
