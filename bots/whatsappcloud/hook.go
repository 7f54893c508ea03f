package whatsappcloud

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"golang.org/x/sync/errgroup"

	"majlis/bots"
)

const (
	// maxHook bounds a webhook's body, bytes; Meta's own limit is 3 MB.
	maxHook = 4 << 20
	// signatureHeader is where Meta puts the HMAC-SHA256 of the raw body.
	signatureHeader = "X-Hub-Signature-256"
	// sendersAtOnce is how many people's messages of a batch are stored side by side.
	sendersAtOnce = 16
)

// Hook answers /hooks/whatsapp: GET when the webhook is set up, POST with what
// happened. It says 200 only once everything is stored, so that Meta brings it
// again otherwise.
func (c *Channel) Hook(accept bots.Accept) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet:
			c.verify(w, r)
		case http.MethodPost:
			w.WriteHeader(c.hook(r, http.MaxBytesReader(w, r.Body, maxHook), accept))
		default:
			w.Header().Set("Allow", "GET, POST")
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
}

// verify proves to Meta that the webhook is ours.
func (c *Channel) verify(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	same := subtle.ConstantTimeCompare([]byte(q.Get("hub.verify_token")), []byte(c.VerifyToken)) == 1
	if q.Get("hub.mode") != "subscribe" || c.VerifyToken == "" || !same {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, q.Get("hub.challenge")) // Meta asks again
}

func (c *Channel) hook(r *http.Request, body io.Reader, accept bots.Accept) (status int) {
	raw, err := io.ReadAll(body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return http.StatusBadRequest
	}
	if !c.signed(raw, r.Header.Get(signatureHeader)) {
		return http.StatusUnauthorized
	}
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		// Signed by Meta and yet not to be read: it would come for a week.
		c.Log.Error("whatsappcloud: a webhook could not be read", "bytes", len(raw))
		return http.StatusOK
	}
	if err := c.acceptAll(r.Context(), u, accept); err != nil {
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

// signed compares the signature of the body as it was sent: decoding and encoding
// again would change how Arabic letters are escaped.
func (c *Channel) signed(raw []byte, header string) bool {
	given, err := hex.DecodeString(strings.TrimPrefix(header, "sha256="))
	if err != nil || c.AppSecret == "" || !strings.HasPrefix(header, "sha256=") {
		return false
	}
	mac := hmac.New(sha256.New, []byte(c.AppSecret))
	mac.Write(raw)
	return hmac.Equal(given, mac.Sum(nil))
}

// acceptAll hands a batch over: messages of one person in their order, people
// side by side. The error is that of a message that has to come again.
func (c *Channel) acceptAll(ctx context.Context, u update, accept bots.Accept) error {
	var order []string
	people := map[string][]func() error{}
	add := func(who string, do func() error) {
		if people[who] == nil {
			order = append(order, who)
		}
		people[who] = append(people[who], do)
	}
	for _, e := range u.Entry {
		for _, change := range e.Changes {
			v := change.Value
			if change.Field != "messages" || v.Metadata.PhoneID != c.PhoneID {
				continue // another number of the same business
			}
			for _, m := range v.Messages {
				add(first(m.FromUser, m.From), func() error { return c.acceptOne(ctx, v, m, accept) })
			}
			for _, s := range v.Statuses {
				add("status of "+s.ID, func() error { return c.mark(ctx, s) })
			}
		}
	}
	var g errgroup.Group
	g.SetLimit(sendersAtOnce)
	for _, who := range order {
		g.Go(func() error {
			for _, do := range people[who] {
				if err := do(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// acceptOne accepts one message; nil also for one that nobody said to us.
func (c *Channel) acceptOne(ctx context.Context, v value, m message, accept bots.Accept) error {
	in, ok := inbound(v, m)
	if !ok {
		return nil
	}
	err := bots.Safely(func() error { return accept(ctx, in) })
	if err == nil {
		c.trouble.Passed(in.ID)
		c.show(ctx, in)
		return nil
	}
	if ctx.Err() != nil {
		return err
	}
	c.Log.Error("whatsappcloud: a message could not be stored, it will come again", "err", err)
	if !c.trouble.Strike(in.ID, errors.Is(err, bots.ErrPanicked)) {
		return err
	}
	if err := bots.Safely(func() error { return accept(ctx, bots.Husk(in)) }); err != nil {
		return err // nothing can be stored: wait
	}
	c.Log.Error("whatsappcloud: a message could not be stored whole; its sender was told")
	c.trouble.Passed(in.ID)
	return nil
}
