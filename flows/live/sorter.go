package live

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"majlis/flows/faq"
	"majlis/flows/words"
)

// When the sorter looks by itself, how long it rests in between however much
// arrives, and how much it groups at a time.
const (
	sortEvery  = time.Second
	sortRest   = 50 * time.Millisecond
	sortAtOnce = 200
)

// Sorter puts the questions of open broadcasts into groups as they arrive: each
// broadcast has groups of its own. It is safe for concurrent use; one runs over a
// store.
type Sorter struct {
	Store  Store
	Boards *Boards
	Fresh  func() *faq.Grouper // makes an empty grouper
	Log    *slog.Logger
	Now    func() time.Time

	mu      sync.Mutex
	shelves map[string]*shelf // by broadcast
	wake    chan struct{}
}

// shelf is the grouper of one broadcast and how far it has read the log.
type shelf struct {
	grouper  *faq.Grouper
	seq      atomic.Int64
	decided  map[int64]faq.Decision // by the number of the event
	compared atomic.Int64           // seq when its groups were last compared
}

// NewSorter returns a sorter; Run starts it.
func NewSorter(store Store, boards *Boards, fresh func() *faq.Grouper, log *slog.Logger, now func() time.Time) *Sorter {
	return &Sorter{
		Store: store, Boards: boards, Fresh: fresh, Log: log, Now: now,
		shelves: map[string]*shelf{}, wake: make(chan struct{}, 1),
	}
}

// Wake says that a question has arrived.
func (s *Sorter) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run sorts until ctx ends. A store that can't be reached is tried again.
func (s *Sorter) Run(ctx context.Context) {
	tick := time.NewTicker(sortEvery)
	defer tick.Stop()
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { s.keepComparing(ctx) })
	for ctx.Err() == nil {
		if err := s.Sort(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("live questions could not be grouped, they are tried again", "err", err)
		}
		rest(ctx, sortRest)
		select {
		case <-s.wake:
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}

// rest waits, so that what happens meanwhile is looked at together.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// Sort groups what has arrived in every broadcast that is open or was over just
// now.
func (s *Sorter) Sort(ctx context.Context) error {
	open, err := s.Store.Broadcasts(ctx, Collecting, OnAir, Closed, Cancelled)
	if err != nil {
		return fmt.Errorf("reading broadcasts: %w", err)
	}
	for _, b := range open {
		if !b.settling(s.Now()) {
			continue
		}
		for more := true; more; {
			if more, err = s.sort(ctx, b); err != nil {
				s.drop(b.ID) // what its grouper holds may not be what is stored
				return fmt.Errorf("broadcast %s: %w", b.ID, err)
			}
		}
	}
	return nil
}

// sort groups some questions of a broadcast; more when others wait.
func (s *Sorter) sort(ctx context.Context, b Broadcast) (more bool, err error) {
	sh, err := s.shelf(ctx, b.ID)
	if err != nil {
		return false, err
	}
	if err := s.follow(ctx, b.ID, sh); err != nil {
		return false, err
	}
	loose, err := s.loose(ctx, b.ID)
	if err != nil || len(loose) == 0 {
		return false, err
	}
	var events []Event
	for _, it := range loose {
		group, err := sh.groupOf(ctx, it)
		if err != nil {
			return false, err
		}
		events = append(events, Event{
			Broadcast: b.ID, At: s.Now(), Kind: EventGrouped,
			Data: Data{Question: it.ID, Group: group, State: firstState(b, it)},
		})
	}
	return len(loose) == sortAtOnce, s.Store.Append(ctx, -1, events...)
}

// loose are the oldest questions of a broadcast without a group.
func (s *Sorter) loose(ctx context.Context, broadcast string) (list []*Item, err error) {
	err = s.Boards.Read(ctx, broadcast, func(b *Board) error {
		for _, it := range b.Loose() {
			if len(list) < sortAtOnce {
				copied := *it
				list = append(list, &copied)
			}
		}
		return nil
	})
	return list, err
}

// groupOf is the group that a question goes into. One without words stands alone,
// under its own id, until staff say what it asks.
func (sh *shelf) groupOf(ctx context.Context, it *Item) (string, error) {
	if it.Spoken {
		return it.ID, nil
	}
	move, _, err := sh.grouper.Add(ctx, question(it))
	return move.Group, err
}

func question(it *Item) faq.Question {
	return faq.Question{ID: it.ID, Text: it.Text, Lang: it.Lang, Asker: it.Person, Source: "live", At: it.At, Group: it.Group}
}

// firstState is the state of a new group: whether a moderator looks at it first.
// What has no words can't be looked through for flagged ones.
func firstState(b Broadcast, it *Item) State {
	switch {
	case b.Status.Over():
		return Later
	case b.Moderation == ModerateAll, b.Moderation == ModerateFlagged && (it.Spoken || flagged(b.Flagged, it.Text)):
		return Pending
	}
	return Approved
}

// flagged reports whether a text has one of the words, however it is spelled.
func flagged(list []string, text string) bool {
	folded := " " + words.Fold(text) + " "
	for _, w := range list {
		if strings.Contains(folded, words.Fold(w)) {
			return true
		}
	}
	return false
}

// shelf is the grouper of a broadcast, built anew from its log when it is not in
// memory.
func (s *Sorter) shelf(ctx context.Context, broadcast string) (*shelf, error) {
	s.mu.Lock()
	sh := s.shelves[broadcast]
	s.mu.Unlock()
	if sh != nil {
		return sh, nil
	}
	sh = &shelf{grouper: s.Fresh()}
	var questions []faq.Question
	err := s.Boards.Read(ctx, broadcast, func(b *Board) error {
		sh.seq.Store(b.Seq)
		sh.decided = b.decided()
		for _, g := range b.Groups() {
			for _, it := range b.Members(g) {
				if it.Text != "" && !it.Spoken {
					questions = append(questions, question(it))
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if _, err := sh.grouper.Restore(ctx, questions, nil, sh.decisions()); err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.shelves[broadcast] = sh
	s.mu.Unlock()
	return sh, nil
}

func (s *Sorter) drop(broadcast string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.shelves, broadcast)
}

// Near is the group of a broadcast that a text would join; false for none, and
// while its questions are still being read.
func (s *Sorter) Near(ctx context.Context, broadcast, text string) (group string, found bool) {
	s.mu.Lock()
	sh := s.shelves[broadcast]
	s.mu.Unlock()
	if sh == nil {
		return "", false
	}
	move, found := sh.grouper.Near(ctx, text)
	return move.Group, found
}
