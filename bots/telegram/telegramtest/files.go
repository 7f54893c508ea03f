package telegramtest

import (
	"fmt"
	"net/http"
	"strings"
)

// maxDownload is the largest file a bot may fetch, bytes
// (core.telegram.org/bots/api#getfile).
const maxDownload = 20 << 20

// The largest photo and the largest other file a bot may send, bytes
// (core.telegram.org/bots/api#sending-files).
const (
	maxPhoto  = 10 << 20
	maxUpload = 50 << 20
)

// sendFile shows a citizen a file that came with the call, or that was sent before.
func (s *Server) sendFile(kind string, p map[string]string, most int) (any, object) {
	c, problem := s.reader(p["chat_id"])
	if problem != nil {
		return nil, problem
	}
	body, ok := s.files[p[kind]]
	switch {
	case !ok || len(body) == 0:
		return nil, bad("file must be non-empty")
	case len(body) > most:
		return nil, refuse(http.StatusRequestEntityTooLarge, "Request Entity Too Large")
	}
	m := Message{ID: s.nextMessage(c.ID), File: body}
	c.inbox = append(c.inbox, m)
	var told any = object{"file_id": p[kind], "file_unique_id": "u" + p[kind], "file_size": len(body)}
	if kind == "photo" {
		told = []any{told} // one of each size
	}
	return sent(c, m.ID, object{kind: told}), nil
}

// keep stores a file and returns its id; the caller holds the lock.
func (s *Server) keep(body []byte) string {
	id := fmt.Sprintf("file-%d", len(s.files)+1)
	s.files[id] = body
	return id
}

func (s *Server) getFile(p map[string]string) (any, object) {
	body, ok := s.files[p["file_id"]]
	switch {
	case !ok:
		return nil, bad("wrong file_id or the file is temporarily unavailable")
	case len(body) > maxDownload:
		return nil, bad("file is too big")
	}
	return object{
		"file_id": p["file_id"], "file_unique_id": "u" + p["file_id"], "file_size": len(body), "file_path": "files/" + p["file_id"],
	}, nil
}

func (s *Server) serveFile(w http.ResponseWriter, path string) {
	s.mu.Lock()
	body, ok := s.files[strings.TrimPrefix(path, "files/")]
	down := s.down
	s.mu.Unlock()
	switch {
	case down:
		cut(w)
	case !ok:
		http.NotFound(w, nil)
	default:
		_, _ = w.Write(body)
	}
}
