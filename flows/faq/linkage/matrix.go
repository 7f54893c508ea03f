package linkage

// Matrix holds the similarity of every pair of n nodes, half of it, as it is the
// same both ways: 4 bytes a pair.
type Matrix struct {
	n    int
	half []float32
}

// NewMatrix returns a matrix of n nodes that are all unlike (0).
func NewMatrix(n int) *Matrix {
	return &Matrix{n, make([]float32, n*(n-1)/2)}
}

// at is where the pair i > j is kept.
func (m *Matrix) at(i, j int) int { return i*(i-1)/2 + j }

// Sim returns the similarity of two different nodes.
func (m *Matrix) Sim(i, j int) float32 {
	if i < j {
		i, j = j, i
	}
	return m.half[m.at(i, j)]
}

// Row returns the similarities of node i to all nodes before it, to be filled in.
func (m *Matrix) Row(i int) []float32 {
	return m.half[m.at(i, 0) : m.at(i, 0)+i]
}

// Set sets the similarity of two different nodes.
func (m *Matrix) Set(i, j int, sim float32) {
	if i < j {
		i, j = j, i
	}
	m.half[m.at(i, j)] = sim
}

// Average returns the exact average-link tree over all pairs, by chains of
// nearest neighbours (Murtagh 1983) in time n². sizes says how many texts a node
// stands for. The matrix is used up.
func Average(m *Matrix, sizes []int) Tree {
	c := chain{m: m, size: make([]float32, m.n), gone: make([]bool, m.n)}
	for i := range c.size {
		c.size[i] = float32(sizes[i])
	}
	var merges []Merge
	for len(merges) < m.n-1 {
		merges = append(merges, c.next())
	}
	return newTree(m.n, merges)
}

// chain walks from a cluster to its nearest neighbour and on, until two are
// nearest to each other: those are merged. For average link the order in which
// such pairs are found doesn't change the tree.
type chain struct {
	m     *Matrix
	size  []float32
	gone  []bool
	path  []int
	first int // no cluster before this one is left
}

func (c *chain) next() Merge {
	if len(c.path) == 0 {
		for c.gone[c.first] {
			c.first++
		}
		c.path = append(c.path, c.first)
	}
	for {
		top := c.path[len(c.path)-1]
		before := -1
		if len(c.path) > 1 {
			before = c.path[len(c.path)-2]
		}
		near, sim := c.nearest(top, before)
		if near != before {
			c.path = append(c.path, near)
			continue
		}
		c.path = c.path[:len(c.path)-2]
		keep, drop := min(top, near), max(top, near)
		c.merge(keep, drop)
		return Merge{keep, drop, sim}
	}
}

// nearest returns the cluster most similar to i, and prefers the one before it
// on the path when several are, so that the walk ends.
func (c *chain) nearest(i, before int) (int, float32) {
	best, sim := before, float32(-1e30)
	if before >= 0 {
		sim = c.m.Sim(i, before)
	}
	for j, s := range c.m.Row(i) {
		if s > sim && !c.gone[j] {
			best, sim = j, s
		}
	}
	for j, at := i+1, c.m.at(i+1, i); j < c.m.n; j++ {
		if s := c.m.half[at]; s > sim && !c.gone[j] {
			best, sim = j, s
		}
		at += j
	}
	return best, sim
}

func (c *chain) merge(keep, drop int) {
	c.gone[drop] = true
	a, b := c.size[keep], c.size[drop]
	for j := range c.m.n {
		if !c.gone[j] && j != keep {
			c.m.Set(keep, j, (a*c.m.Sim(keep, j)+b*c.m.Sim(drop, j))/(a+b))
		}
	}
	c.size[keep] = a + b
}
