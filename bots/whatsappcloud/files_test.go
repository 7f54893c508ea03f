package whatsappcloud_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"majlis/bots"
	"majlis/bots/whatsappcloud"
)

// attached is a file that a citizen sent, and the channel's handle of it.
func attached(t *testing.T, body []byte) (*whatsappcloud.Channel, *fetched) {
	t.Helper()
	s, k := graph(t), &taker{}
	c := channel(t, options(s))
	hooked(t, s, c, k.accept)
	s.Citizen().Attaches("image", "image/png", body, "")
	return c, &fetched{ref: k.await(t, 1)[0].Files[0].Ref, elsewhere: s.MediaAt}
}

type fetched struct {
	ref       string
	elsewhere func(base string)
}

func TestFetch(t *testing.T) {
	body := bytes.Repeat([]byte("png"), 1000)
	c, f := attached(t, body)
	r, err := c.Fetch(t.Context(), f.ref)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, body) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := c.Fetch(t.Context(), "nothing"); policyOf(err) != "media" {
		t.Errorf("of a file that is gone: %s", policyOf(err))
	}
	if _, err := c.Fetch(t.Context(), "../"+f.ref+"?x"); policyOf(err) != "media" {
		t.Errorf("of a handle that is none: %s", policyOf(err))
	}
}

// TestFetchTooLarge: what is larger than the house keeps is not even begun.
func TestFetchTooLarge(t *testing.T) {
	c, f := attached(t, make([]byte, bots.MaxFile+1))
	if _, err := c.Fetch(t.Context(), f.ref); policyOf(err) != bots.TooLarge {
		t.Error(policyOf(err))
	}
}

// TestTokenStays with Meta: another host is not even asked, whoever names it.
func TestTokenStays(t *testing.T) {
	var asked atomic.Int64
	thief := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(thief.Close)
	c, f := attached(t, []byte("png"))
	host := strings.TrimPrefix(thief.URL, "http://")
	for _, base := range []string{
		thief.URL, "http://lookaside.fbsbx.com", "https://lookaside.fbsbx.com.example.org", "https://lookaside.fbsbx.com@" + host,
		"http://lookaside.fbsbx.com@" + host, "file:///etc", "//" + host, "", "https://evillookaside.fbsbx.com",
	} {
		f.elsewhere(base)
		if _, err := c.Fetch(t.Context(), f.ref); policyOf(err) != "media_host" {
			t.Errorf("at %q: %s", base, policyOf(err))
		}
	}
	// Nor does a redirect take it there.
	bounce := httptest.NewServer(http.RedirectHandler(thief.URL, http.StatusFound))
	t.Cleanup(bounce.Close)
	s := graph(t)
	o := options(s)
	o.Server = bounce.URL
	if _, err := channel(t, o).Check(t.Context()); err == nil {
		t.Error("a redirect was followed")
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("the token went elsewhere %d times", n)
	}
}

// TestCheck asks Meta which number this is.
func TestCheck(t *testing.T) {
	s := graph(t)
	found, err := channel(t, options(s)).Check(t.Context())
	if err != nil || found != "+966 11 000 0000 (Model Ministry), quality green" {
		t.Errorf("%q %v", found, err)
	}
	o := options(s)
	o.Token = "expired"
	if _, err := channel(t, o).Check(t.Context()); policyOf(err) != "token retry" {
		t.Errorf("with a token that expired: %s", policyOf(err))
	}
	s.Down(true)
	if _, err := channel(t, options(s)).Check(t.Context()); policyOf(err) != "network retry" {
		t.Errorf("out of reach: %s", policyOf(err))
	}
}
