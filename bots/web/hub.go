package web

import "sync"

// maxStreams of one visitor at a time: tabs and devices of one person, not the
// streams of a flood.
const maxStreams = 8

// hub wakes the event streams of a visitor when there is mail. It carries no
// mail itself: a stream reads what is new from the Mailbox, so a wake-up that is
// lost or doubled loses and doubles nothing.
type hub struct {
	mu      sync.Mutex
	streams map[string][]chan struct{} // visitor → wake-ups
	closed  chan struct{}
	once    sync.Once
}

func newHub() *hub {
	return &hub{streams: map[string][]chan struct{}{}, closed: make(chan struct{})}
}

// join adds a stream; false when the visitor has too many.
func (h *hub) join(visitor string) (wake chan struct{}, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.streams[visitor]) >= maxStreams {
		return nil, false
	}
	wake = make(chan struct{}, 1)
	h.streams[visitor] = append(h.streams[visitor], wake)
	return wake, true
}

func (h *hub) leave(visitor string, wake chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	kept := h.streams[visitor][:0]
	for _, w := range h.streams[visitor] {
		if w != wake {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		delete(h.streams, visitor)
		return
	}
	h.streams[visitor] = kept
}

// wake tells the visitor's streams to look for mail. It never blocks.
func (h *hub) wake(visitor string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, w := range h.streams[visitor] {
		select {
		case w <- struct{}{}:
		default: // a wake-up is waiting already
		}
	}
}

func (h *hub) close() { h.once.Do(func() { close(h.closed) }) }
