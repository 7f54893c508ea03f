package whatsapptest

import (
	"context"
	"sync"
)

// backlog is a queue without end: put never waits, so it can be called with locks
// held.
type backlog struct {
	mu    sync.Mutex
	nodes []node
	more  chan struct{} // holds one token
}

func newBacklog() *backlog { return &backlog{more: make(chan struct{}, 1)} }

func (b *backlog) put(nodes ...node) {
	b.mu.Lock()
	b.nodes = append(b.nodes, nodes...)
	b.mu.Unlock()
	select {
	case b.more <- struct{}{}:
	default:
	}
}

// take waits for nodes and returns all there are; none when ctx ended.
func (b *backlog) take(ctx context.Context) []node {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-b.more:
		}
		b.mu.Lock()
		nodes := b.nodes
		b.nodes = nil
		b.mu.Unlock()
		if len(nodes) > 0 {
			return nodes
		}
	}
}
