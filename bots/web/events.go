package web

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"majlis/bots/web/page"
	"majlis/flows/talk"
)

// Timing of event streams.
const (
	// heartbeat keeps proxies from closing a quiet stream (they wait 60 s or
	// more) and finds mail that another replica delivered.
	heartbeat = 15 * time.Second
	// writeWithin ends a stream whose reader has stopped reading.
	writeWithin = 10 * time.Second
	// A reader comes back after a time of its own, so that thousands don't come
	// back at once after a restart.
	retryLeast  = 1000 // ms
	retrySpread = 3000 // ms
)

// stream is one open GET /chat/events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	lang    string
	html    bool
	after   int64
}

// eventStream answers GET /chat/events with one event a message, its id the
// message's number. A reader who comes back says the last it saw
// (Last-Event-ID, or ?after=N the first time) and misses nothing. ?html=1 adds
// the message as the page shows it.
func (s *Server) eventStream(w http.ResponseWriter, r *http.Request) error {
	visitor, err := s.visitor(r)
	if err != nil {
		return err
	}
	last := r.Header.Get("Last-Event-ID")
	if last == "" {
		last = r.URL.Query().Get("after")
	}
	after, err := number(last)
	if err != nil {
		return err
	}
	wake, ok := s.hub.join(visitor)
	if !ok {
		return page.TooMany(heartbeat)
	}
	defer s.hub.leave(visitor, wake)
	st := &stream{w, http.NewResponseController(w), page.Lang(r), r.URL.Query().Get("html") == "1", after}
	return s.feed(r, st, visitor, wake)
}

// feed writes what is new until the reader leaves or the house closes.
func (s *Server) feed(r *http.Request, st *stream, visitor string, wake <-chan struct{}) error {
	h := st.w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	if st.write(fmt.Sprintf("retry: %d\n\n", retryLeast+rand.IntN(retrySpread))) != nil {
		return nil
	}
	ticks := time.NewTicker(heartbeat)
	defer ticks.Stop()
	for {
		if err := s.catchUp(r, st, visitor); err != nil {
			s.Site.Log.InfoContext(r.Context(), "event stream ended", "request", page.RequestID(r), "err", err)
			return nil // the answer has begun: the reader comes back by itself
		}
		select {
		case <-wake:
		case <-ticks.C:
			if st.write(": still here\n\n") != nil {
				return nil
			}
		case <-r.Context().Done():
			return nil
		case <-s.hub.closed:
			return nil
		}
	}
}

// catchUp writes all mail the stream hasn't shown.
func (s *Server) catchUp(r *http.Request, st *stream, visitor string) error {
	for {
		lines, err := s.Mailbox.Replies(r.Context(), identity(visitor), st.after, replyPage)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if err := s.event(st, visitor, l); err != nil {
				return err
			}
		}
		if len(lines) < replyPage {
			return nil
		}
	}
}

func (s *Server) event(st *stream, visitor string, l talk.Line) error {
	m := s.newReply(visitor, l)
	if st.html {
		html, err := s.views.Part(st.lang, "chat", "line", s.lineView(visitor, l))
		if err != nil {
			return err
		}
		m.HTML = html
	}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	st.after = l.Seq
	return st.write(fmt.Sprintf("id: %d\nevent: message\ndata: %s\n\n", l.Seq, data))
}

func (st *stream) write(text string) error {
	// Not every server can set deadlines; one that can't ends dead streams by TCP.
	_ = st.control.SetWriteDeadline(time.Now().Add(writeWithin))
	if _, err := st.w.Write([]byte(text)); err != nil {
		return err
	}
	return st.control.Flush()
}
