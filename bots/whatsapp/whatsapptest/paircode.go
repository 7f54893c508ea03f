package whatsapptest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"time"

	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/keys"
	"golang.org/x/crypto/curve25519"
)

// answerWithin is how long a program may take to answer the phone.
const answerWithin = 10 * time.Second

// codeRounds is how often the key that is made of a code is hashed.
const codeRounds = 2 << 16

// typedCode is a pairing by a code that is typed on the phone.
type typedCode struct {
	ref     string
	wrapped []byte      // the program's key: 32 bytes salt, 16 iv, 32 encrypted with the code
	bundle  chan []byte // its identity, encrypted for the phone
}

// pairByCode takes the program's steps in pairing by code.
func (c *connection) pairByCode(n, step *node) {
	switch text(step, "stage") {
	case "companion_hello":
		c.beginCode(n, step)
	case "companion_finish":
		c.server.mu.Lock()
		typed := c.pairing.typed
		c.server.mu.Unlock()
		if typed != nil {
			select {
			case typed.bundle <- child(*step, "link_code_pairing_wrapped_key_bundle"):
			default: // a second one
			}
		}
		c.put(answer(n))
	}
}

// beginCode keeps the program's key until the code is typed on that number's phone.
func (c *connection) beginCode(n, step *node) {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.account(step.AttrGetter().OptionalJIDOrEmpty("jid"))
	wrapped := child(*step, "link_code_pairing_wrapped_companion_ephemeral_pub")
	if a == nil || len(wrapped) != 80 {
		c.put(refusal(n, 400, "bad-request"))
		return
	}
	c.pairing.typed = &typedCode{ref: "ref-" + newID(), wrapped: wrapped, bundle: make(chan []byte, 1)}
	s.remember("code:"+a.PN.User, c.pairing)
	c.put(answer(n, node{Tag: "link_code_companion_reg", Attrs: attrs{"stage": "companion_hello"}, Content: []node{
		{Tag: "link_code_pairing_ref", Content: []byte(c.pairing.typed.ref)},
	}}))
}

// EnterCode types a code on the account's phone.
func (a *Account) EnterCode(code string) error { return a.Phone.EnterCode(code) }

// EnterCode types a code, eight characters with or without a dash, and so links the
// program that shows it. It returns once the phone has agreed.
func (p *Phone) EnterCode(code string) error {
	pairing, typed := p.asked()
	if pairing == nil {
		return ErrExpired
	}
	code = strings.ReplaceAll(code, "-", "")
	theirs, err := withCode(code, typed.wrapped[:32], typed.wrapped[32:48], typed.wrapped[48:])
	if err != nil {
		return err
	}
	own := keys.NewKeyPair()
	shared, err := curve25519.X25519(own.Priv[:], theirs)
	if err != nil {
		return err
	}
	if err := p.greet(pairing.connection, typed.ref, code, own); err != nil {
		return err
	}
	select {
	case bundle := <-typed.bundle:
		return p.agree(pairing, shared, bundle)
	case <-time.After(answerWithin):
		return ErrCode // a program that can't read ours stays silent
	}
}

// asked is the newest pairing that waits for a code on this phone.
func (p *Phone) asked() (*pairing, *typedCode) {
	s := p.account.server
	s.mu.Lock()
	defer s.mu.Unlock()
	pairing := s.pairings["code:"+p.account.PN.User]
	if pairing == nil {
		return nil, nil
	}
	return pairing, pairing.typed
}

// greet sends the phone's keys, the passing one encrypted with the code.
func (p *Phone) greet(to *connection, ref, code string, own *keys.KeyPair) error {
	salt, iv := make([]byte, 32), make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	_, _ = rand.Read(iv)
	sealed, err := withCode(code, salt, iv, own.Pub[:])
	if err != nil {
		return err
	}
	to.put(node{
		Tag: "notification", Attrs: attrs{"from": types.ServerJID, "type": "link_code_companion_reg", "id": newID(), "t": now()},
		Content: []node{{Tag: "link_code_companion_reg", Attrs: attrs{"stage": "primary_hello"}, Content: []node{
			{Tag: "link_code_pairing_wrapped_primary_ephemeral_pub", Content: concat(salt, iv, sealed)},
			{Tag: "primary_identity_pub", Content: p.identity.Pub[:]},
			{Tag: "link_code_pairing_ref", Content: []byte(ref)},
		}}},
	})
	return nil
}

// agree reads the program's identity, 32 bytes salt, 12 nonce and the rest
// encrypted, and vouches for it.
func (p *Phone) agree(to *pairing, shared, bundle []byte) error {
	if len(bundle) < 44 {
		return ErrCode
	}
	key, err := hkdf.Key(sha256.New, shared, bundle[:32], "link_code_pairing_key_bundle_encryption_key", 32)
	if err != nil {
		return err
	}
	plain, err := gcm(key).Open(nil, bundle[32:44], bundle[44:], nil)
	if err != nil || len(plain) != 96 {
		return ErrCode
	}
	companion, random := plain[:32], plain[64:]
	identities, err := curve25519.X25519(p.identity.Priv[:], companion)
	if err != nil {
		return err
	}
	secret, err := hkdf.Key(sha256.New, concat(shared, identities, random), nil, "adv_secret", 32)
	if err != nil {
		return err
	}
	p.account.server.mu.Lock()
	defer p.account.server.mu.Unlock()
	return p.vouch(to, companion, secret)
}

// withCode encrypts, or decrypts, with a key that is made of the code.
func withCode(code string, salt, iv, in []byte) ([]byte, error) {
	key, err := pbkdf2.Key(sha256.New, code, salt, codeRounds, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(in))
	cipher.NewCTR(block, iv).XORKeyStream(out, in)
	return out, nil
}
