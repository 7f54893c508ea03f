package web

import "net/http"

// Say gives words of a visitor from another page to the house as a link would
// that they followed: what is open in their chat makes way, and the reply stands
// there. id is the page's own of the message: the same words sent twice are one
// message. Who was no visitor is one from here on.
func (s *Server) Say(w http.ResponseWriter, r *http.Request, id, text string) error {
	m := message{Text: text, Start: true, spoken: true}
	m.ID = formID(id, m)
	if err := m.check(); err != nil {
		return err
	}
	visitor, err := s.visitor(r)
	if err != nil {
		if err := s.allowNew(r); err != nil {
			return err
		}
		visitor, _ = s.greet(w)
	}
	return s.take(r, visitor, m)
}
