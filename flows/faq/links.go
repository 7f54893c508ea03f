package faq

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"majlis/flows"
)

// linkPattern finds what a reader's app would make a link of: an address with a
// scheme, one that begins with www., and a known shortener without either.
var linkPattern = regexp.MustCompile(`(?i)(?:[a-z][a-z0-9+.\-]*://|www\.)[^\s<>"«»]+|\b(?:` + shortenerPattern() + `)/[^\s<>"«»]+`)

// shorteners hide where a link leads; a ministry's answer must show it.
var shorteners = []string{
	"bit.ly", "t.co", "goo.gl", "tinyurl.com", "is.gd", "ow.ly", "buff.ly", "cutt.ly", "rb.gy",
	"rebrand.ly", "shorturl.at", "s.id", "t.ly", "tiny.cc", "v.gd", "lnkd.in", "bl.ink", "qr.ae",
}

func shortenerPattern() string {
	quoted := make([]string, len(shorteners))
	for i, s := range shorteners {
		quoted[i] = regexp.QuoteMeta(s)
	}
	return strings.Join(quoted, "|")
}

// CheckLinks refuses a text with a link that people should not be sent to: one
// that isn't https, hides its goal, names a bare number for a host or carries a
// user name. The *flows.Mistake holds the link and the rule it breaks.
func CheckLinks(field, text string) error {
	for _, link := range linkPattern.FindAllString(text, -1) {
		link = strings.TrimRight(link, ".,;:!?)]}؟،؛…\u2069")
		if code := linkFault(link); code != "" {
			return &flows.Mistake{Field: field, Code: code, Detail: link}
		}
	}
	return nil
}

func linkFault(link string) string {
	full := link
	if !strings.Contains(link, "://") {
		full = "https://" + link
	}
	u, err := url.Parse(full)
	if err != nil || u.Hostname() == "" {
		return "link_broken"
	}
	host := strings.TrimPrefix(strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")), "www.")
	switch {
	case slices.Contains(shorteners, host):
		return "link_short"
	case !strings.EqualFold(u.Scheme, "https"):
		return "link_http"
	case u.User != nil:
		return "link_user"
	case net.ParseIP(host) != nil:
		return "link_number"
	}
	return ""
}
