package live

import (
	"context"
	"fmt"
	"maps"
	"time"
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
	found := make([]Pair, len(near))
	for i, n := range near {
		found[i] = Pair{n.A, n.B}
	}
	return s.Boards.Read(ctx, broadcast, func(b *Board) error {
		s.Boards.found(broadcast, b.similar(found, ForModerator))
		return nil
	})
}
