package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"sync"
	"time"

	"majlis/flows/live"
)

const (
	// frameEvery bounds how often a board is drawn anew: counts that rise by
	// hundreds a second are shown four times in it.
	frameEvery = 250 * time.Millisecond
	// keptFrames is how many frames back a viewer can go on; further back gets the
	// whole board.
	keptFrames = 240
)

// feed draws the boards that are watched and keeps the last frames of each, so
// that viewers who come back go on where they were. It is safe for concurrent
// use.
type feed struct {
	boards *live.Boards
	log    *slog.Logger

	mu      sync.Mutex
	streams map[streamKey]*stream
}

type streamKey struct {
	broadcast string
	audience  live.Audience
}

// stream is one board as one audience sees it.
type stream struct {
	mu      sync.Mutex
	drawn   bool
	view    live.View
	similar []live.Pair // what its viewers may decide about
	whole   []byte      // the view as it is sent; nil: not written out yet
	frames  []frame
	readers map[chan struct{}]bool
	stop    context.CancelFunc
}

// frame is what changed from one view to the next, as it is sent to every viewer.
type frame struct {
	from, seq int64
	raw       []byte
}

func newFeed(boards *live.Boards, log *slog.Logger) *feed {
	return &feed{boards: boards, log: log, streams: map[streamKey]*stream{}}
}

// join adds a viewer; wake holds a token whenever there is more to read. The
// first viewer of a board starts drawing it, the last one's leave ends that.
func (f *feed) join(broadcast string, to live.Audience) (s *stream, wake chan struct{}, leave func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := streamKey{broadcast, to}
	s = f.streams[key]
	if s == nil {
		ctx, stop := context.WithCancel(context.Background())
		s = &stream{readers: map[chan struct{}]bool{}, stop: stop}
		f.streams[key] = s
		go f.draw(ctx, key, s)
	}
	wake = make(chan struct{}, 1)
	s.mu.Lock()
	s.readers[wake] = true
	s.mu.Unlock()
	return s, wake, func() { f.leave(key, s, wake) }
}

func (f *feed) leave(key streamKey, s *stream, wake chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.readers, wake)
	if len(s.readers) == 0 {
		s.stop()
		delete(f.streams, key)
	}
}

// close ends all drawing; viewers are told by their own streams' end.
func (f *feed) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.streams {
		s.stop()
	}
}

// draw makes a frame whenever the board has changed, but not too often.
func (f *feed) draw(ctx context.Context, key streamKey, s *stream) {
	changed, stop := f.boards.Watch(key.broadcast)
	defer stop()
	for {
		if err := f.frame(ctx, key, s); err != nil && ctx.Err() == nil {
			f.log.Error("a board could not be drawn, it is tried again", "broadcast", key.broadcast, "err", err)
		}
		select {
		case <-time.After(frameEvery):
		case <-ctx.Done():
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

func (f *feed) frame(ctx context.Context, key streamKey, s *stream) error {
	var view live.View
	var similar []live.Pair
	err := f.boards.Read(ctx, key.broadcast, func(b *live.Board) error {
		view, similar = b.View(key.audience), f.boards.Similar(b, key.audience)
		return nil
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Equal(similar, s.similar) {
		s.similar = similar
		defer s.wake()
	}
	if s.drawn {
		d := view.Since(s.view)
		if d.Empty(s.view) {
			return nil
		}
		raw, err := json.Marshal(d)
		if err != nil {
			return err
		}
		if s.frames = append(s.frames, frame{d.From, d.Seq, raw}); len(s.frames) > keptFrames {
			s.frames = s.frames[1:]
		}
	}
	s.view, s.whole, s.drawn = view, nil, true
	s.wake()
	return nil
}

// wake tells the viewers that there is more to read.
func (s *stream) wake() {
	for r := range s.readers {
		select {
		case r <- struct{}{}:
		default: // it has not read since the last time
		}
	}
}

// pairs are what a viewer may decide about; false until the board was drawn.
func (s *stream) pairs() (list []live.Pair, drawn bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.similar, s.drawn
}

// since is what a viewer who saw frame number seen has missed: frames in their
// order, or the whole board when they saw none or too old a one.
func (s *stream) since(seen int64) (whole *frame, frames []frame, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.drawn || seen == s.view.Seq {
		return nil, nil, nil
	}
	for i, f := range s.frames {
		if f.from == seen {
			return nil, append([]frame(nil), s.frames[i:]...), nil
		}
	}
	if s.whole == nil {
		s.whole, err = json.Marshal(struct {
			live.View
			Hash string `json:"hash"`
		}{s.view, s.view.Hash()})
	}
	return &frame{seq: s.view.Seq, raw: s.whole}, nil, err
}
