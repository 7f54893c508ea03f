package whatsappcloud

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"majlis/bots"
)

const (
	// maxHook bounds a webhook's body, bytes; Meta's own limit is 3 MB.
	maxHook = 4 << 20
	// signatureHeader is where Meta puts the HMAC-SHA256 of the raw body.
	signatureHeader = "X-Hub-Signature-256"
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
	u, err := c.decode(raw)
	if err != nil {
		return http.StatusOK // signed by Meta and yet not to be read: it would come for a week
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

// decode reads a body. A value of another type than was documented is left out,
// and what stands around it is still read.
func (c *Channel) decode(raw []byte) (update, error) {
	var u update
	err := json.Unmarshal(raw, &u)
	if odd, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		c.Log.Warn("whatsappcloud: a webhook has a value of a type that is new", "field", odd.Field)
		return u, nil
	}
	if err != nil {
		c.Log.Error("whatsappcloud: a webhook could not be read", "bytes", len(raw))
	}
	return u, err
}
