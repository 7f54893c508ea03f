package web

import (
	"errors"
	"net/http"
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
	if err != nil {
		return err
	}
	if err := m.check(); err != nil {
		if p, ok := errors.AsType[*page.Problem](err); ok && p.Code == "empty" {
			http.Redirect(w, r, "/#end", http.StatusSeeOther) // the button alone says nothing
			return nil
		}
		return err
	}
	return s.sendAndWait(w, r, visitor, m)
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
		ID: r.PostFormValue("id"), Text: r.PostFormValue("text"), Choice: r.PostFormValue("choice"),
		Start: r.PostFormValue("start") != "", ReplyTo: r.PostFormValue("reply_to"),
	}
	if f != nil {
		m.Files = []string{s.fileToken(visitor, *f)}
	}
	return m, nil
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
