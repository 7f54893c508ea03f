package whatsapp

import (
	"sync"
	"time"
)

// waiting keeps the order of what a person said when a message could not be
// accepted. WhatsApp brings it again only over a new connection, and would bring
// what followed it first: until it was accepted, nothing later of that person is.
type waiting struct {
	mu    sync.Mutex
	first map[string]waitingFor // by person
	round time.Duration         // how long to wait for the next connection
	calm  bool                  // nothing was refused on this connection
}

// waitingFor is the message that has to come first.
type waitingFor struct {
	id   string
	came bool // over this connection
}

// blocks reports whether another message of the person has to be accepted before.
func (w *waiting) blocks(person, id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	first, waits := w.first[person]
	if waits && first.id == id {
		first.came = true
		w.first[person] = first
		return false
	}
	return waits
}

// refused notes a message that has to come again before any other of the person.
func (w *waiting) refused(person, id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.first == nil {
		w.first = map[string]waitingFor{}
	}
	if _, waits := w.first[person]; !waits {
		w.first[person] = waitingFor{id: id, came: true}
	}
}

// accepted lets the person's next message in.
func (w *waiting) accepted(person, id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if first, waits := w.first[person]; waits && first.id == id {
		delete(w.first, person)
		w.round = 0 // it gets on
	}
}

// reconnect begins a new connection, over which all that was refused will come.
func (w *waiting) reconnect() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for person, first := range w.first {
		first.came = false
		w.first[person] = first
	}
	if w.calm {
		w.round = 0
	}
	w.calm = true
}

// caughtUp ends the wait for messages that the platform has no more: all that it
// kept has come.
func (w *waiting) caughtUp() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for person, first := range w.first {
		if !first.came {
			delete(w.first, person)
		}
	}
}

// pause is how long to wait before the next connection: longer each time, as long
// as nothing gets on.
func (w *waiting) pause() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calm = false
	w.round = min(max(2*w.round, firstPause), longPause)
	return w.round
}
