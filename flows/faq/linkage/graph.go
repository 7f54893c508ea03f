package linkage

import (
	"cmp"
	"container/heap"
	"slices"
)

// Edge says how alike two nodes are.
type Edge struct {
	To  int
	Sim float32
}

// Graph holds the near neighbours of each node; whoever isn't among them counts
// as unlike (0), or as Apart when an edge says so.
type Graph struct {
	near []map[int]float32 // sum of similarities over all pairs of texts
	size []float32
}

// NewGraph returns a graph of nodes that stand for sizes texts each.
func NewGraph(sizes []int) *Graph {
	g := &Graph{make([]map[int]float32, len(sizes)), make([]float32, len(sizes))}
	for i, n := range sizes {
		g.near[i] = map[int]float32{}
		g.size[i] = float32(n)
	}
	return g
}

// Add links two different nodes.
func (g *Graph) Add(i, j int, sim float32) {
	total := sim * g.size[i] * g.size[j]
	g.near[i][j] = total
	g.near[j][i] = total
}

// AverageNear returns the average-link tree over the graph's edges, down to
// least: most similar pair first. It takes memory by edges, not by pairs. The
// graph is used up.
func AverageNear(g *Graph, least float32) Tree {
	queue := &pairs{}
	for i, near := range g.near {
		for j := range near {
			if j < i && g.mean(i, j) >= least {
				queue.list = append(queue.list, pair{i, j, 0, g.mean(i, j)})
			}
		}
	}
	heap.Init(queue)
	version := make([]int, len(g.near))
	var merges []Merge
	for len(queue.list) > 0 {
		p := heap.Pop(queue).(pair)
		if g.near[p.a] == nil || g.near[p.b] == nil || p.version != version[p.a]+version[p.b] {
			continue
		}
		keep, drop := p.a, p.b
		if len(g.near[keep]) < len(g.near[drop]) {
			keep, drop = drop, keep
		}
		merges = append(merges, Merge{keep, drop, p.sim})
		g.merge(keep, drop)
		version[keep]++
		for _, j := range sortedKeys(g.near[keep]) {
			if sim := g.mean(keep, j); sim >= least {
				heap.Push(queue, pair{keep, j, version[keep] + version[j], sim})
			}
		}
	}
	return newTree(len(g.near), merges)
}

func (g *Graph) mean(i, j int) float32 { return g.near[i][j] / (g.size[i] * g.size[j]) }

// merge moves drop's edges to keep.
func (g *Graph) merge(keep, drop int) {
	for j, total := range g.near[drop] {
		delete(g.near[j], drop)
		if j == keep {
			continue
		}
		g.near[keep][j] += total
		g.near[j][keep] = g.near[keep][j]
	}
	g.near[drop] = nil
	g.size[keep] += g.size[drop]
}

func sortedKeys(m map[int]float32) []int {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// pair waits to be merged; it is stale when either side was merged since, which
// its version tells (versions only grow, so a sum names one state of both).
type pair struct {
	a, b    int
	version int
	sim     float32
}

type pairs struct{ list []pair }

func (p *pairs) Len() int { return len(p.list) }

func (p *pairs) Less(i, j int) bool {
	a, b := p.list[i], p.list[j]
	if a.sim != b.sim {
		return a.sim > b.sim
	}
	return cmp.Or(cmp.Compare(min(a.a, a.b), min(b.a, b.b)), cmp.Compare(max(a.a, a.b), max(b.a, b.b))) < 0
}

func (p *pairs) Swap(i, j int) { p.list[i], p.list[j] = p.list[j], p.list[i] }

func (p *pairs) Push(x any) { p.list = append(p.list, x.(pair)) }

func (p *pairs) Pop() any {
	last := p.list[len(p.list)-1]
	p.list = p.list[:len(p.list)-1]
	return last
}
