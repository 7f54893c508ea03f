// Package page is the shell that all pages share: layout, language, security
// headers, errors in the reader's language, style sheets and scripts. The
// citizens' pages and the staff desk are both made with it.
package page

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"majlis/flows"
)

// Texts renders what people are told.
type Texts interface {
	Text(lang, key string, args map[string]any) string
}

// Options of a Site.
type Options struct {
	Ministry  flows.Ministry
	Texts     Texts
	PublicURL string // the address people see, https://majlis.example.gov; empty: the request's own
	Log       *slog.Logger
	Metrics   prometheus.Registerer // nil: not counted
	Now       func() time.Time      // nil: time.Now
}

// Site is what all pages share. It is safe for concurrent use.
type Site struct {
	Ministry flows.Ministry
	Texts    Texts
	Public   *url.URL // never nil; empty when the address isn't set
	Log      *slog.Logger
	Now      func() time.Time

	assets  *assetTable
	origins *http.CrossOriginProtection
	counted *counters
	problem *Views
}

// New makes the shell of a ministry's pages.
func New(o Options) (*Site, error) {
	public, err := url.Parse(o.PublicURL)
	if err != nil {
		return nil, err
	}
	s := &Site{Ministry: o.Ministry, Texts: o.Texts, Public: public, Log: o.Log, Now: o.Now}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	s.counted = newCounters(o.Metrics)
	s.origins = http.NewCrossOriginProtection()
	if public.Host != "" {
		err = s.origins.AddTrustedOrigin(public.Scheme + "://" + public.Host)
	}
	assets, err2 := newAssetTable(brandCSS(o.Ministry.Colours))
	s.assets = assets
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	s.problem, err = s.Views(templates, "templates")
	return s, err
}

// Secure reports whether people reach the site over TLS, so that cookies may
// insist on it.
func (s *Site) Secure() bool { return s.Public.Scheme == "https" }

// Absolute is a path as a full address, for feeds and messages.
func (s *Site) Absolute(r *http.Request, path string) string {
	if s.Public.Host != "" {
		return s.Public.Scheme + "://" + s.Public.Host + path
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + path
}
