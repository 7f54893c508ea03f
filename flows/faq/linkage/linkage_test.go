package linkage

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Worked by hand: 0 and 1 merge at .9, 3 and 4 at .8, then 2 joins {0,1} at the
// mean of .5 and .3, then both at the mean of six pairs.
func TestAverageByHand(t *testing.T) {
	tree := Average(matrixOf(5, map[[2]int]float32{
		{1, 0}: .9, {4, 3}: .8, {2, 0}: .5, {2, 1}: .3, {3, 2}: .2, {4, 1}: .1,
	}), ones(5))
	want := []Merge{{0, 1, .9}, {3, 4, .8}, {0, 2, .4}, {0, 3, .05}}
	near := cmp.Comparer(func(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-6 })
	if diff := cmp.Diff(want, tree.merges, near); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{0, 0, 0, 3, 3}, tree.Cut(.3)); diff != "" {
		t.Errorf("cut at .3 (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{0, 1, 2, 3, 4}, tree.Cut(.95)); diff != "" {
		t.Errorf("cut at .95 (-want +got):\n%s", diff)
	}
}

func TestSizesWeigh(t *testing.T) {
	m := matrixOf(3, map[[2]int]float32{{1, 0}: .9, {2, 0}: .8, {2, 1}: .2})
	tree := Average(m, []int{3, 1, 1})
	want := float32((3*.8 + 1*.2) / 4)
	if got := tree.merges[1].Sim; math.Abs(float64(got-want)) > 1e-6 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestApartNeverMeet(t *testing.T) {
	sims := map[[2]int]float32{{1, 0}: .9, {2, 0}: .9, {2, 1}: Apart, {3, 0}: .9, {3, 1}: .9, {3, 2}: .9}
	for name, tree := range map[string]Tree{
		"matrix": Average(matrixOf(4, sims), ones(4)),
		"graph":  AverageNear(graphOf(4, sims), .01),
	} {
		if cut := tree.Cut(.01); cut[1] == cut[2] {
			t.Errorf("%s: 1 and 2 came together in %v", name, cut)
		}
	}
}

// Both ways make the same clusters when the graph has every edge, and so does
// the plain definition: merge the most similar pair until none is left.
func TestTreesAgreeWithTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 14).Draw(t, "n")
		sims := map[[2]int]float32{}
		// Drawn by seed: equal similarities leave the order of merges open.
		seed := rapid.Uint64().Draw(t, "seed")
		r := rand.New(rand.NewPCG(seed, 1))
		for i := range n {
			for j := range i {
				sims[[2]int{i, j}] = r.Float32()
			}
		}
		least := r.Float32()
		want := naive(n, sims, least)
		if diff := cmp.Diff(want, Average(matrixOf(n, sims), ones(n)).Cut(least)); diff != "" {
			t.Fatalf("matrix (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, AverageNear(graphOf(n, sims), least).Cut(least)); diff != "" {
			t.Fatalf("graph (-want +got):\n%s", diff)
		}
	})
}

func naive(n int, sims map[[2]int]float32, least float32) []int {
	label := make([]int, n)
	for i := range label {
		label[i] = i
	}
	for {
		best, keep, drop := float64(least), -1, -1
		for a := range n {
			for b := range a {
				if label[a] == a && label[b] == b {
					if s := meanSim(label, sims, a, b); s >= best {
						best, keep, drop = s, b, a
					}
				}
			}
		}
		if keep < 0 {
			return label
		}
		for i := range label {
			if label[i] == drop {
				label[i] = keep
			}
		}
	}
}

func meanSim(label []int, sims map[[2]int]float32, a, b int) float64 {
	sum, pairs := 0.0, 0
	for i := range label {
		for j := range label {
			if label[i] == a && label[j] == b {
				sum += float64(sims[[2]int{max(i, j), min(i, j)}])
				pairs++
			}
		}
	}
	return sum / float64(pairs)
}

func matrixOf(n int, sims map[[2]int]float32) *Matrix {
	m := NewMatrix(n)
	for pair, sim := range sims {
		m.Set(pair[0], pair[1], sim)
	}
	return m
}

func graphOf(n int, sims map[[2]int]float32) *Graph {
	g := NewGraph(ones(n))
	for pair, sim := range sims {
		g.Add(pair[0], pair[1], sim)
	}
	return g
}

func ones(n int) []int {
	sizes := make([]int, n)
	for i := range sizes {
		sizes[i] = 1
	}
	return sizes
}
