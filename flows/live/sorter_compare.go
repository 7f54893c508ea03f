package live

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"majlis/flows/faq"
)

// compareRest is between two looks at the groups, however much arrives; of what
// is found, the best comparedMost are kept.
const (
	compareRest  = 2 * time.Second
	comparedMost = 500
)

// keepComparing looks for groups that may ask the same until ctx ends, beside the
// sorting, which never waits for it.
func (s *Sorter) keepComparing(ctx context.Context) {
	for ctx.Err() == nil {
		rest(ctx, compareRest)
		if err := s.Compare(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("groups of a broadcast could not be compared, they are tried again", "err", err)
		}
	}
}

// Compare looks for groups that may ask the same in every broadcast on which
// something happened since it was last looked at. Boards.Similar tells what was
// found.
func (s *Sorter) Compare(ctx context.Context) error {
	s.mu.Lock()
	shelves := maps.Clone(s.shelves)
	s.mu.Unlock()
	for id, sh := range shelves {
		seq := sh.seq.Load()
		if sh.compared.Load() == seq {
			continue
		}
		if err := s.compare(ctx, id, sh); err != nil {
			return fmt.Errorf("broadcast %s: %w", id, err)
		}
		sh.compared.Store(seq)
	}
	return nil
}

func (s *Sorter) compare(ctx context.Context, broadcast string, sh *shelf) error {
	near, err := sh.grouper.Suggest(ctx, comparedMost)
	if err != nil {
		return err
	}
	return s.Boards.Read(ctx, broadcast, func(b *Board) error {
		slices.SortStableFunc(near, func(x, y faq.Suggestion) int { return cmp.Compare(b.useOf(y), b.useOf(x)) })
		found := make([]Pair, len(near))
		for i, n := range near {
			found[i] = Pair{n.A, n.B}
		}
		s.Boards.found(broadcast, b.similar(found, ForModerator))
		return nil
	})
}

// useOf ranks a suggestion as the grouper does, by how sure it is and how many
// people it brings to others; here those count too who said "me too".
func (b *Board) useOf(s faq.Suggestion) float64 {
	a, z := b.groups[b.Standing(s.A)], b.groups[b.Standing(s.B)]
	if a == nil || z == nil {
		return 0
	}
	return s.Score * math.Sqrt(float64(min(a.Supporters, z.Supporters)))
}
