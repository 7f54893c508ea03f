package desk

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"majlis/flows/cases"
)

// rowsPerPage of the inbox.
const rowsPerPage = 40

// filter is the inbox's filter as the URL holds it. The empty filter shows what
// is open.
type filter struct {
	State   string // "" open, "overdue", "waiting", "answered", "closed", "all"
	Owner   string // "" anyone, "me", "none", or a staff id
	Kind    string
	Service string
	Channel string
	Lang    string // lang_of in the address, where lang is the language of the page
	Search  string
	Page    int // from 1
}

// states of the filter, in the order of their chips.
var states = []string{"", "overdue", "waiting", "answered", "closed", "all"}

func parseFilter(q url.Values) filter {
	page, err := strconv.Atoi(q.Get("page"))
	if err != nil || page < 1 || page > 10_000 {
		page = 1
	}
	f := filter{
		State: q.Get("state"), Owner: q.Get("owner"), Kind: q.Get("kind"), Service: q.Get("service"),
		Channel: q.Get("channel"), Lang: q.Get("lang_of"), Search: strings.TrimSpace(q.Get("q")), Page: page,
	}
	if !slices.Contains(states, f.State) {
		f.State = ""
	}
	return f
}

// URL is the address of the inbox with this filter.
func (f filter) URL() string {
	q := url.Values{}
	for key, value := range map[string]string{
		"state": f.State, "owner": f.Owner, "kind": f.Kind, "service": f.Service,
		"channel": f.Channel, "lang_of": f.Lang, "q": f.Search,
	} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if f.Page > 1 {
		q.Set("page", strconv.Itoa(f.Page))
	}
	if len(q) == 0 {
		return "/desk/inbox"
	}
	return "/desk/inbox?" + q.Encode()
}

// with is the filter with one field set, back on its first page.
func (f filter) with(field, value string) filter {
	f.Page = 1
	switch field {
	case "state":
		f.State = value
	case "owner":
		f.Owner = value
	case "kind":
		f.Kind = value
	case "service":
		f.Service = value
	case "channel":
		f.Channel = value
	case "lang":
		f.Lang = value
	case "q":
		f.Search = value
	}
	return f
}

// Narrow reports whether anything but the usual is asked for.
func (f filter) Narrow() bool { return f.URL() != "/desk/inbox" }

// cases turns the filter into the store's, for the staff member who asks.
func (f filter) cases(me string, now time.Time) cases.Filter {
	c := cases.Filter{
		Kind: cases.Kind(f.Kind), Service: f.Service, Channel: f.Channel, Lang: f.Lang, Search: f.Search,
		Owner: f.Owner, Now: now, Limit: rowsPerPage, Offset: (f.Page - 1) * rowsPerPage,
	}
	if f.Owner == "me" {
		c.Owner = me
	}
	switch f.State {
	case "":
		c.Open = true
	case "overdue":
		c.Overdue = true
	case "all":
	default:
		c.Status = cases.Status(f.State)
	}
	if _, err := cases.ParseRef(f.Search); err == nil { // a reference is looked for everywhere
		c = cases.Filter{Search: f.Search, Now: now, Limit: rowsPerPage}
	}
	return c
}
