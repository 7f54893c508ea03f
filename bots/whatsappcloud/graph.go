package whatsappcloud

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"majlis/bots"
)

// maxAnswer bounds what is read of an answer, bytes.
const maxAnswer = 1 << 20

// get calls the Graph API and decodes its answer.
func (c *Channel) get(ctx context.Context, address string, into any) error {
	return c.call(ctx, http.MethodGet, address, "", nil, into)
}

// post sends a body to the messages of our number.
func (c *Channel) post(ctx context.Context, body, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return &bots.SendError{Code: "unencodable"}
	}
	return c.call(ctx, http.MethodPost, c.base()+"/messages", "application/json", raw, into)
}

// base is the address of our number.
func (c *Channel) base() string { return c.Server + "/" + c.Version + "/" + c.PhoneID }

// call sends a body of a content type. It returns a *bots.SendError when the call failed. What was sent and to whom
// never stands in it.
func (c *Channel) call(ctx context.Context, method, address, kind string, body []byte, into any) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return &bots.SendError{Code: "address"}
	}
	req.Header.Set("Authorization", "Bearer "+c.Token)
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return &bots.SendError{Code: "network", Retry: true}
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return &bots.SendError{Code: "network", Retry: true}
	}
	if resp.StatusCode/100 != 2 {
		return refused(resp.StatusCode, raw)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return &bots.SendError{Code: "platform", Retry: true, Err: errors.New("an answer that is no JSON")}
	}
	return nil
}
