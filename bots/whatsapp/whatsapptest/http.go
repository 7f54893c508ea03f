package whatsapptest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const (
	// mediaHost is where clients take files to, and get them from.
	mediaHost = "mmg.whatsapp.net"
	// uploadLimit is the largest upload, bytes.
	uploadLimit = 100 << 20
)

// ServeHTTP is the socket, the files, and the page that tells the version.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	s.mu.Lock()
	down, version := s.down, max(s.oldest, 1)
	s.mu.Unlock()
	switch {
	case down:
		hangUpOn(w)
	case strings.HasPrefix(path, "/ws/chat"):
		s.converse(w, r)
	case r.Method == http.MethodPost && (strings.HasPrefix(path, "/mms/") || strings.HasPrefix(path, "/newsletter/")):
		s.upload(w, r)
	case r.Method == http.MethodGet && strings.HasPrefix(path, "/v/"):
		s.download(w, r)
	case path == "/":
		fmt.Fprintf(w, `<script>{"client_revision":%d,"x":0}</script>`, version)
	default:
		http.NotFound(w, r)
	}
}

// hangUpOn ends a connection without an answer.
func hangUpOn(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_ = connection.Close()
}

func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, uploadLimit))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	path := s.keep(body)
	w.Header().Set("Content-Type", "application/json")
	err = json.NewEncoder(w).Encode(map[string]string{
		"url": "https://" + mediaHost + path, "direct_path": path, "handle": "h" + path, "object_id": "o" + path,
	})
	if err != nil {
		panic(http.ErrAbortHandler)
	}
}

// keep stores an encrypted file and returns its path, with the token that real
// ones have.
func (s *Server) keep(body []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := fmt.Sprintf("/v/t62/%d", len(s.files)+1)
	s.files[path] = body
	return path + "?x=1"
}

func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	body, ok := s.files[r.URL.Path]
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	if _, err := w.Write(body); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// Files is how many files were uploaded.
func (s *Server) Files() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.files)
}
