package live

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// handFor is how long somebody counts as writing after their page last said so.
const handFor = 15 * time.Second

// Hand is a staff member who is writing an answer to a group.
type Hand struct {
	Group string `json:"group"`
	User  string `json:"user"` // staff id
}

// hands remembers who is writing on which card, in this process only: it is a
// courtesy between colleagues, the log of the board is the guard. It is safe for
// concurrent use.
type hands struct {
	now func() time.Time

	mu       sync.Mutex
	at       map[string]map[Hand]time.Time // by broadcast
	watchers map[string]map[chan struct{}]bool
}

func newHands(now func() time.Time) *hands {
	return &hands{now: now, at: map[string]map[Hand]time.Time{}, watchers: map[string]map[chan struct{}]bool{}}
}

// put records that somebody writes, or that they have stopped.
func (h *hands) put(broadcast string, hand Hand, writing bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.at[broadcast] == nil {
		h.at[broadcast] = map[Hand]time.Time{}
	}
	_, was := h.at[broadcast][hand]
	if writing {
		h.at[broadcast][hand] = h.now()
	} else {
		delete(h.at[broadcast], hand)
	}
	if was == writing {
		return
	}
	for w := range h.watchers[broadcast] {
		select {
		case w <- struct{}{}:
		default: // it has not looked since the last time
		}
	}
}

// list says who writes on a board, in a fixed order.
func (h *hands) list(broadcast string) []Hand {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := []Hand{}
	for hand, last := range h.at[broadcast] {
		if h.now().Sub(last) > handFor {
			delete(h.at[broadcast], hand)
			continue
		}
		list = append(list, hand)
	}
	if len(h.at[broadcast]) == 0 {
		delete(h.at, broadcast)
	}
	slices.SortFunc(list, func(a, b Hand) int { return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.User, b.User)) })
	return list
}

// watch returns a channel that holds a token when somebody began or stopped to
// write.
func (h *hands) watch(broadcast string) (changed chan struct{}, stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := make(chan struct{}, 1)
	if h.watchers[broadcast] == nil {
		h.watchers[broadcast] = map[chan struct{}]bool{}
	}
	h.watchers[broadcast][w] = true
	return w, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if delete(h.watchers[broadcast], w); len(h.watchers[broadcast]) == 0 {
			delete(h.watchers, broadcast)
		}
	}
}

// Writing reports whether anybody is writing an answer on the board of a broadcast.
func (s *Server) Writing(broadcast string) bool { return len(s.hands.list(broadcast)) > 0 }
