// Package linkage holds average-link trees (UPGMA): who is merged with whom, and
// at which similarity, until nothing alike is left. Up to a few thousand nodes
// the tree is exact over all pairs; above, over a graph of near neighbours.
package linkage

import "slices"

// Apart is the similarity of two nodes that must never come together. It stays
// far below any cut however many nodes are averaged in.
const Apart = -1e9

// Merge brings the clusters of nodes A and B together at their mean similarity.
type Merge struct {
	A, B int
	Sim  float32
}

// Tree is the merges of n nodes, most similar first.
type Tree struct {
	n      int
	merges []Merge
}

func newTree(n int, merges []Merge) Tree {
	slices.SortStableFunc(merges, func(a, b Merge) int {
		switch {
		case a.Sim > b.Sim:
			return -1
		case a.Sim < b.Sim:
			return 1
		}
		return 0
	})
	return Tree{n, merges}
}

// Cut returns the cluster of each node when only merges of at least least are
// made. A cluster is named by its lowest node. Cuts of one tree are nested: a
// lower one only brings clusters of a higher one together.
func (t Tree) Cut(least float32) []int {
	parent := make([]int, t.n)
	for i := range parent {
		parent[i] = i
	}
	for _, m := range t.merges {
		if m.Sim < least {
			break
		}
		a, b := root(parent, m.A), root(parent, m.B)
		parent[max(a, b)] = min(a, b)
	}
	for i := range parent {
		parent[i] = root(parent, i)
	}
	return parent
}

func root(parent []int, i int) int {
	for parent[i] != i {
		parent[i] = parent[parent[i]]
		i = parent[i]
	}
	return i
}
