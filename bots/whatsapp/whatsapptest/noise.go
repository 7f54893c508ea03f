package whatsapptest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"

	"go.mau.fi/whatsmeow/socket"
	"golang.org/x/crypto/curve25519"
)

// noise is the state of one handshake, the responder's side of
// Noise_XX_25519_AESGCM_SHA256 (noiseprotocol.org, section 5.2).
type noise struct {
	hash, salt, key []byte
	counter         uint32
}

func newNoise(header []byte) *noise {
	pattern := []byte(socket.NoiseStartPattern)
	n := &noise{hash: pattern, salt: pattern, key: pattern}
	n.mixHash(header)
	return n
}

// mixHash takes what both sides have seen into the hash.
func (n *noise) mixHash(data []byte) {
	h := sha256.New()
	h.Write(n.hash)
	h.Write(data)
	n.hash = h.Sum(nil)
}

// mixKey takes a shared secret into the key.
func (n *noise) mixKey(private, public []byte) error {
	secret, err := curve25519.X25519(private, public)
	if err != nil {
		return err
	}
	n.salt, n.key, err = n.expand(secret)
	n.counter = 0
	return err
}

// expand makes two keys of a secret.
func (n *noise) expand(secret []byte) (first, second []byte, err error) {
	both, err := hkdf.Key(sha256.New, secret, n.salt, "", 64)
	if err != nil {
		return nil, nil, err
	}
	return both[:32], both[32:], nil
}

func (n *noise) seal(plain []byte) []byte {
	sealed := gcm(n.key).Seal(nil, nonce(n.counter), plain, n.hash)
	n.counter++
	n.mixHash(sealed)
	return sealed
}

func (n *noise) open(sealed []byte) ([]byte, error) {
	plain, err := gcm(n.key).Open(nil, nonce(n.counter), sealed, n.hash)
	if err != nil {
		return nil, err
	}
	n.counter++
	n.mixHash(sealed)
	return plain, nil
}

// gcm is AES-GCM with a key of 32 bytes.
func gcm(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // a key of another length is a mistake of ours
	}
	sealed, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return sealed
}

// nonce of the counter-th message.
func nonce(counter uint32) []byte {
	b := make([]byte, 12)
	binary.BigEndian.PutUint32(b[8:], counter)
	return b
}
