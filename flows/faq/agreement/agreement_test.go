package agreement

import (
	"math"
	"testing"
)

// The figures in want are scikit-learn's documented examples and values worked
// out by hand from the definitions.
func TestScore(t *testing.T) {
	for _, tt := range []struct {
		name           string
		labels, groups []int
		nmi, ari       float64
		pairs, b3      Ratio
	}{
		{
			// adjusted_rand_score([0,0,1,2],[0,0,1,1]) = 0.57 in scikit-learn's manual;
			// H(labels)=1.5 bit, H(groups)=1 bit, mutual information 1 bit: NMI 1/1.25.
			name: "one class too few", labels: []int{0, 0, 1, 2}, groups: []int{0, 0, 1, 1},
			nmi: .8, ari: 4. / 7, pairs: Ratio{.5, 1, 2. / 3}, b3: Ratio{.75, 1, 6. / 7},
		},
		{
			// scikit-learn's manual: adjusted_rand_score([0,0,1,1],[0,0,1,2]) = 0.57.
			name: "one group too many", labels: []int{0, 0, 1, 1}, groups: []int{0, 0, 1, 2},
			nmi: .8, ari: 4. / 7, pairs: Ratio{1, .5, 2. / 3}, b3: Ratio{1, .75, 6. / 7},
		},
		{
			name: "names don't matter", labels: []int{0, 0, 1, 1}, groups: []int{7, 7, 3, 3},
			nmi: 1, ari: 1, pairs: Ratio{1, 1, 1}, b3: Ratio{1, 1, 1},
		},
		{
			// adjusted_rand_score([0,0,1,1],[0,1,0,1]) = -0.5 in scikit-learn's manual.
			name: "worse than chance", labels: []int{0, 0, 1, 1}, groups: []int{0, 1, 0, 1},
			nmi: 0, ari: -.5, pairs: Ratio{0, 0, 0}, b3: Ratio{.5, .5, .5},
		},
		{
			name: "all in one", labels: []int{0, 0, 1, 1}, groups: []int{0, 0, 0, 0},
			nmi: 0, ari: 0, pairs: Ratio{1. / 3, 1, .5}, b3: Ratio{.5, 1, 2. / 3},
		},
		{
			// scikit-learn: NMI([0,0,1,1],[0,1,2,3]) = 2·ln2/(ln2+2·ln2) = 2/3, ARI 0.
			name: "all alone", labels: []int{0, 0, 1, 1}, groups: []int{0, 1, 2, 3},
			nmi: 2. / 3, ari: 0, pairs: Ratio{0, 0, 0}, b3: Ratio{1, .5, 2. / 3},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Of(tt.labels, tt.groups)
			for name, pair := range map[string][2]float64{
				"nmi":          {got.NMI, tt.nmi},
				"ari":          {got.ARI, tt.ari},
				"pairs P":      {got.Pairs.Precision, tt.pairs.Precision},
				"pairs R":      {got.Pairs.Recall, tt.pairs.Recall},
				"pairs F":      {got.Pairs.F1, tt.pairs.F1},
				"b3 P":         {got.BCubed.Precision, tt.b3.Precision},
				"b3 R":         {got.BCubed.Recall, tt.b3.Recall},
				"b3 F":         {got.BCubed.F1, tt.b3.F1},
				"of questions": {float64(got.Questions), float64(len(tt.labels))},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-9 {
					t.Errorf("%s: got %v, want %v", name, pair[0], pair[1])
				}
			}
		})
	}
}
