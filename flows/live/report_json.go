package live

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// JSON is the report in the form that is digested: fields in their order, times
// in UTC, lists in an order of their own, no space. The same log gives the same
// bytes.
func (r Report) JSON() ([]byte, error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("report of broadcast %s: %w", r.Broadcast, err)
	}
	return raw, nil
}

// Digest is the SHA-256 of the report's JSON, in hexadecimal. Whoever has the log
// can build the report again and compare.
func (r Report) Digest() (string, error) {
	raw, err := r.JSON()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}
