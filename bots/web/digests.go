package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"majlis/flows"
	"majlis/flows/faq"
)

// digestView is one digest with the entries that still stand.
type digestView struct {
	faq.Digest
	Entries   []faq.Entry
	Withdrawn int // entries taken back since
}

// digestList answers GET /faq/digests, newest first.
func (s *Server) digestList(w http.ResponseWriter, r *http.Request) error {
	list, err := s.digests(r)
	if err != nil {
		return err
	}
	return s.views.Render(w, r, http.StatusOK, "digests", s.Site.View(r, "public.digests.title", list))
}

// digestShow answers GET /faq/digests/{number}.
func (s *Server) digestShow(w http.ResponseWriter, r *http.Request) error {
	list, err := s.digests(r)
	if err != nil {
		return err
	}
	number, _ := strconv.Atoi(r.PathValue("number"))
	at := slices.IndexFunc(list, func(d faq.Digest) bool { return d.Number == number })
	if at < 0 {
		return flows.ErrNotFound
	}
	v := digestView{Digest: list[at]}
	for _, id := range v.Digest.Entries {
		e, err := s.Answers.Entry(r.Context(), id)
		switch {
		case err == nil && e.Status == faq.Published:
			v.Entries = append(v.Entries, e)
		case err == nil || errors.Is(err, flows.ErrNotFound):
			v.Withdrawn++
		default:
			return err
		}
	}
	view := s.Site.View(r, "", v)
	view.Title = s.Site.Texts.Text(view.Lang, "public.digest.title", map[string]any{"Number": s.Site.Digits(view.Lang, strconv.Itoa(number))})
	return s.views.Render(w, r, http.StatusOK, "digest", view)
}

func (s *Server) digests(r *http.Request) ([]faq.Digest, error) {
	list, err := s.Answers.Digests(r.Context(), faq.DigestPublished)
	slices.SortFunc(list, func(a, b faq.Digest) int { return b.Number - a.Number })
	return list, err
}
