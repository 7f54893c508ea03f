package live

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"time"

	"majlis/flows/live"
)

// Timing of event streams, as in the citizens' chat.
const (
	heartbeat   = 15 * time.Second // keeps proxies from closing a quiet stream
	writeWithin = 10 * time.Second // ends a stream whose reader has stopped reading
	retryLeast  = 500              // ms; a reader comes back after a time of its own
	retrySpread = 1500             // ms
)

// noFrame is what a viewer has seen who has seen nothing.
const noFrame = -1

// watch answers with a board's events: "board" is all of it, "change" what
// changed since the event before. The id of each is the number of the last event
// it shows; a viewer who comes back says it (Last-Event-ID) and misses nothing.
// "hands" says to staff who is writing, "similar" which questions may be the same,
// "still" that the line is not dead. The stream ends once its reader may no longer
// see it.
func (s *Server) watch(w http.ResponseWriter, r *http.Request, broadcast string, to live.Audience, may func(context.Context) bool) error {
	seen := int64(noFrame)
	if n, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64); err == nil {
		seen = n
	}
	st, wake, leave := s.feed.join(broadcast, to)
	defer leave()
	moved, still := s.hands.watch(broadcast)
	defer still()
	out := &writer{w: w, control: http.NewResponseController(w)}
	out.begin()
	ticks := time.NewTicker(heartbeat)
	defer ticks.Stop()
	shown, asked := []Hand{}, asking{}
	for {
		if seen = out.catchUp(st, seen); out.err != nil {
			return nil // the answer has begun: the reader comes back by itself
		}
		if list := s.hands.list(broadcast); to != live.ForPublic && !slices.Equal(list, shown) {
			shown = list
			out.event("hands", list)
		}
		if to != live.ForPublic {
			asked.tell(out, st)
		}
		select {
		case <-wake:
		case <-moved:
		case <-ticks.C:
			if !may(r.Context()) {
				return nil
			}
			out.event("still", true)
		case <-r.Context().Done():
			return nil
		case <-s.closed:
			return nil
		}
	}
}

// writer writes events until one can't be written.
type writer struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error
}

func (o *writer) begin() {
	h := o.w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	o.write(fmt.Sprintf("retry: %d\n\n", retryLeast+rand.IntN(retrySpread)))
}

// catchUp writes what a viewer has missed and returns what they have seen then.
func (o *writer) catchUp(st *stream, seen int64) int64 {
	whole, frames, err := st.since(seen)
	if err != nil {
		o.err = err
		return seen
	}
	if whole != nil {
		o.send(whole.seq, "board", whole.raw)
		return whole.seq
	}
	for _, f := range frames {
		o.send(f.seq, "change", f.raw)
		seen = f.seq
	}
	return seen
}

// event writes an event that is no part of the board's log.
func (o *writer) event(name string, data any) {
	raw, err := json.Marshal(data)
	if err != nil {
		o.err = err
		return
	}
	o.send(0, name, raw)
}

func (o *writer) send(id int64, name string, raw []byte) {
	number := ""
	if id > 0 {
		number = fmt.Sprintf("id: %d\n", id)
	}
	o.write(fmt.Sprintf("%sevent: %s\ndata: %s\n\n", number, name, raw))
}

func (o *writer) write(text string) {
	if o.err != nil {
		return
	}
	// Not every server can set deadlines; one that can't ends dead streams by TCP.
	_ = o.control.SetWriteDeadline(time.Now().Add(writeWithin))
	if _, o.err = o.w.Write([]byte(text)); o.err == nil {
		o.err = o.control.Flush()
	}
}
