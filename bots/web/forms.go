package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/talk"
)

// replyWithin is how long a form waits for the reply, so that a page without
// scripts usually shows it at once.
const replyWithin = 1500 * time.Millisecond

// formSend answers POST /chat/send, the form of the page without scripts: the
// same message as the API takes, then back to the page.
func (s *Server) formSend(w http.ResponseWriter, r *http.Request) error {
	visitor, err := s.visitor(r)
	if err != nil {
		visitor, _ = s.greet(w)
	}
	m, err := s.formMessage(r, visitor)
	if err == nil && m.says() == "" { // the button alone
		http.Redirect(w, r, "/#end", http.StatusSeeOther)
		return nil
	}
	if err == nil {
		err = m.check()
	}
	if err == nil {
		err = s.sendAndWait(w, r, visitor, m)
	}
	if err != nil {
		return &page.Typed{Text: r.PostFormValue("text"), Err: err}
	}
	return nil
}

func (s *Server) sendAndWait(w http.ResponseWriter, r *http.Request, visitor string, m message) error {
	wake, joined := s.hub.join(visitor)
	if joined {
		defer s.hub.leave(visitor, wake)
	}
	if err := s.take(r, visitor, m); err != nil {
		return err
	}
	if joined {
		select {
		case <-wake:
		case <-time.After(replyWithin):
		case <-r.Context().Done():
		}
	}
	http.Redirect(w, r, "/#end", http.StatusSeeOther)
	return nil
}

func (s *Server) formMessage(r *http.Request, visitor string) (message, error) {
	f, err := s.upload(r, visitor)
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return message{}, err
	}
	m := message{
		Text: r.PostFormValue("text"), Choice: r.PostFormValue("choice"),
		Start: r.PostFormValue("start") != "", ReplyTo: r.PostFormValue("reply_to"),
	}
	if f != nil {
		m.Files = []string{s.fileToken(visitor, *f)}
	}
	m.ID = formID(r.PostFormValue("id"), m)
	return m, nil
}

// says is what makes a form a message, "" when there is nothing.
func (m message) says() string {
	if m.Start {
		return "start"
	}
	return strings.TrimSpace(m.Text) + m.Choice + strings.Join(m.Files, " ")
}

// formID makes the id of a form's message from the form's own and what it says:
// the same form sent twice is one message, but a page that the browser brought
// back, with an old id and new words, is another.
func formID(id string, m message) string {
	if !goodID(id) {
		return id
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{id, m.Text, m.Choice, m.ReplyTo}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// formLanguage answers POST /chat/language: the page changes, and the
// conversation with it once there is one.
func (s *Server) formLanguage(w http.ResponseWriter, r *http.Request) error {
	lang := r.PostFormValue("lang")
	if lang != flows.Arabic && lang != flows.English {
		return page.Bad("bad_request", nil)
	}
	s.Site.RememberLang(w, lang)
	visitor, err := s.visitor(r)
	var lines []talk.Line
	if err == nil {
		lines, err = s.Mailbox.Transcript(r.Context(), identity(visitor), 1)
	}
	if err != nil && !errors.Is(err, errNoVisitor) {
		return err
	}
	if len(lines) == 0 {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	m := message{ID: r.PostFormValue("id"), Text: s.Site.Texts.Text(lang, "web.chat.language_word", nil), Lang: lang}
	if err := m.check(); err != nil {
		return err
	}
	return s.sendAndWait(w, r, visitor, m)
}
