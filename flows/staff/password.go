package staff

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// What one hash costs. The figures are the second of the equal choices of the
// OWASP password storage cheat sheet (19 MiB, 2 passes, 1 lane). Raise them as
// machines grow: accounts are rehashed at their next sign-in.
const (
	argonMemory = 19 * 1024 // KiB
	argonTime   = 2
	argonLanes  = 1
	saltBytes   = 16
	keyBytes    = 32
	// atOnce bounds the memory that sign-ins can take: the rest wait in line.
	atOnce = 4
	// The most a stored hash may ask for, so that a changed row can't take all
	// memory or time.
	maxMemory = 256 * 1024
	maxTime   = 16
)

// Hasher hashes and checks passwords, a few at a time. Make it with NewHasher.
type Hasher struct {
	slots chan struct{}
	dummy string
}

// NewHasher returns a Hasher that computes at most four hashes at once.
func NewHasher() *Hasher {
	h := &Hasher{slots: make(chan struct{}, atOnce)}
	h.dummy = encode(params{argonMemory, argonTime, argonLanes}, random(saltBytes), random(keyBytes))
	return h
}

// Hash returns the argon2id hash of a password as a PHC string.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	now := params{argonMemory, argonTime, argonLanes}
	salt := random(saltBytes)
	key, err := h.key(ctx, password, salt, now, keyBytes)
	if err != nil {
		return "", err
	}
	return encode(now, salt, key), nil
}

// Check compares a password with a PHC string in constant time. weak says that
// the hash was made cheaper than today's and should be made anew.
func (h *Hasher) Check(ctx context.Context, phc, password string) (ok, weak bool, err error) {
	p, salt, want, err := decode(phc)
	if err != nil {
		return false, false, err
	}
	got, err := h.key(ctx, password, salt, p, len(want))
	if err != nil {
		return false, false, err
	}
	weak = p.memory < argonMemory || p.time < argonTime || len(want) < keyBytes
	return subtle.ConstantTimeCompare(got, want) == 1, weak, nil
}

// Waste takes the time of a Check, for names that nobody has.
func (h *Hasher) Waste(ctx context.Context, password string) {
	_, _, _ = h.Check(ctx, h.dummy, password)
}

func (h *Hasher) key(ctx context.Context, password string, salt []byte, p params, size int) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(password), salt, p.time, p.memory, p.lanes, uint32(size)), nil
}

type params struct {
	memory, time uint32
	lanes        uint8
}

var base64Raw = base64.RawStdEncoding

func encode(p params, salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.time, p.lanes,
		base64Raw.EncodeToString(salt), base64Raw.EncodeToString(key))
}

// decode reads what encode wrote. The error never quotes the hash.
func decode(phc string) (p params, salt, key []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return p, nil, nil, fmt.Errorf("staff: the stored password is no argon2id hash")
	}
	var version int
	_, err1 := fmt.Sscanf(parts[2], "v=%d", &version)
	_, err2 := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.lanes)
	salt, err3 := base64Raw.DecodeString(parts[4])
	key, err4 := base64Raw.DecodeString(parts[5])
	sane := version == argon2.Version && p.memory > 0 && p.memory <= maxMemory &&
		p.time > 0 && p.time <= maxTime && p.lanes > 0 && len(salt) > 0 && len(key) >= 16 && len(key) <= 64
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil || !sane {
		return p, nil, nil, fmt.Errorf("staff: the stored password hash can't be read")
	}
	return p, salt, key, nil
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
