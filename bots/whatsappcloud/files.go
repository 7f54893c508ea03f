package whatsappcloud

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"majlis/bots"
)

// mediaHosts are where Meta keeps media, beside the server itself. The token is
// shown to nobody else.
var mediaHosts = []string{"lookaside.fbsbx.com"}

// Fetch opens the file behind a media id. The caller closes it.
func (c *Channel) Fetch(ctx context.Context, ref string) (io.ReadCloser, error) {
	var file struct {
		URL  string `json:"url"`
		Size int64  `json:"file_size"`
	}
	if err := c.get(ctx, c.Server+"/"+c.Version+"/"+url.PathEscape(ref), &file); err != nil {
		return nil, gone(err)
	}
	if file.Size > bots.MaxFile {
		return nil, &bots.SendError{Code: bots.TooLarge}
	}
	if !c.ours(file.URL) {
		return nil, &bots.SendError{Code: "media_host"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, file.URL, nil)
	if err != nil {
		return nil, &bots.SendError{Code: "address"}
	}
	req.Header.Set("Authorization", "Bearer "+c.Token)
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, &bots.SendError{Code: "network", Retry: true}
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close()
		return nil, &bots.SendError{Code: "media", Retry: resp.StatusCode >= 500 || resp.StatusCode == http.StatusNotFound} // its address lives for minutes
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, bots.MaxFile+1), resp.Body}, nil
}

// gone makes final what was refused: a media id is forgotten after some weeks.
func gone(err error) error {
	if se, ok := errors.AsType[*bots.SendError](err); ok && !se.Retry {
		return &bots.SendError{Code: "media"}
	}
	return err
}

// ours reports whether an address is Meta's own.
func (c *Channel) ours(address string) bool {
	u, err := url.Parse(address)
	server, err2 := url.Parse(c.Server)
	if err != nil || err2 != nil {
		return false
	}
	if u.Host == server.Host {
		return u.Scheme == server.Scheme
	}
	for _, host := range mediaHosts {
		if u.Scheme == "https" && (u.Host == host || strings.HasSuffix(u.Host, "."+host)) {
			return true
		}
	}
	return false
}
