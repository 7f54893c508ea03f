package whatsappcloudtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
)

// maxBody is the largest call that is read, bytes.
const maxBody = 110 << 20

// Limits of files, bytes, by the type of the message that shows them
// (…/cloud-api/reference/media#supported-media-types).
var maxFiles = map[string]int{"image": 5 << 20, "document": 100 << 20}

// imageTypes are the pictures that a message of type image may hold.
var imageTypes = map[string]bool{"image/jpeg": true, "image/png": true}

// attached is a file in a message, by its id.
type attached struct {
	ID       string `json:"id"`
	Filename string `json:"filename"`
}

// file is what a message of either type holds.
func (m call) file() attached {
	if m.Type == "image" {
		return m.Image
	}
	return m.Document
}

// checkFile refuses a file that is unknown, too large or no picture; locked.
func (s *Server) checkFile(m call) *refusal {
	f, known := s.media[m.file().ID]
	if !known {
		return &refusal{status: http.StatusBadRequest, code: 131009, message: "Parameter value is not valid"}
	}
	if len(f.body) > maxFiles[m.Type] || m.Type == "image" && (!imageTypes[f.mime] || m.Image.Filename != "") {
		return &refusal{status: http.StatusBadRequest, code: 131053, message: "Media upload error"}
	}
	return nil
}

// upload answers POST /media with the id of the file it brought.
func (s *Server) upload(w http.ResponseWriter, contentType string, body []byte) {
	f, err := readUpload(contentType, body)
	if err != nil {
		refuse(w, &refusal{status: http.StatusBadRequest, code: 100, message: err.Error()})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	answer(w, map[string]string{"id": s.keep(f)})
}

// keep stores a file and returns its id; locked.
func (s *Server) keep(f file) string {
	s.last++
	id := fmt.Sprintf("media%06d", s.last)
	s.media[id] = f
	return id
}

func readUpload(contentType string, body []byte) (file, error) {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return file{}, err
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(maxBody)
	if err != nil {
		return file{}, err
	}
	value := func(name string) string { return append(form.Value[name], "")[0] }
	parts := form.File["file"]
	if value("messaging_product") != "whatsapp" || len(parts) != 1 || parts[0].Header.Get("Content-Type") != value("type") {
		return file{}, errors.New("Invalid parameter") //nolint:staticcheck // as Meta writes it
	}
	opened, err := parts[0].Open()
	if err != nil {
		return file{}, err
	}
	defer opened.Close()
	content, err := io.ReadAll(opened)
	if err == nil && len(content) == 0 {
		err = errors.New("empty file")
	}
	return file{value("type"), content}, err
}
