package people

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// MinSecret is the least length of the master secret in bytes: shorter ones can
// be guessed from a stolen database.
const MinSecret = 16

// sealVersion leads every sealed value, so that a later cipher can stand beside
// this one; it is authenticated together with the purpose.
const sealVersion = 1

// Vault hides who people are. All its keys are derived from the master secret,
// which is kept outside the database: a dump of the database shows nobody's
// phone. A Vault is safe for concurrent use.
type Vault struct {
	// Country is where a phone number without a country code is read (ISO 3166
	// alpha-2, SA when empty). Set it before the first use.
	Country string

	identity []byte
	signing  []byte
	address  cipher.AEAD
}

// NewVault derives the keys from the master secret.
func NewVault(secret []byte) (*Vault, error) {
	if len(secret) < MinSecret {
		return nil, fmt.Errorf("people: the master secret has %d bytes, at least %d are needed", len(secret), MinSecret)
	}
	identity, err1 := derive(secret, "identity")
	signing, err2 := derive(secret, "signing")
	sealing, err3 := derive(secret, "address")
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &Vault{identity: identity, signing: signing, address: aead}, nil
}

// derive makes one key of 32 bytes for one purpose (RFC 5869).
func derive(secret []byte, purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, secret, nil, "majlis v1 "+purpose, sha256.Size)
}

// Key is the name under which an identity is stored: the same person writes
// their number in many ways and gets one key, and nobody without the secret can
// tell whose it is. 43 characters of base64url.
func (v *Vault) Key(kind, id string) string {
	mac := hmac.New(sha256.New, v.identity)
	mac.Write([]byte(kind + "|" + normalise(kind, id, v.Country)))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Seal encrypts an address with AES-256-GCM and a random nonce: the same address
// never looks the same twice.
func (v *Vault) Seal(plain []byte) []byte {
	out := make([]byte, 1+v.address.NonceSize(), 1+v.address.NonceSize()+len(plain)+v.address.Overhead())
	out[0] = sealVersion
	rand.Read(out[1:]) // never fails: crypto/rand ends the program instead
	return v.address.Seal(out, out[1:], plain, sealedFor(out[0]))
}

// Open undoes Seal. It fails for anything changed, cut or sealed under another
// secret.
func (v *Vault) Open(sealed []byte) ([]byte, error) {
	head := 1 + v.address.NonceSize()
	if len(sealed) < head || sealed[0] != sealVersion {
		return nil, errors.New("people: not a sealed address")
	}
	plain, err := v.address.Open(nil, sealed[1:head], sealed[head:], sealedFor(sealed[0]))
	if err != nil {
		return nil, errors.New("people: this address was sealed under another secret, or damaged")
	}
	return plain, nil
}

// sealedFor is the additional data that ties a sealed value to its purpose.
func sealedFor(version byte) []byte { return []byte{'a', 'd', 'd', 'r', 'e', 's', 's', version} }

// Sign returns value with a signature for one purpose ("visitor"), fit for a
// cookie or a link when value is.
func (v *Vault) Sign(purpose, value string) string {
	return value + "." + v.signature(purpose, value)
}

// Verify returns the value of what Sign made for the same purpose.
func (v *Vault) Verify(purpose, signed string) (value string, ok bool) {
	dot := strings.LastIndexByte(signed, '.')
	if dot < 0 {
		return "", false
	}
	value = signed[:dot]
	if !hmac.Equal([]byte(signed[dot+1:]), []byte(v.signature(purpose, value))) {
		return "", false
	}
	return value, true
}

func (v *Vault) signature(purpose, value string) string {
	mac := hmac.New(sha256.New, v.signing)
	mac.Write([]byte(purpose + "|" + value))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
