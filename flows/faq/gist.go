package faq

import (
	"cmp"
	"context"
	"slices"

	"majlis/flows"
)

// Gist is what a group asks, in its members' own words.
type Gist struct {
	Canonical string   // the medoid: the wording most like all others
	Variants  []string // wordings that differ most from it and from one another
	People    int      // distinct askers
	Questions int
}

// mostWordings is how many wordings of a group are looked at for its gist, the
// most asked first.
const mostWordings = 200

// Gist returns what a group asks, with up to variants other wordings. An unknown
// group is flows.ErrNotFound.
func (g *Grouper) Gist(ctx context.Context, group string, variants int) (Gist, error) {
	gist, wordings, err := g.wordingsOf(group)
	if err != nil {
		return Gist{}, err
	}
	texts := make([]string, len(wordings))
	for i, w := range wordings {
		texts[i] = w.text
	}
	vecs, err := g.embed.Embed(ctx, texts)
	if err != nil {
		return Gist{}, err
	}
	at := medoid(wordings, vecs)
	gist.Canonical = texts[at]
	for _, i := range diverse(vecs, at, variants) {
		gist.Variants = append(gist.Variants, texts[i])
	}
	return gist, nil
}

// wording is one way of asking and how many people chose it.
type wording struct {
	text   string
	people int
}

func (g *Grouper) wordingsOf(group string) (Gist, []wording, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.clusters[group]
	if c == nil {
		return Gist{}, nil, flows.ErrNotFound
	}
	gist := Gist{People: g.people(c)}
	place := map[uint64]int{}
	var list []wording
	for _, s := range c.strands {
		for _, at := range g.strands[s].members {
			q := g.asked[at]
			gist.Questions++
			i, ok := place[q.wording]
			if !ok {
				i = len(list)
				place[q.wording] = i
				list = append(list, wording{text: q.text})
			}
			list[i].people++
		}
	}
	slices.SortStableFunc(list, func(a, b wording) int { return cmp.Compare(b.people, a.people) })
	return gist, list[:min(len(list), mostWordings)], nil
}

// people counts distinct askers. Whoever asked without a name counts each time.
func (g *Grouper) people(c *cluster) int {
	seen := map[string]bool{}
	nameless := 0
	for _, s := range c.strands {
		for _, at := range g.strands[s].members {
			if asker := g.asked[at].asker; asker != "" {
				seen[asker] = true
			} else {
				nameless++
			}
		}
	}
	return len(seen) + nameless
}

// medoid returns the wording that is most like all, each weighed by its askers.
func medoid(wordings []wording, vecs []Vec) int {
	var all []Feature
	for i, v := range vecs {
		weighed := make([]Feature, len(v.Features))
		for j, f := range v.Features {
			weighed[j] = Feature{f.ID, f.Weight * float32(wordings[i].people)}
		}
		all = addFeatures(all, weighed)
	}
	best, sim := 0, float32(-1)
	for i, v := range vecs {
		if s := dot(v.Features, all); s > sim {
			best, sim = i, s
		}
	}
	return best
}

// diverse picks n vectors, each the least like those picked before it.
func diverse(vecs []Vec, first, n int) []int {
	closest := make([]float32, len(vecs))
	for i, v := range vecs {
		closest[i] = v.Dot(vecs[first])
	}
	closest[first] = 2
	var picked []int
	for len(picked) < min(n, len(vecs)-1) {
		next := 0
		for i, sim := range closest {
			if sim < closest[next] {
				next = i
			}
		}
		picked = append(picked, next)
		for i, v := range vecs {
			closest[i] = max(closest[i], v.Dot(vecs[next]))
		}
		closest[next] = 2
	}
	return picked
}
