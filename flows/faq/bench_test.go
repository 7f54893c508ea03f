package faq

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// streamed makes n different questions out of our own: parts of two of them and
// a rare word.
func streamed(b *testing.B, n int) []Question {
	base := readQuestions(b)
	r := rand.New(rand.NewPCG(1, 1))
	list := make([]Question, n)
	for i := range list {
		x, y := base[r.IntN(len(base))], base[r.IntN(len(base))]
		list[i] = Question{
			ID:    fmt.Sprint(i),
			Asker: fmt.Sprint(i % 1000),
			Text:  fmt.Sprintf("%s %s%d %s", x.Text[:len(x.Text)/2], "place", r.IntN(5000), y.Text[len(y.Text)/2:]),
		}
	}
	return list
}

func BenchmarkEmbed(b *testing.B) {
	l := NewLocal()
	for _, q := range readQuestions(b) {
		b.Run(q.ID, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := l.Learn(b.Context(), q.Text); err != nil {
					b.Fatal(err)
				}
			}
		})
		if q.ID == "q4" {
			return
		}
	}
}

// BenchmarkAdd embeds and assigns one question to a room that holds many.
func BenchmarkAdd(b *testing.B) {
	for _, held := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(held), func(b *testing.B) {
			questions := streamed(b, held+20_000)
			g := newTestGrouper()
			add(b, g, questions[:held]...)
			b.ReportAllocs()
			i := held
			for b.Loop() {
				q := questions[i%len(questions)]
				q.ID = fmt.Sprint("again", i)
				add(b, g, q)
				i++
			}
		})
	}
}

func BenchmarkRefine(b *testing.B) {
	for _, n := range []int{500, 4_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			questions := streamed(b, n)
			for b.Loop() {
				g := newTestGrouper()
				if err := g.AddAll(b.Context(), questions); err != nil {
					b.Fatal(err)
				}
				refine(b, g)
			}
		})
	}
}

func BenchmarkMatch(b *testing.B) {
	m := newTestMatcher(b)
	for b.Loop() {
		if _, err := m.Match(b.Context(), "ابي اعترض على مخالفه سجلت بالغلط", Matches); err != nil {
			b.Fatal(err)
		}
	}
}
