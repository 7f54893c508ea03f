package web

import (
	"cmp"
	"encoding/xml"
	"net/http"
	"slices"
	"time"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/faq"
)

// feedAge is how long readers of feeds may keep them.
const feedAge = "public, max-age=300"

// feed is an Atom feed (RFC 4287).
type feed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []feedLink  `xml:"link"`
	Entries []feedEntry `xml:"entry"`
}

type feedLink struct {
	Rel      string `xml:"rel,attr"`
	Type     string `xml:"type,attr,omitempty"`
	HrefLang string `xml:"hreflang,attr,omitempty"`
	Href     string `xml:"href,attr"`
}

type feedEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Link      feedLink `xml:"link"`
	Content   string   `xml:"content"`
}

// faqAtom answers GET /faq.atom?lang=… with the published answers, newest first.
func (s *Server) faqAtom(w http.ResponseWriter, r *http.Request) error {
	entries, err := s.newest(r)
	if err != nil {
		return err
	}
	lang := page.Lang(r)
	self := s.Site.Absolute(r, "/faq.atom?lang="+lang)
	f := feed{
		Lang: lang, ID: self, Updated: stamp(time.Unix(0, 0)),
		Title:  s.Site.Texts.Text(lang, "public.feed.title", map[string]any{"Ministry": s.Site.Ministry.Name.In(lang)}),
		Author: s.Site.Ministry.Name.In(lang),
		Links: []feedLink{
			{Rel: "self", Type: "application/atom+xml", Href: self},
			{Rel: "alternate", Type: "text/html", HrefLang: lang, Href: s.Site.Absolute(r, "/faq?lang="+lang)},
		},
	}
	for i, e := range entries {
		if i == 0 {
			f.Updated = stamp(e.UpdatedAt)
		}
		address := s.Site.Absolute(r, "/faq/"+e.ID)
		f.Entries = append(f.Entries, feedEntry{
			ID: address, Title: e.Question(lang), Published: stamp(e.PublishedAt), Updated: stamp(e.UpdatedAt),
			Link: feedLink{Rel: "alternate", Type: "text/html", Href: address}, Content: e.Answer(lang),
		})
	}
	body, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	w.Header().Set("Cache-Control", feedAge)
	_, _ = w.Write(append([]byte(xml.Header), body...)) // a reader who has left needs no error page
	return nil
}

// entryJSON is a published answer as programs read it.
type entryJSON struct {
	ID        string     `json:"id"`
	URL       string     `json:"url"`
	Service   string     `json:"service,omitempty"`
	Question  flows.Text `json:"question"`
	Answer    flows.Text `json:"answer"`
	Published time.Time  `json:"published"`
	Updated   time.Time  `json:"updated"`
	Useful    int        `json:"useful"`
	NotUseful int        `json:"not_useful"`
}

// faqJSON answers GET /faq.json with the published answers, newest first.
func (s *Server) faqJSON(w http.ResponseWriter, r *http.Request) error {
	entries, err := s.newest(r)
	if err != nil {
		return err
	}
	list := []entryJSON{}
	for _, e := range entries {
		list = append(list, entryJSON{
			ID: e.ID, URL: s.Site.Absolute(r, "/faq/"+e.ID), Service: e.Service,
			Question: flows.Text{Ar: e.QuestionAr, En: e.QuestionEn}, Answer: flows.Text{Ar: e.AnswerAr, En: e.AnswerEn},
			Published: e.PublishedAt.UTC(), Updated: e.UpdatedAt.UTC(), Useful: e.Useful, NotUseful: e.NotUseful,
		})
	}
	w.Header().Set("Cache-Control", feedAge)
	return page.WriteJSON(w, http.StatusOK, map[string]any{"entries": list})
}

func (s *Server) newest(r *http.Request) ([]faq.Entry, error) {
	entries, err := s.Answers.Entries(r.Context(), faq.Published)
	slices.SortStableFunc(entries, func(a, b faq.Entry) int {
		return cmp.Or(b.UpdatedAt.Compare(a.UpdatedAt), cmp.Compare(a.ID, b.ID))
	})
	return entries, err
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
