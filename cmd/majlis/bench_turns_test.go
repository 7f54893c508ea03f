package main

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"majlis/config"
)

// BenchmarkTurns is the whole path of a citizen's message over SQLite, from the
// guard to the commit, with one and with 64 people writing at once. One iteration
// is a second of it.
func BenchmarkTurns(b *testing.B) {
	for _, people := range []int{1, 64} {
		b.Run(fmt.Sprintf("people=%d", people), func(b *testing.B) {
			h, err := open(b.Context(), config.Config{DB: filepath.Join(b.TempDir(), "majlis.db"), Secret: config.Secret(rand.Text())}, slog.New(slog.DiscardHandler))
			if err != nil {
				b.Fatal(err)
			}
			defer h.Close()
			h.reception.Limiter = unlimited{}
			var all laps
			for i := 0; b.Loop(); i++ {
				l, err := h.benchTurns(b.Context(), fmt.Sprintf("round%d-", i), people, time.Second)
				if err != nil {
					b.Fatal(err)
				}
				all.took, all.span = append(all.took, l.took...), all.span+l.span
			}
			b.ReportMetric(all.perSecond(), "turns/s")
		})
	}
}
