package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/faq"
)

// Limits of the public pages.
const (
	answersPage = 40  // entries on one page
	maxQuery    = 200 // characters of a search
	maxFound    = 40
)

// Answers is what the public pages show.
type Answers interface {
	Entries(ctx context.Context, status faq.EntryStatus) ([]faq.Entry, error)
	Entry(ctx context.Context, id string) (faq.Entry, error)
	SearchEntries(ctx context.Context, query string, limit int) ([]faq.Entry, error)
	Rate(ctx context.Context, entry, person string, useful bool, at time.Time) error
	Digests(ctx context.Context, status faq.DigestStatus) ([]faq.Digest, error)
}

// faqView is GET /faq.
type faqView struct {
	Query    string
	Service  string
	Services []flows.Service // those with entries
	Sections []section
	Total    int
	Page     int
	More     string // address of the next page
	Digests  bool
}

// section is the entries of one service.
type section struct {
	Service string // "" when none fits
	Entries []faq.Entry
}

// faqList answers GET /faq?q=…&service=…&page=N.
func (s *Server) faqList(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := faqView{Query: strings.TrimSpace(q.Get("q")), Service: q.Get("service"), Page: 1}
	if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 1 {
		v.Page = n
	}
	all, err := s.published(r.Context(), 0)
	if err != nil {
		return err
	}
	v.Services = s.servicesOf(all)
	found := all
	if v.Query != "" {
		if found, err = s.Answers.SearchEntries(r.Context(), cutRunes(v.Query, maxQuery), maxFound); err != nil {
			return err
		}
	}
	v.fill(found)
	digests, err := s.Answers.Digests(r.Context(), faq.DigestPublished)
	if err != nil {
		return err
	}
	v.Digests = len(digests) > 0
	return s.views.Render(w, r, http.StatusOK, "faq", s.Site.View(r, "public.faq.title", v))
}

// fill puts one page of the entries into sections. What a search found stays in
// its own order: best first.
func (v *faqView) fill(entries []faq.Entry) {
	if v.Service != "" {
		entries = slices.DeleteFunc(slices.Clone(entries), func(e faq.Entry) bool { return e.Service != v.Service })
	}
	v.Total = len(entries)
	from := min((v.Page-1)*answersPage, v.Total)
	to := min(from+answersPage, v.Total)
	if to < v.Total {
		v.More = "/faq?" + url.Values{"q": {v.Query}, "service": {v.Service}, "page": {strconv.Itoa(v.Page + 1)}}.Encode()
	}
	if v.Query != "" {
		v.Sections = []section{{Entries: entries[from:to]}}
		return
	}
	for _, e := range entries[from:to] {
		if n := len(v.Sections); n == 0 || v.Sections[n-1].Service != e.Service {
			v.Sections = append(v.Sections, section{Service: e.Service})
		}
		last := &v.Sections[len(v.Sections)-1]
		last.Entries = append(last.Entries, e)
	}
}

// published lists published entries, those of one service together, the most
// useful first; limit 0 is all.
func (s *Server) published(ctx context.Context, limit int) ([]faq.Entry, error) {
	entries, err := s.Answers.Entries(ctx, faq.Published)
	if err != nil {
		return nil, err
	}
	place := func(e faq.Entry) int {
		if i := slices.IndexFunc(s.Site.Ministry.Services, func(x flows.Service) bool { return x.ID == e.Service }); i >= 0 {
			return i
		}
		return len(s.Site.Ministry.Services)
	}
	if limit > 0 { // the best of all, whatever their service
		place = func(faq.Entry) int { return 0 }
	}
	slices.SortStableFunc(entries, func(a, b faq.Entry) int {
		return cmp.Or(place(a)-place(b), (b.Useful-b.NotUseful)-(a.Useful-a.NotUseful), b.PublishedAt.Compare(a.PublishedAt))
	})
	if limit > 0 && len(entries) > limit {
		entries = entries[:limit]
	}
	return entries, nil
}

func (s *Server) servicesOf(entries []faq.Entry) []flows.Service {
	return slices.DeleteFunc(slices.Clone(s.Site.Ministry.Services), func(x flows.Service) bool {
		return !slices.ContainsFunc(entries, func(e faq.Entry) bool { return e.Service == x.ID })
	})
}

// entryView is GET /faq/{id}.
type entryView struct {
	faq.Entry
	Thanks bool // "was this useful?" has just been answered
}

// faqShow answers GET /faq/{id}.
func (s *Server) faqShow(w http.ResponseWriter, r *http.Request) error {
	e, err := s.publishedEntry(r)
	if err != nil {
		return err
	}
	v := s.Site.View(r, "", entryView{e, r.URL.Query().Has("thanks")})
	v.Title = e.Question(v.Lang)
	return s.views.Render(w, r, http.StatusOK, "entry", v)
}

func (s *Server) publishedEntry(r *http.Request) (faq.Entry, error) {
	e, err := s.Answers.Entry(r.Context(), r.PathValue("id"))
	if err != nil {
		return e, err
	}
	switch e.Status {
	case faq.Published:
		return e, nil
	case faq.Withdrawn:
		return e, &page.Problem{Status: http.StatusGone, Code: "withdrawn"}
	}
	return e, flows.ErrNotFound
}

// faqUseful answers POST /faq/{id}/useful, counted once a visitor.
func (s *Server) faqUseful(w http.ResponseWriter, r *http.Request) error {
	e, err := s.publishedEntry(r)
	if err != nil {
		return err
	}
	visitor, err := s.visitor(r)
	if err != nil {
		visitor, _ = s.greet(w)
	}
	answer := r.PostFormValue("useful")
	if answer != "yes" && answer != "no" {
		return page.Bad("bad_request", nil)
	}
	person := s.Vault.Key(Name, visitor)
	if err := s.allow(r, "useful:"+person, messagesPerMinute); err != nil {
		return err
	}
	err = s.Answers.Rate(r.Context(), e.ID, person, answer == "yes", s.now())
	if err != nil && !errors.Is(err, flows.ErrExists) {
		return err
	}
	http.Redirect(w, r, "/faq/"+url.PathEscape(e.ID)+"?thanks#useful", http.StatusSeeOther)
	return nil
}

func cutRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
