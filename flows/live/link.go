package live

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// youTubeHosts are where a recording is started by ?t=, without "www." or "m.".
var youTubeHosts = []string{"youtube.com", "youtu.be", "youtube-nocookie.com"}

// TimedLink makes a link begin at a place in the recording: in YouTube's way on
// its hosts (t=123s; start=123 for an embedded player), elsewhere as a media
// fragment (#t=123, https://www.w3.org/TR/media-frags/), which players know and
// pages ignore. A link that is no web address, or whose fragment means something
// to its page, is returned as it is; so is any link for the very beginning.
func TimedLink(link string, clip time.Duration) string {
	seconds := strconv.Itoa(int(clip / time.Second))
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || clip < time.Second {
		return link
	}
	if isYouTube(u.Hostname()) {
		name, value := "t", seconds+"s"
		if strings.HasPrefix(u.Path, "/embed/") {
			name, value = "start", seconds
		}
		u.RawQuery = withParam(u.RawQuery, name, value)
		return u.String()
	}
	if u.Fragment != "" && !strings.Contains(u.Fragment, "=") {
		return link
	}
	before, _, _ := strings.Cut(link, "#")
	return before + "#" + withParam(u.EscapedFragment(), "t", seconds)
}

func isYouTube(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, sub := range []string{"www.", "m.", "music."} {
		host = strings.TrimPrefix(host, sub)
	}
	return slices.Contains(youTubeHosts, host)
}

// withParam sets one of the parameters in a=1&b=2 and leaves the others as they
// were written, in their order.
func withParam(params, name, value string) string {
	var kept []string
	for p := range strings.SplitSeq(params, "&") {
		if key, _, _ := strings.Cut(p, "="); p != "" && key != name {
			kept = append(kept, p)
		}
	}
	return strings.Join(append(kept, name+"="+value), "&")
}
