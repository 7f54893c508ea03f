package whatsapptest

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
)

// Errors of linking, as the phone's owner sees them.
var (
	ErrCode    = errors.New("whatsapptest: this is not a code for linking")
	ErrExpired = errors.New("whatsapptest: nobody waits with this code")
)

// Scan links a program by its QR code's text: an address with four or more values
// after the "#", or these alone: ref, noise key, identity key, secret. It returns
// once the phone has agreed; the program answers that and logs in then.
func (p *Phone) Scan(qr string) error {
	if _, values, ok := strings.Cut(qr, "#"); ok {
		qr = values
	}
	values := strings.Split(qr, ",")
	if len(values) < 4 {
		return ErrCode
	}
	var keys [3][]byte
	for i := range keys {
		key, err := base64.StdEncoding.DecodeString(values[i+1])
		if err != nil || len(key) != 32 {
			return ErrCode
		}
		keys[i] = key
	}
	s := p.account.server
	s.mu.Lock()
	defer s.mu.Unlock()
	pairing := s.pairings[values[0]]
	if pairing == nil || !bytes.Equal(pairing.connection.key, keys[0]) {
		return ErrExpired
	}
	return p.vouch(pairing, keys[1], keys[2])
}
