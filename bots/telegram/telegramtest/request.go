package telegramtest

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
)

// maxBody bounds a request, bytes.
const maxBody = 32 << 20

// object is JSON on its way out. The library's own models are not used here, so
// that they are not judged by themselves.
type object = map[string]any

// serve answers every request to the Bot API.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"+s.Token+"/"); ok {
		s.serveFile(w, path)
		return
	}
	method, ok := strings.CutPrefix(r.URL.Path, "/bot"+s.Token+"/")
	if !ok {
		write(w, http.StatusNotFound, refuse(http.StatusNotFound, "Not Found"))
		return
	}
	params, err := s.readParams(r)
	if err != nil {
		write(w, http.StatusBadRequest, refuse(http.StatusBadRequest, "Bad Request: "+err.Error()))
		return
	}
	fault, failing := s.record(Call{lower(method), params})
	if failing && !fault.Lost {
		fault.write(w)
		return
	}
	result, problem := s.call(r.Context(), lower(method), params)
	switch {
	case failing:
		cut(w)
	case problem != nil:
		write(w, problem["error_code"].(int), problem)
	default:
		write(w, http.StatusOK, object{"ok": true, "result": result})
	}
}

// readParams reads the parameters of a call, in any of the ways the Bot API
// takes them. What is no string stays JSON; in place of a file stands its id.
func (s *Server) readParams(r *http.Request) (map[string]string, error) {
	params := map[string]string{}
	for k, v := range r.URL.Query() {
		params[k] = v[0]
	}
	if r.Method == http.MethodGet {
		return params, nil
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		return params, readJSON(r.Body, params)
	case "multipart/form-data":
		if err := r.ParseMultipartForm(maxBody); err != nil { // also a form without a body
			return nil, errors.New("can't parse multipart form")
		}
		if err := s.readFiles(r.MultipartForm, params); err != nil {
			return nil, err
		}
	default:
		if err := r.ParseForm(); err != nil {
			return nil, errors.New("can't parse form")
		}
	}
	for k, v := range r.PostForm {
		params[k] = v[0]
	}
	return params, nil
}

// readFiles keeps the files of a form.
func (s *Server) readFiles(form *multipart.Form, params map[string]string) error {
	for field, list := range form.File {
		f, err := list[0].Open()
		if err != nil {
			return err
		}
		body, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
		s.mu.Lock()
		params[field] = s.keep(body)
		s.mu.Unlock()
	}
	return nil
}

func readJSON(body io.Reader, params map[string]string) error {
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&fields); err != nil {
		return errors.New("can't parse JSON object")
	}
	for k, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		params[k] = text
	}
	return nil
}

func write(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// refuse is the Bot API's error answer.
func refuse(code int, description string) object {
	return object{"ok": false, "error_code": code, "description": description}
}

// cut ends the connection without an answer.
func cut(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

func lower(s string) string { return strings.ToLower(s) }
