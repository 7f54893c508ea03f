package desk

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

// Limits of the form of a case with its files, bytes.
const (
	maxCaseForm  = cases.MaxFiles*page.MaxFile + 1<<20
	formInMemory = 1 << 20
)

// sendable are the types of file that every channel carries (the Cloud API's list
// is the shortest: …/cloud-api/reference/media#supported-media-types).
var sendable = []string{
	"image/jpeg", "image/png", "application/pdf", "text/plain",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

// attachment is a file beside words, and how far it got when it is ours.
type attachment struct {
	talk.File
	Marks []mark
}

// readFiles keeps what is attached to a form, behind what was attached before and
// not taken off again. A file that can't be sent is a mistake in the form.
func (d *Desk) readFiles(r *http.Request, form *caseForm) (err error) {
	if form.Files, err = d.Files.FilesOf(r.Context(), r.PostForm["files"]); err != nil || r.MultipartForm == nil {
		return err
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	for _, header := range r.MultipartForm.File["file"] {
		if header.Filename == "" { // nothing was chosen
			continue
		}
		f, err := d.keepFile(r, header)
		if code := unsendable(err); code != "" {
			form.Mistake = &flows.Mistake{Field: "file", Code: code, Detail: header.Filename}
			return nil
		}
		if err != nil {
			return err
		}
		form.Files = append(form.Files, f)
	}
	return nil
}

// unsendable is what is wrong with a file, as the code of a mistake.
func unsendable(err error) string {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return "file_large"
	}
	if p, ok := errors.AsType[*page.Problem](err); ok && p.Status < http.StatusInternalServerError {
		return "file_kind"
	}
	return ""
}

func (d *Desk) keepFile(r *http.Request, header *multipart.FileHeader) (talk.File, error) {
	f, body, err := page.ReadUpload(header)
	if err != nil {
		return f, err
	}
	if !slices.Contains(sendable, f.MIME) {
		return f, &page.Problem{Status: http.StatusUnsupportedMediaType, Code: "file_kind"}
	}
	id, err := d.Files.AddFile(r.Context(), "desk", talk.Identity{Kind: "staff", ID: UserOf(r).ID}, f, body)
	if err != nil {
		return f, page.Busy(err)
	}
	f.ID, f.Size = id, int64(len(body))
	return f, nil
}

// attachments are the files of an event, with how far those got that were sent.
func (d *Desk) attachments(r *http.Request, e cases.Event, told map[string]talk.Line) ([]attachment, error) {
	files, err := d.Files.FilesOf(r.Context(), e.Files)
	if err != nil {
		return nil, fmt.Errorf("files of event %s: %w", e.ID, err)
	}
	var list []attachment
	for _, f := range files {
		a := attachment{File: f}
		if l, ok := told[e.FileDedupe(slices.Index(e.Files, f.ID))]; ok {
			a.Marks = marksOf(l)
		}
		list = append(list, a)
	}
	return list, nil
}
