package faq

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func embedAll(t testing.TB, l *Local, texts ...string) []Vec {
	t.Helper()
	vecs, err := l.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return vecs
}

func TestVectorsAreUnitAndSorted(t *testing.T) {
	l := NewLocal()
	for _, v := range embedAll(t, l, "كيف أجدد رخصة القيادة؟", "How do I renew it", "رخصة licence", "x") {
		if d := float64(v.Dot(v)); math.Abs(d-1) > 1e-4 {
			t.Errorf("length %v", d)
		}
		if !slices.IsSortedFunc(v.Features, func(a, b Feature) int { return int(a.ID) - int(b.ID) }) {
			t.Error("features out of order")
		}
	}
	if v := embedAll(t, l, "👍")[0]; len(v.Features) != 0 || v.Words != 0 {
		t.Errorf("no words, but %+v", v)
	}
}

func TestWhatIsAlike(t *testing.T) {
	l := NewLocal()
	if err := l.Take(t.Context(), textsOf(readQuestions(t))); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, a, nearer, farther string }{
		{"spelling", "تجديد الرخصة المنتهية", "تَجْدِيد الرخصه المنتهيه", "تجديد جواز السفر"},
		{"dialect", "كيف أجدد الرخصة", "شلون اجدد الرخصه", "كيف أدفع المخالفة"},
		{"language", "متى تصل فاتورة المياه", "when does the water bill arrive", "when is the school open"},
		{"a typo", "registering at the school", "registring at the school", "swimming at the beach"},
	} {
		v := embedAll(t, l, tt.a, tt.nearer, tt.farther)
		if near, far := v[0].Dot(v[1]), v[0].Dot(v[2]); near <= far {
			t.Errorf("%s: %.3f to %q, but %.3f to %q", tt.name, near, tt.nearer, far, tt.farther)
		}
	}
}

func TestLearnedRarityTellsApart(t *testing.T) {
	l := NewLocal()
	before := embedAll(t, l, "the ministry office", "the ministry garden")
	for range 50 {
		if _, err := l.Learn(t.Context(), "the ministry of something else"); err != nil {
			t.Fatal(err)
		}
	}
	after := embedAll(t, l, "the ministry office", "the ministry garden")
	if a, b := before[0].Dot(before[1]), after[0].Dot(after[1]); b >= a {
		t.Errorf("words that everybody uses still count: %.3f, then %.3f", a, b)
	}
}

func TestDotTakesEitherWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawFeatures(t, 40), drawFeatures(t, 600)
		var want float64
		for _, f := range a {
			if i := slices.IndexFunc(b, func(o Feature) bool { return o.ID == f.ID }); i >= 0 {
				want += float64(f.Weight) * float64(b[i].Weight)
			}
		}
		for _, got := range []float32{dot(a, b), dot(b, a)} {
			if math.Abs(float64(got)-want) > 1e-2 {
				t.Fatalf("got %v, want %v", got, want)
			}
		}
	})
}

func TestAddingFeatures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawFeatures(t, 30), drawFeatures(t, 30)
		want := map[uint32]float32{}
		for _, f := range slices.Concat(a, b) {
			want[f.ID] += f.Weight
		}
		untouched := slices.Clone(a)
		for _, sum := range [][]Feature{merged(a, b), addFeatures(slices.Clone(a), b)} {
			got := map[uint32]float32{}
			for i, f := range sum {
				if i > 0 && sum[i-1].ID >= f.ID {
					t.Fatalf("out of order at %d: %v", i, sum)
				}
				got[f.ID] = f.Weight
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		}
		if diff := cmp.Diff(untouched, a); diff != "" {
			t.Fatalf("merged changed what it was given:\n%s", diff)
		}
	})
}

func drawFeatures(t *rapid.T, most int) []Feature {
	ids := rapid.SliceOfNDistinct(rapid.Uint32Range(0, 900), 0, most, rapid.ID).Draw(t, "ids")
	slices.Sort(ids)
	fs := make([]Feature, len(ids))
	for i, id := range ids {
		fs[i] = Feature{id, float32(id%7 + 1)}
	}
	return fs
}

func FuzzEmbed(f *testing.F) {
	f.Add("كيف أجدد رخصة القيادة؟")
	f.Add("\xff\u202e '' 0000 ’")
	l := NewLocal()
	f.Fuzz(func(t *testing.T, text string) {
		v, err := l.Learn(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		if d := float64(v.Dot(v)); len(v.Features) > 0 && math.Abs(d-1) > 1e-3 {
			t.Fatalf("length %v for %q", d, text)
		}
	})
}
