package live

import (
	"context"
	"fmt"
	"sync"
)

// Boards keeps the boards of running broadcasts in memory, each up to the last
// event that is durable. It is safe for concurrent use.
type Boards struct {
	Store Store

	mu     sync.Mutex
	boards map[string]*kept
}

// kept is one board with who watches it. The two have locks of their own: the
// store tells of a change while somebody may be waiting for the store.
type kept struct {
	mu    sync.Mutex
	board *Board

	watching sync.Mutex // guards what follows
	watchers map[chan struct{}]bool
	similar  []Pair // groups that may ask the same, the most useful first
}

// NewBoards returns boards over a store; they are read when they are first asked
// for.
func NewBoards(store Store) *Boards { return &Boards{Store: store, boards: map[string]*kept{}} }

func (b *Boards) kept(id string) *kept {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := b.boards[id]
	if k == nil {
		k = &kept{board: NewBoard(id), watchers: map[chan struct{}]bool{}}
		b.boards[id] = k
	}
	return k
}

// Read brings a board up to date and lets fn look at it; what the transaction
// around it has written is not on it yet. fn must keep nothing of it.
func (b *Boards) Read(ctx context.Context, id string, fn func(*Board) error) error {
	k := b.kept(id)
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := b.catchUp(ctx, k); err != nil {
		return err
	}
	return fn(k.board)
}

// apart is a ctx that is not inside the transaction its parent is inside of: what
// may still be undone has no place on a board that all share.
type apart struct{ context.Context }

// Value implements context.Context.
func (apart) Value(any) any { return nil }

// catchUp applies what was written since. A board whose log can't be read on is
// thrown away, so that the next reader builds it anew.
func (b *Boards) catchUp(ctx context.Context, k *kept) error {
	var wrong error
	err := b.Store.Events(apart{ctx}, k.board.Broadcast, k.board.Seq, func(e Event) bool {
		wrong = k.board.Apply(e)
		return wrong == nil
	})
	if wrong != nil {
		k.board = NewBoard(k.board.Broadcast)
		return wrong
	}
	if err != nil {
		return fmt.Errorf("reading the log of broadcast %s: %w", k.board.Broadcast, err)
	}
	return nil
}

// Changed says that a broadcast's log has grown.
func (b *Boards) Changed(id string) {
	k := b.kept(id)
	k.watching.Lock()
	defer k.watching.Unlock()
	for w := range k.watchers {
		select {
		case w <- struct{}{}:
		default: // it has not looked since the last time
		}
	}
}

// Watch returns a channel that holds a token whenever the log has grown since it
// was last looked at, until stop is called.
func (b *Boards) Watch(id string) (changed <-chan struct{}, stop func()) {
	k := b.kept(id)
	w := make(chan struct{}, 1)
	k.watching.Lock()
	defer k.watching.Unlock()
	k.watchers[w] = true
	return w, func() {
		k.watching.Lock()
		defer k.watching.Unlock()
		delete(k.watchers, w)
	}
}

// Forget drops a board from memory once nobody watches it.
func (b *Boards) Forget(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := b.boards[id]
	if k == nil {
		return
	}
	k.watching.Lock()
	defer k.watching.Unlock()
	if len(k.watchers) == 0 {
		delete(b.boards, id)
	}
}
