package page

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"

	"majlis/flows/talk"
	"majlis/flows/words"
)

// Limits of a file that is uploaded.
const (
	MaxFile     = 10 << 20 // bytes: a good photo, a voice note of many minutes
	maxFileName = 120      // characters kept of a name
)

// kinds of file that are taken, by what their first bytes say. Pages, scripts
// and programs are not among them.
var kinds = map[string]string{
	"image/jpeg": "photo", "image/png": "photo", "image/webp": "photo", "image/gif": "photo",
	"audio/mpeg": "voice", "audio/wave": "voice", "audio/aiff": "voice", "application/ogg": "voice", "audio/basic": "voice",
	"video/mp4": "video", "video/webm": "video",
	"application/pdf": "document", "text/plain": "document", "application/zip": "document",
}

// office are the kinds of document that are archives inside, by the ending of
// their name.
var office = map[string]string{
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

// ReadUpload reads one file of a form. One that is too large, empty or of a kind
// that is not taken is a *Problem.
func ReadUpload(header *multipart.FileHeader) (talk.File, []byte, error) {
	if header.Size > MaxFile {
		return talk.File{}, nil, &http.MaxBytesError{Limit: MaxFile}
	}
	part, err := header.Open()
	if err != nil {
		return talk.File{}, nil, Bad("bad_form", err)
	}
	defer part.Close()
	body, err := io.ReadAll(part)
	if err != nil {
		return talk.File{}, nil, err
	}
	if len(body) == 0 {
		return talk.File{}, nil, Bad("empty_file", nil)
	}
	f, ok := describe(header, body)
	if !ok {
		return talk.File{}, nil, &Problem{Status: http.StatusUnsupportedMediaType, Code: "file_kind"}
	}
	return f, body, nil
}

// describe finds what kind of file it is from its content, never from what the
// sender calls it.
func describe(header *multipart.FileHeader, body []byte) (talk.File, bool) {
	found, _, _ := mime.ParseMediaType(http.DetectContentType(body))
	kind, ok := kinds[found]
	name := words.Cut(words.Clean(filepath.Base(header.Filename)), maxFileName)
	// A browser records voice as WebM or MP4 without a picture.
	if kind == "video" && strings.HasPrefix(header.Header.Get("Content-Type"), "audio/") {
		kind = "voice"
	}
	if inside, known := office[strings.ToLower(filepath.Ext(name))]; known && found == "application/zip" {
		found = inside
	}
	return talk.File{Kind: kind, Name: name, MIME: found, Size: header.Size}, ok
}
