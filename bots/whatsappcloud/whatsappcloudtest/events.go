package whatsappcloudtest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// event is one thing the house is told: a message with who sent it, a status, or
// a new user id.
type event struct {
	message map[string]any
	contact map[string]any
	status  map[string]any
	userID  map[string]any
}

// change is the event as a part of a webhook.
func (e event) change(phoneID string) map[string]any {
	field, value := "messages", map[string]any{"messaging_product": "whatsapp", "metadata": map[string]string{"phone_number_id": phoneID, "display_phone_number": phone}}
	if e.message != nil {
		value["messages"] = []any{e.message}
	}
	if e.contact != nil { // a system message comes without
		value["contacts"] = []any{e.contact}
	}
	if e.status != nil {
		value["statuses"] = []any{e.status}
	}
	if e.userID != nil {
		field, value["user_id_update"] = "user_id_update", []any{e.userID}
	}
	return map[string]any{"field": field, "value": value}
}

func stamp(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// tell queues an event; locked.
func (s *Server) tell(e event) {
	s.queue = append(s.queue, e)
	s.nudge()
}

func (s *Server) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Pending is how many events the house has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

// Redeliver brings the last message again, confirmed or not.
func (s *Server) Redeliver() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range slices.Backward(s.brought) {
		if e.message != nil {
			s.tell(e)
			return
		}
	}
}

// bring posts events in their order, some at a time, each batch until it is
// confirmed.
func (s *Server) bring() {
	tries := 0
	for s.ctx.Err() == nil {
		batch, hook := s.next()
		if len(batch) == 0 {
			select {
			case <-s.wake:
			case <-s.ctx.Done():
			}
			continue
		}
		speaks := slices.ContainsFunc(batch, func(e event) bool { return e.message != nil })
		if speaks {
			s.at(Bringing)
		}
		if err := s.postAll(hook, batch); err != nil {
			select {
			case <-time.After(min(s.RetryEvery<<tries, 10*s.RetryEvery)):
			case <-s.ctx.Done():
			}
			tries = min(tries+1, 4)
			continue
		}
		tries = 0
		if speaks {
			s.at(Confirmed)
		}
		s.mu.Lock()
		s.queue = s.queue[len(batch):]
		s.brought = append(s.brought, batch...)
		s.mu.Unlock()
	}
}

// next is the batch to post now, and where; none before there is a hook.
func (s *Server) next() ([]event, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook == "" {
		return nil, ""
	}
	return append([]event(nil), s.queue[:min(len(s.queue), s.Batch)]...), s.hook
}

func (s *Server) postAll(hook string, batch []event) error {
	var changes []any
	for _, e := range batch {
		changes = append(changes, e.change(s.PhoneID))
	}
	body, err := json.Marshal(map[string]any{
		"object": "whatsapp_business_account", "entry": []any{map[string]any{"id": "1", "changes": changes}},
	})
	if err != nil {
		return err
	}
	return s.Post(hook, escaped(body), s.Sign(escaped(body)))
}

// Sign is the signature of a body, as the header holds it.
func (s *Server) Sign(body []byte) string {
	mac := hmac.New(sha256.New, []byte(s.AppSecret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// Post posts a body with a signature to an address; an answer that is not 200 is
// an error.
func (s *Server) Post(address string, body []byte, signature string) error {
	req, err := http.NewRequestWithContext(s.ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Hub-Signature-256", signature)
	client := &http.Client{Timeout: 20 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the webhook answered %d", resp.StatusCode)
	}
	return nil
}

// prove asks an address for the token that was agreed on, as at set-up.
func (s *Server) prove(address string) error {
	q := url.Values{"hub.mode": {"subscribe"}, "hub.verify_token": {s.VerifyToken}, "hub.challenge": {"1158201444"}}
	client := &http.Client{Timeout: 5 * time.Second}
	resp, err := client.Get(address + "?" + q.Encode())
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 100))
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK || string(body) != "1158201444" {
		return errors.New("the webhook did not prove to be ours")
	}
	return nil
}

// escaped writes every letter outside ASCII as Meta does: \u0645.
func escaped(raw []byte) []byte {
	var b strings.Builder
	for _, r := range string(raw) {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r > 0xFFFF:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return []byte(b.String())
}
