package web

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"

	"majlis/bots/web/page"
	"majlis/flows/talk"
)

// Limits of uploads, bytes.
const (
	maxForm  = page.MaxFile + 256<<10
	inMemory = 1 << 20
)

// Files keeps what people attach.
type Files interface {
	// AddFile stores what a visitor uploads before any message names it, and
	// returns its id.
	AddFile(ctx context.Context, channel string, owner talk.Identity, f talk.File, body []byte) (id string, err error)
	// File reads a file by id; flows.ErrNotFound for none.
	File(ctx context.Context, id string) (f talk.File, body []byte, err error)
}

// fileCreate answers POST /chat/files (multipart, one part "file"): 201 with a
// token to name in a message's "files". A file that no message names is never
// shown to anyone.
func (s *Server) fileCreate(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	visitor, err := s.visitor(r)
	if err != nil {
		return err
	}
	f, err := s.upload(r, visitor)
	if errors.Is(err, http.ErrNotMultipart) {
		return page.Bad("bad_form", err)
	}
	if err != nil {
		return err
	}
	if f == nil {
		return page.Bad("no_file", nil)
	}
	return page.WriteJSON(w, http.StatusCreated, map[string]any{
		"token": s.fileToken(visitor, *f), "kind": f.Kind, "name": f.Name, "size": f.Size,
	})
}

// upload stores the part "file" of a form, if it has one.
func (s *Server) upload(r *http.Request, visitor string) (*talk.File, error) {
	if err := r.ParseMultipartForm(inMemory); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok || errors.Is(err, http.ErrNotMultipart) {
			return nil, err
		}
		return nil, page.Bad("bad_form", err)
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	parts := r.MultipartForm.File["file"]
	if len(parts) == 0 || parts[0].Filename == "" {
		return nil, nil
	}
	if err := s.allow(r, "files:"+s.Vault.Key(Name, visitor), filesPerMinute); err != nil {
		return nil, err
	}
	return s.keep(r.Context(), visitor, parts[0])
}

func (s *Server) keep(ctx context.Context, visitor string, header *multipart.FileHeader) (*talk.File, error) {
	f, body, err := page.ReadUpload(header)
	if err != nil {
		return nil, err
	}
	if f.ID, err = s.Files.AddFile(ctx, Name, identity(visitor), f, body); err != nil {
		return nil, page.Busy(err)
	}
	return &f, nil
}

// fileToken names a file so that only its visitor can use it.
func (s *Server) fileToken(visitor string, f talk.File) string {
	b, err := json.Marshal(f)
	if err != nil { // no field can fail to encode
		return ""
	}
	return s.Vault.Sign("file "+visitor, base64.RawURLEncoding.EncodeToString(b))
}

// fileURL is where a visitor finds a file of their conversation.
func (s *Server) fileURL(visitor string, f talk.File) string {
	return "/chat/files/" + s.fileToken(visitor, f)
}

// uploaded reads what fileToken made for the same visitor.
func (s *Server) uploaded(visitor, token string) (f talk.File, ok bool) {
	value, ok := s.Vault.Verify("file "+visitor, token)
	if !ok {
		return f, false
	}
	b, err := base64.RawURLEncoding.DecodeString(value)
	return f, err == nil && json.Unmarshal(b, &f) == nil
}

// fileShow answers GET /chat/files/{token} with a file of a visitor's conversation,
// their own upload or what staff sent. Pictures
// are shown, everything else is only saved: a file must never run as a page.
func (s *Server) fileShow(w http.ResponseWriter, r *http.Request) error {
	visitor, err := s.visitor(r)
	if err != nil {
		return err
	}
	named, ok := s.uploaded(visitor, r.PathValue("token"))
	if !ok {
		return &page.Problem{Status: http.StatusNotFound, Code: "not_found"}
	}
	f, body, err := s.Files.File(r.Context(), named.ID)
	if err != nil {
		return fmt.Errorf("web: reading a file: %w", err)
	}
	if body == nil {
		return &page.Problem{Status: http.StatusNotFound, Code: "not_found"}
	}
	page.ServeFile(w, f, body)
	return nil
}
