package faq

import "majlis/flows/faq/linkage"

// exactNodes is up to how many nodes the tree is built over all pairs. Above, a
// graph of near neighbours takes over: 12,000 nodes are 288 MB of pairs.
const exactNodes = 12_000

// neighbours is how many near ones each node of the graph brings.
const neighbours = 32

// node is what is linked as one: the sum of its texts' vectors. The mean
// similarity of two nodes' texts is the product of their sums over the product
// of their sizes, so no text has to be looked at again.
type node struct {
	sum  []Feature
	size int
}

func (n node) sim(o node) float32 { return dot(n.sum, o.sum) / float32(n.size*o.size) }

// tree links nodes by average similarity. The pairs of apart never come
// together; merges under least may be missing.
func tree(nodes []node, apart [][2]int, least float32) linkage.Tree {
	return treeWithin(exactNodes, nodes, apart, least)
}

func treeWithin(exact int, nodes []node, apart [][2]int, least float32) linkage.Tree {
	sizes := make([]int, len(nodes))
	for i, n := range nodes {
		sizes[i] = n.size
	}
	if len(nodes) <= exact {
		m := allPairs(nodes)
		for _, p := range apart {
			m.Set(p[0], p[1], linkage.Apart)
		}
		return linkage.Average(m, sizes)
	}
	g := nearPairs(nodes, sizes, least)
	for _, p := range apart {
		g.Add(p[0], p[1], linkage.Apart)
	}
	return linkage.AverageNear(g, least)
}

// posting is one node's weight of a feature.
type posting struct {
	node   int32
	weight float32
}

func allPairs(nodes []node) *linkage.Matrix {
	m := linkage.NewMatrix(len(nodes))
	postings := map[uint32][]posting{}
	for i, n := range nodes {
		row := m.Row(i)
		for _, f := range n.sum {
			list := postings[f.ID]
			for _, p := range list {
				row[p.node] += f.Weight * p.weight
			}
			postings[f.ID] = append(list, posting{int32(i), f.Weight})
		}
		for j := range row {
			row[j] /= float32(n.size * nodes[j].size)
		}
	}
	return m
}

// nearPairs links each node with the most similar ones before and after it. An
// edge weaker than half the lowest cut is left out: two clusters of such pairs
// don't come together.
func nearPairs(nodes []node, sizes []int, least float32) *linkage.Graph {
	g := linkage.NewGraph(sizes)
	x := newIndex()
	for i, n := range nodes {
		x.addAll(i, n.sum)
	}
	for i, n := range nodes {
		for _, j := range x.candidates(n.sum, neighbours) {
			if int(j) == i {
				continue
			}
			if sim := n.sim(nodes[j]); sim >= least/2 {
				g.Add(i, int(j), sim)
			}
		}
	}
	return g
}
