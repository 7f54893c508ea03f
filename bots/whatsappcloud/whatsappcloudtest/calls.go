package whatsappcloudtest

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// window is for how long after a person wrote anything may be sent.
const window = 24 * time.Hour

// refusal is an error of the API.
type refusal struct {
	status, code int
	message      string
	transient    bool
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil || s.isDown() {
		panic(http.ErrAbortHandler) // cuts the connection
	}
	if r.Header.Get("Authorization") != "Bearer "+s.Token {
		refuse(w, &refusal{status: http.StatusUnauthorized, code: 190, message: "Invalid OAuth access token"})
		return
	}
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, "/media/"):
		s.download(w, strings.TrimPrefix(path, "/media/"))
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/"+s.PhoneID+"/messages"):
		s.message(w, body)
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/"+s.PhoneID+"/media"):
		s.upload(w, r.Header.Get("Content-Type"), body)
	case r.Method == http.MethodGet && strings.HasSuffix(path, "/"+s.PhoneID):
		answer(w, map[string]string{"display_phone_number": phone, "verified_name": "Model Ministry", "quality_rating": "GREEN"})
	case r.Method == http.MethodGet:
		s.locate(w, path[strings.LastIndexByte(path, '/')+1:])
	default:
		refuse(w, &refusal{status: http.StatusNotFound, code: 100, message: "Unknown path"})
	}
}

func (s *Server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}

// message answers a send, or a mark as read.
func (s *Server) message(w http.ResponseWriter, body []byte) {
	var m call
	if err := json.Unmarshal(body, &m); err != nil || m.Product != "whatsapp" {
		refuse(w, &refusal{status: http.StatusBadRequest, code: 100, message: "Invalid parameter"})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.Status == "read" {
		s.seen[m.MessageID] = true
		s.typing[m.MessageID] = m.Typing.Type == "text"
		answer(w, map[string]bool{"success": true})
		return
	}
	if f, failing := s.fault(m.to()); failing {
		if f.Code == HTML {
			http.Error(w, "<html><body>Bad gateway</body></html>", f.Status)
			return
		}
		refuse(w, &refusal{f.Status, f.Code, "Injected for " + m.to(), f.Transient})
		return
	}
	if wrong := s.check(m); wrong != nil {
		refuse(w, wrong)
		return
	}
	id := s.take(m)
	s.at(Taken)
	answer(w, map[string]any{
		"messaging_product": "whatsapp", "contacts": []map[string]string{{"input": m.to()}}, "messages": []map[string]string{{"id": id}},
	})
}

// fault finds the next failure that is meant for somebody; locked.
func (s *Server) fault(to string) (Fault, bool) {
	for i, f := range s.faults {
		if f.To != "" && f.To != to {
			continue
		}
		if f.After > 0 {
			s.faults[i].After--
			continue
		}
		if s.faults[i].Times--; s.faults[i].Times == 0 {
			s.faults = append(s.faults[:i], s.faults[i+1:]...)
		}
		return f, true
	}
	return Fault{}, false
}

// take gives a message to its person.
func (s *Server) take(m call) string {
	c := s.find(m.to())
	id := s.wamid(c.Phone)
	shown := s.shown(m, id)
	s.sent = append(s.sent, Sent{ID: id, To: m.to(), Shown: shown, Opaque: m.Opaque, Template: m.Template.Name})
	c.deliver(shown, m.Opaque)
	return id
}

// find is the citizen behind a phone or user id.
func (s *Server) find(to string) *Citizen {
	for _, c := range s.citizens {
		if to != "" && (to == c.Phone || to == c.User) {
			return c
		}
	}
	return nil
}

func (s *Server) locate(w http.ResponseWriter, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.media[id]
	if !ok {
		refuse(w, &refusal{status: http.StatusBadRequest, code: 100, message: "Unsupported get request"})
		return
	}
	answer(w, map[string]any{"id": id, "url": s.mediaBase + "/media/" + id, "mime_type": f.mime, "file_size": len(f.body)})
}

func (s *Server) download(w http.ResponseWriter, id string) {
	s.mu.Lock()
	f, ok := s.media[id]
	s.mu.Unlock()
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", f.mime)
	_, _ = w.Write(f.body) // whoever left reads no more
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body) // whoever left reads no more
}

func refuse(w http.ResponseWriter, r *refusal) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"code": r.code, "message": r.message, "is_transient": r.transient, "type": "OAuthException"}})
}
