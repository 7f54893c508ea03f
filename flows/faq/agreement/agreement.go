// Package agreement measures how well a grouping agrees with labels given by
// people. The measures equal scikit-learn's normalized_mutual_info_score
// (arithmetic mean), adjusted_rand_score and pair_confusion_matrix; B-cubed is
// Bagga and Baldwin's (1998).
package agreement

import "math"

// Score is the agreement of one grouping with the labels. All but ARI lie
// between 0 and 1; ARI is 0 for a grouping by chance.
type Score struct {
	Questions int     `json:"questions"`
	Labels    int     `json:"labels"`
	Groups    int     `json:"groups"`
	NMI       float64 `json:"nmi"`
	ARI       float64 `json:"ari"`
	Pairs     Ratio   `json:"pairwise"`
	BCubed    Ratio   `json:"b3"`
}

// Ratio is precision, recall and their harmonic mean.
type Ratio struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Of compares groups with labels; both name the class of each question, in the
// same order.
func Of[L, G comparable](labels []L, groups []G) Score {
	t := count(labels, groups)
	return Score{
		Questions: len(labels),
		Labels:    len(t.labels),
		Groups:    len(t.groups),
		NMI:       t.nmi(),
		ARI:       t.ari(),
		Pairs:     t.pairs(),
		BCubed:    t.bCubed(),
	}
}

// table is the contingency table of two partitions.
type table struct {
	n      float64
	labels map[int]float64 // sizes by class
	groups map[int]float64
	both   map[[2]int]float64
}

func count[L, G comparable](labels []L, groups []G) table {
	t := table{float64(len(labels)), map[int]float64{}, map[int]float64{}, map[[2]int]float64{}}
	labelNo, groupNo := map[L]int{}, map[G]int{}
	for i := range labels {
		l, g := number(labelNo, labels[i]), number(groupNo, groups[i])
		t.labels[l]++
		t.groups[g]++
		t.both[[2]int{l, g}]++
	}
	return t
}

func number[K comparable](numbers map[K]int, key K) int {
	n, ok := numbers[key]
	if !ok {
		n = len(numbers)
		numbers[key] = n
	}
	return n
}

func (t table) nmi() float64 {
	if len(t.labels) == len(t.groups) && len(t.labels) <= 1 {
		return 1 // one class on both sides, as scikit-learn has it
	}
	mutual := 0.0
	for k, n := range t.both {
		mutual += n / t.n * math.Log(n*t.n/(t.labels[k[0]]*t.groups[k[1]]))
	}
	mean := (t.entropy(t.labels) + t.entropy(t.groups)) / 2
	if mean == 0 || mutual <= 0 {
		return 0
	}
	return mutual / mean
}

func (t table) entropy(sizes map[int]float64) float64 {
	h := 0.0
	for _, n := range sizes {
		h -= n / t.n * math.Log(n/t.n)
	}
	return h
}

// together counts the pairs that are in one class: of labels, of groups, of both.
func (t table) together() (labels, groups, both float64) {
	for _, n := range t.labels {
		labels += n * (n - 1) / 2
	}
	for _, n := range t.groups {
		groups += n * (n - 1) / 2
	}
	for _, n := range t.both {
		both += n * (n - 1) / 2
	}
	return labels, groups, both
}

func (t table) ari() float64 {
	labels, groups, both := t.together()
	all := t.n * (t.n - 1) / 2
	if all == 0 {
		return 1
	}
	chance := labels * groups / all
	best := (labels + groups) / 2
	if best == chance {
		return 1
	}
	return (both - chance) / (best - chance)
}

func (t table) pairs() Ratio {
	labels, groups, both := t.together()
	return ratio(share(both, groups), share(both, labels))
}

func (t table) bCubed() Ratio {
	precision, recall := 0.0, 0.0
	for k, n := range t.both {
		precision += n * n / t.groups[k[1]]
		recall += n * n / t.labels[k[0]]
	}
	return ratio(share(precision, t.n), share(recall, t.n))
}

func ratio(precision, recall float64) Ratio {
	return Ratio{precision, recall, share(2*precision*recall, precision+recall)}
}

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
