package desk_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"majlis/flows/staff"
	"majlis/flows/talk"
)

// AddFile keeps what staff attach.
func (h *house) AddFile(_ context.Context, _ string, owner talk.Identity, f talk.File, body []byte) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f.ID = fmt.Sprintf("file-%d", len(h.files)+1)
	h.files = append(h.files, f)
	h.uploads = append(h.uploads, owner.Kind+" "+string(body))
	return f.ID, nil
}

// pdf is enough of one to be known as such.
const pdf = "%PDF-1.4 a form"

// part is one file of a form.
type part struct{ name, body string }

// attach posts the form of a case with files.
func (p *person) attach(path string, form map[string]string, kept []string, files ...part) (int, string) {
	p.h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range form {
		p.h.must(w.WriteField(name, value))
	}
	for _, id := range kept {
		p.h.must(w.WriteField("files", id))
	}
	for _, f := range files {
		to, err := w.CreateFormFile("file", f.name)
		p.h.must(err)
		_, err = to.Write([]byte(f.body))
		p.h.must(err)
	}
	p.h.must(w.Close())
	return p.read(p.request("POST", path, w.FormDataContentType(), &b))
}

// Files go with a reply, in their order and behind its words; what is attached
// stays through a preview, and can be taken off.
func TestReplyWithFiles(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	h.town(sara.ID)
	form := map[string]string{"version": "0", "action": "reply", "text": "The form is attached", "do": "preview"}
	status, body := sara.attach("/desk/cases/case-1", form, nil, part{"form.pdf", pdf}, part{"map.png", string(photo)}, part{"", ""})
	contains(t, status, body, http.StatusOK, "form.pdf", "map.png", `value="file-1" checked`, `value="file-2" checked`)
	form["do"] = "send"
	status, body = sara.attach("/desk/cases/case-1", form, []string{"file-1"}, part{"نص.txt", "سطر واحد"})
	contains(t, status, body, http.StatusOK, "form.pdf", "نص.txt")
	if strings.Contains(body, "map.png") {
		t.Error("a file that was taken off is shown")
	}
	var sent []string
	for _, p := range h.cases.Posts {
		if f := p.Message.File; f != nil {
			sent = append(sent, f.ID+" "+f.MIME)
		}
	}
	if want := []string{"file-1 application/pdf", "file-3 text/plain"}; !slices.Equal(sent, want) {
		t.Errorf("sent %q, want %q", sent, want)
	}
	if h.uploads[0] != "staff "+pdf {
		t.Errorf("kept %q", h.uploads[0])
	}
}

// What can't be sent is explained, and nothing that was typed or attached is lost.
func TestFilesThatCannotBeSent(t *testing.T) {
	h := openHouse(t)
	sara := h.join("Sara", staff.Agent, "en")
	h.town(sara.ID)
	form := map[string]string{"version": "0", "action": "reply", "text": "See the file", "do": "send"}
	before := len(h.cases.Posts)
	large := part{"large.pdf", pdf + strings.Repeat("x", 10<<20)}
	for name, c := range map[string]struct {
		action string
		files  []part
		want   string
	}{
		"a page":         {"reply", []part{{"good.pdf", pdf}, {"x.html", "<html><script>alert(1)</script>"}}, "Files of this kind can"},
		"voice":          {"reply", []part{{"good.pdf", pdf}, {"x.ogg", "OggS\x00\x02"}}, "Files of this kind can"},
		"empty":          {"reply", []part{{"good.pdf", pdf}, {"x.pdf", ""}}, "Files of this kind can"},
		"too large":      {"reply", []part{{"good.pdf", pdf}, large}, "too large to be sent"},
		"too many":       {"reply", slices.Repeat([]part{{"good.pdf", pdf}}, 6), "more files than go with one message"},
		"with a note":    {"note", []part{{"good.pdf", pdf}}, "Files go with a reply"},
		"with a closing": {"close", []part{{"good.pdf", pdf}}, "Files go with a reply"},
	} {
		t.Run(name, func(t *testing.T) {
			form["action"] = c.action
			status, body := sara.attach("/desk/cases/case-1", form, nil, c.files...)
			contains(t, status, body, http.StatusUnprocessableEntity, c.want, ">See the file</textarea>", "good.pdf", `name="files"`)
		})
	}
	if n := len(h.cases.Posts) - before; n > 0 {
		t.Errorf("%d messages were posted", n)
	}
}
