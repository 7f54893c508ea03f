package telegramtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"time"
)

// hook is where updates are posted: of one chat one after another, of different
// chats side by side.
type hook struct {
	url, secret string
	busy        map[int64]bool // chats with an update on its way
	lastError   string
}

var (
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
	hookClient = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
)

func (s *Server) setWebhook(p map[string]string) (any, object) {
	if p["url"] == "" {
		s.setHook(nil)
		return true, nil
	}
	to, err := url.Parse(p["url"])
	if err != nil || to.Host == "" || to.Scheme != "https" && to.Hostname() != "127.0.0.1" {
		return nil, bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if p["secret_token"] != "" && !secretForm.MatchString(p["secret_token"]) {
		return nil, bad("secret token contains unallowed characters")
	}
	s.allowed = nil
	_ = json.Unmarshal([]byte(p["allowed_updates"]), &s.allowed)
	s.setHook(&hook{url: p["url"], secret: p["secret_token"], busy: map[int64]bool{}})
	return true, nil
}

func (s *Server) setHook(h *hook) {
	s.hook = h
	s.touch()
	s.callHook()
}

func (s *Server) webhookInfo() object {
	info := object{"url": "", "has_custom_certificate": false, "pending_update_count": len(s.queue)}
	if s.hook != nil {
		info["url"] = s.hook.url
		if s.hook.lastError != "" {
			info["last_error_message"] = s.hook.lastError
		}
	}
	return info
}

// callHook starts posting for every chat that has something and is not busy; the
// caller holds the lock.
func (s *Server) callHook() {
	h := s.hook
	if h == nil || s.ctx.Err() != nil {
		return
	}
	for _, u := range s.queue {
		if !h.busy[u.chat] {
			h.busy[u.chat] = true
			s.running.Go(func() { s.postChat(h, u.chat) })
		}
	}
}

// postChat posts a chat's updates until none is left.
func (s *Server) postChat(h *hook, chat int64) {
	pause := s.RetryEvery
	for {
		u, ok := s.nextFor(h, chat)
		if !ok {
			return
		}
		if err := s.post(h, u); err == nil {
			pause = s.RetryEvery
			s.delivered(u)
			continue
		} else {
			s.mu.Lock()
			h.lastError = err.Error()
			s.mu.Unlock()
		}
		select {
		case <-time.After(pause):
		case <-s.ctx.Done():
			return
		}
		pause = min(2*pause, 10*s.RetryEvery)
	}
}

func (s *Server) nextFor(h *hook, chat int64) (update, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.queue, func(u update) bool { return u.chat == chat })
	if i < 0 || s.hook != h || s.ctx.Err() != nil {
		h.busy[chat] = false
		return update{}, false
	}
	return s.queue[i], true
}

func (s *Server) delivered(u update) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(func(q update) bool { return q.id == u.id })
	s.touch()
}

// post hands one update over and does what the answer calls for.
func (s *Server) post(h *hook, u update) error {
	raw, err := json.Marshal(u.body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(s.ctx, http.MethodPost, h.url, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	response, err := hookClient.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("wrong response from the webhook: %s", response.Status)
	}
	params := map[string]string{}
	if readJSON(io.LimitReader(response.Body, maxBody), params) == nil && params["method"] != "" {
		_, _ = s.call(s.ctx, lower(params["method"]), params)
	}
	return nil
}
