package faq

import (
	"cmp"
	"context"
	"slices"
)

// Matcher finds the entries that answer a text. It is made anew when entries
// change; it is safe for concurrent use. The first guess is right only half the
// time, so what it finds is offered, never sent as the answer.
type Matcher struct {
	local    *Local
	wordings []known
}

// known is one wording of an entry's question.
type known struct {
	entry string
	vec   Vec
	words aligned
}

// Match is an entry with how likely it answers, 0 to 1.
type Match struct {
	Entry string
	Score float64
}

// Matches is how many entries staff are offered.
const Matches = 5

// NewMatcher returns a matcher of the entries by their questions in both
// languages and their variants.
func NewMatcher(ctx context.Context, l *Local, entries []Entry) (*Matcher, error) {
	m := &Matcher{local: l}
	for _, e := range entries {
		texts := slices.DeleteFunc(append([]string{e.QuestionAr, e.QuestionEn}, e.Variants...),
			func(s string) bool { return s == "" })
		vecs, err := l.Embed(ctx, texts)
		if err != nil {
			return nil, err
		}
		for i, text := range texts {
			m.wordings = append(m.wordings, known{e.ID, vecs[i], l.aligned(text)})
		}
	}
	return m, nil
}

// sharedWeight is how much words shared count beside the cosine.
const sharedWeight = .7

// rescored is how many wordings the cosine lets through to be aligned.
const rescored = 24

// Match returns up to n entries, the likeliest first. Each comes once, by its
// best wording; entries that share nothing with the text are left out.
func (m *Matcher) Match(ctx context.Context, text string, n int) ([]Match, error) {
	vecs, err := m.local.Embed(ctx, []string{text})
	if err != nil {
		return nil, err
	}
	self := m.local.aligned(text)
	best := map[string]float32{}
	for _, near := range m.nearest(vecs[0]) {
		w := m.wordings[near.at]
		score := (1-sharedWeight)*near.sim + sharedWeight*sharedWords(self, w.words)
		best[w.entry] = max(best[w.entry], score)
	}
	list := make([]Match, 0, len(best))
	for entry, score := range best {
		list = append(list, Match{entry, float64(score)})
	}
	slices.SortFunc(list, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Entry, b.Entry))
	})
	return list[:min(n, len(list))], nil
}

// hit is a wording with its cosine.
type hit struct {
	at  int
	sim float32
}

// nearest compares with every wording: a ministry has hundreds of entries, which
// takes less than a millisecond.
func (m *Matcher) nearest(vec Vec) []hit {
	hits := make([]hit, 0, len(m.wordings))
	for i := range m.wordings {
		if sim := vec.Dot(m.wordings[i].vec); sim > 0 {
			hits = append(hits, hit{i, sim})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.sim, a.sim), cmp.Compare(a.at, b.at))
	})
	return hits[:min(rescored, len(hits))]
}
