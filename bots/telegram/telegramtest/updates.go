package telegramtest

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// update is one event on its way to the bot.
type update struct {
	id    int64
	chat  int64
	kind  string
	body  object
	again bool // handed over once more, whatever was confirmed
}

// maxPoll is how long getUpdates waits at most.
const maxPoll = 50 * time.Second

// push queues an update of a kind and returns its id, 0 when the bot did not ask
// for that kind; the caller holds the lock.
func (s *Server) push(kind string, chat int64, event object) int64 {
	if len(s.allowed) > 0 && !slices.Contains(s.allowed, kind) {
		return 0
	}
	s.lastUpdate++
	u := update{id: s.lastUpdate, chat: chat, kind: kind, body: object{"update_id": s.lastUpdate, kind: event}}
	s.queue = append(s.queue, u)
	s.sent = append(s.sent, u)
	s.touch()
	s.callHook()
	return u.id
}

// Push queues any update, for what no citizen here can do, and returns its id.
func (s *Server) Push(kind string, chat int64, event map[string]any) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.push(kind, chat, event)
}

// Pending is how many updates the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

// Confirmed lists the ids of the updates the bot has confirmed, by an offset above
// them or by a webhook's answer, lowest first. No later process is brought these.
func (s *Server) Confirmed() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.confirmed))
}

// Redeliver hands the last n updates over again although they were confirmed, as
// Telegram does when an answer of its own was lost.
func (s *Server) Redeliver(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.sent[max(0, len(s.sent)-n):] {
		u.again = true
		s.queue = append(s.queue, u)
	}
	slices.SortStableFunc(s.queue, func(a, b update) int { return cmp.Compare(a.id, b.id) })
	s.touch()
	s.callHook()
}

// getUpdates answers with what is queued from the offset on, or waits for it.
func (s *Server) getUpdates(ctx context.Context, p map[string]string) (any, object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook != nil {
		return nil, refuse(http.StatusConflict,
			"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	s.poll++
	mine := s.poll
	s.touch()
	if raw, ok := p["allowed_updates"]; ok {
		s.allowed = nil
		_ = json.Unmarshal([]byte(raw), &s.allowed)
	}
	s.confirm(number(p["offset"], 0))
	timeout := time.NewTimer(min(time.Duration(number(p["timeout"], 0))*time.Second, maxPoll))
	defer timeout.Stop()
	for len(s.queue) == 0 {
		if !s.wait(ctx, timeout.C) {
			break
		}
		if s.poll != mine || s.hook != nil {
			return nil, refuse(http.StatusConflict,
				"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
		}
		if s.down {
			return nil, refuse(http.StatusBadGateway, "Bad Gateway")
		}
	}
	return s.take(int(number(p["limit"], 100))), nil
}

// wait gives the lock away until something changes; false when it is time to
// answer.
func (s *Server) wait(ctx context.Context, timeout <-chan time.Time) bool {
	changed := s.changed
	s.mu.Unlock()
	defer s.mu.Lock()
	select {
	case <-changed:
		return true
	case <-timeout:
	case <-ctx.Done():
	}
	return false
}

// confirm forgets what is below the offset; a negative one keeps that many.
func (s *Server) confirm(offset int64) {
	if offset < 0 {
		offset = s.lastOf(int(-offset))
	}
	s.drop(func(u update) bool { return u.id < offset && !u.again })
}

// lastOf is the id of the n-th update from the end of the queue.
func (s *Server) lastOf(n int) int64 {
	if len(s.queue) == 0 {
		return 0
	}
	return s.queue[max(0, len(s.queue)-n)].id
}

// drop takes what is confirmed off the queue; the caller holds the lock.
func (s *Server) drop(confirmed func(update) bool) {
	s.queue = slices.DeleteFunc(s.queue, func(u update) bool {
		gone := confirmed(u)
		if gone {
			s.confirmed[u.id] = true
		}
		return gone
	})
}

// take lists up to limit updates. They stay until they are confirmed.
func (s *Server) take(limit int) []object {
	list := []object{}
	for i, u := range s.queue[:min(limit, len(s.queue))] {
		s.queue[i].again = false
		list = append(list, u.body)
	}
	return list
}

func number(s string, otherwise int64) int64 {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n
	}
	return otherwise
}
