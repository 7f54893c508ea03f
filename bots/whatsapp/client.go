package whatsapp

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/store"

	"majlis/bots"
)

// newClient makes a client that loses no message: it confirms one only after the
// handler took it, and keeps it readable until then.
func (c *Channel) newClient(device *store.Device) *whatsmeow.Client {
	client := whatsmeow.NewClient(device, newLogger(c.Log))
	client.SynchronousAck = true
	client.EnableDecryptedEventBuffer = true // the third is AddEventHandlerWithSuccessStatus
	client.UseRetryMessageStore = true       // a phone may ask for a message again after a restart
	client.ManualHistorySyncDownload = true  // what was said before is none of our business
	client.EnableAutoReconnect = false       // Receive does that, as long as the lease is held
	client.DisableLoginAutoReconnect = true
	client.SetForceActiveDeliveryReceipts(true) // else people see one tick only
	web := &http.Client{Transport: c.transport}
	client.SetWebsocketHTTPClient(web)
	client.SetPreLoginHTTPClient(web)
	client.SetMediaHTTPClient(&http.Client{Transport: bounded{c.transport}})
	return client
}

// newTransport is how WhatsApp is reached, or a server on this machine in its
// place.
func newTransport(endpoint, root string) (*http.Transport, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	if endpoint == "" {
		return t, nil
	}
	at, err := netip.ParseAddrPort(endpoint)
	if err != nil || !at.Addr().Unmap().IsLoopback() || at.Port() == 0 {
		return nil, errors.New("the endpoint for tests is not on this machine")
	}
	if err := trust(root); err != nil {
		return nil, err
	}
	// A connection that is said to be TLS already is left as it is: on this machine
	// there is nobody to hide from, and no certificate to be fooled with.
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", at.String())
	}
	t.Proxy, t.DialContext, t.DialTLSContext = nil, dial, dial
	t.ForceAttemptHTTP2 = false
	return t, nil
}

// trusted guards the library's root key, which all clients of a process share.
var trusted sync.Mutex

// trust takes another root key for WhatsApp's, hex.
func trust(root string) error {
	raw, err := hex.DecodeString(root)
	if err != nil || len(raw) != len(whatsmeow.WACertPubKey) {
		return errors.New("the root key for tests is not 64 hex digits")
	}
	trusted.Lock()
	defer trusted.Unlock()
	if key := [32]byte(raw); whatsmeow.WACertPubKey != key {
		whatsmeow.WACertPubKey = key
	}
	return nil
}

// maxDownload is the largest encrypted file that is read, bytes: padding and a
// signature are added to what the house keeps.
const maxDownload = bots.MaxFile + 1<<10

// bounded cuts off downloads that are too large, whatever the sender said of
// their size: the library reads all of them into memory.
type bounded struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = &boundedBody{resp.Body, maxDownload}
	}
	return resp, err
}

type boundedBody struct {
	io.ReadCloser
	left int64
}

// errTooLarge ends a download.
var errTooLarge = errors.New("the file is too large")

func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
