package telegram

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// maxAnswer bounds what is read of an answer, bytes.
const maxAnswer = 8 << 20

// client stands between the library and the network. The library sends calls
// without parameters as a form without a body, which strict servers refuse, and
// prints the whole body of an answer it can't read.
type client struct{ inner *http.Client }

// Do sends a request and returns an answer that is JSON and of bounded size; an
// answer that isn't is a *strangeAnswer.
func (c *client) Do(req *http.Request) (*http.Response, error) {
	body := bufio.NewReader(req.Body)
	if _, err := body.Peek(1); err == io.EOF {
		_ = req.Body.Close() // an empty pipe
		req.Body, req.ContentLength = io.NopCloser(strings.NewReader("{}")), 2
		req.Header.Set("Content-Type", "application/json")
	} else {
		req.Body = struct {
			io.Reader
			io.Closer
		}{body, req.Body}
	}
	resp, err := c.inner.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	raw, err := readAnswer(resp)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(raw))
	return resp, nil
}

// strangeAnswer is what a proxy or a Bot API in trouble sends, such as an HTML
// page. Its body is never repeated: it may echo what was sent.
type strangeAnswer struct{ status int }

func (s *strangeAnswer) Error() string { return fmt.Sprintf("answered %d and no JSON", s.status) }

func readAnswer(resp *http.Response) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	if start := bytes.TrimSpace(raw); len(start) == 0 || start[0] != '{' {
		return nil, &strangeAnswer{resp.StatusCode}
	}
	return raw, nil
}
