package faq

import (
	"context"
	"hash/fnv"
	"strings"
	"sync"

	"majlis/flows/faq/terms"
)

// Grouper puts questions that ask the same into one group. Online it follows
// the nearest leader by average link, at once and for good enough; Refine then
// links everything anew and says what moves. What staff decided always holds.
//
// It keeps its state in memory and writes nothing: what it returns is for a
// Store. It is safe for concurrent use, and Refine computes on a copy, so that
// questions don't wait for it.
type Grouper struct {
	embed Embedder
	newID func() string

	mu        sync.Mutex
	levels    Levels
	measured  int // wordings when the levels were last measured
	asked     []asked
	byID      map[string]int32 // question id → place in asked
	strands   []strand
	clusters  map[string]*cluster
	wordings  map[uint64]int32 // folded words → strand
	index     *index
	decisions []Decision // standing ones; a side of a strand names its place here
}

// asked is one question as the grouper keeps it.
type asked struct {
	id, text, asker string
	strand          int32
	wording         uint64
	score           float32
}

// NewGrouper returns a grouper without questions. newID names new groups.
func NewGrouper(e Embedder, newID func() string) *Grouper {
	return &Grouper{
		embed:    e,
		newID:    newID,
		levels:   builtinLevels,
		byID:     map[string]int32{},
		clusters: map[string]*cluster{},
		wordings: map[uint64]int32{},
		index:    newIndex(),
	}
}

// fewestWords is how many words with a meaning a text needs to be grouped with
// one that isn't the same word for word: "how much?" is like everything.
const fewestWords = 3

// tighter is how much closer than a group's level a strand is held together:
// what is joined online in a strand isn't taken apart again by Refine.
const tighter = 1.5

// Add puts a question into its group, a new one when nothing asks the same. Its
// Group and Score fields are ignored. created tells that the group is new. A
// question that was added before stays where it is.
func (g *Grouper) Add(ctx context.Context, q Question) (move Move, created bool, err error) {
	vec, err := g.learn(ctx, q.Text)
	if err != nil {
		return Move{}, false, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if at, ok := g.byID[q.ID]; ok {
		return g.move(at), false, nil
	}
	before := len(g.clusters)
	at := g.place(q, vec)
	return g.move(at), len(g.clusters) > before, nil
}

func (g *Grouper) learn(ctx context.Context, text string) (Vec, error) {
	if l, ok := g.embed.(learner); ok {
		return l.Learn(ctx, text)
	}
	vecs, err := g.embed.Embed(ctx, []string{text})
	if err != nil {
		return Vec{}, err
	}
	return vecs[0], nil
}

func (g *Grouper) move(at int32) Move {
	q := g.asked[at]
	return Move{Question: q.id, Group: g.strands[q.strand].group.id, Score: float64(q.score)}
}

// place finds the strand of a new question.
func (g *Grouper) place(q Question, vec Vec) int32 {
	wording := hashWording(q.Text)
	if s, ok := g.wordings[wording]; ok {
		return g.keep(q, wording, s, 1)
	}
	short := vec.Words < fewestWords
	if short {
		return g.keep(q, wording, g.newStrand(g.newCluster(""), vec, true), 1)
	}
	near := g.nearest(vec)
	switch {
	case near.strandSim >= tighter*g.levels.Join:
		g.extend(near.strand, vec)
		return g.keep(q, wording, near.strand, near.strandSim)
	case near.groupSim >= g.levels.Join:
		return g.keep(q, wording, g.newStrand(near.group, vec, false), near.groupSim)
	}
	return g.keep(q, wording, g.newStrand(g.newCluster(""), vec, false), 1)
}

func (g *Grouper) keep(q Question, wording uint64, strand int32, score float32) int32 {
	at := int32(len(g.asked))
	g.asked = append(g.asked, asked{q.ID, q.Text, q.Asker, strand, wording, min(score, 1)})
	g.byID[q.ID] = at
	g.wordings[wording] = strand
	g.strands[strand].members = append(g.strands[strand].members, at)
	return at
}

// hashWording is the same for texts that differ in nothing but spelling variants,
// punctuation and spaces.
func hashWording(text string) uint64 {
	h := fnv.New64a()
	wordless := true
	for w := range terms.Words(text) {
		h.Write([]byte(w))
		h.Write([]byte{' '})
		wordless = false
	}
	if wordless { // emoji and signs
		h.Write([]byte(strings.TrimSpace(text)))
	}
	return h.Sum64()
}

// near is what nearest found; strand is meaningless when strandSim is 0.
type near struct {
	strand    int32
	strandSim float32
	group     *cluster
	groupSim  float32
}

func (g *Grouper) nearest(vec Vec) near {
	var best near
	for _, s := range g.index.candidates(vec.Features, bestCandidates) {
		st := &g.strands[s]
		if st.short || st.size == 0 {
			continue
		}
		alone := len(st.group.strands) == 1
		sim := dot(vec.Features, st.sum) / float32(st.size)
		if sim > best.strandSim {
			best.strand, best.strandSim = s, sim
		}
		if !alone {
			if st.group == best.group {
				continue
			}
			sim = dot(vec.Features, st.group.sum) / float32(st.group.size)
		}
		if sim > best.groupSim {
			best.group, best.groupSim = st.group, sim
		}
	}
	return best
}
