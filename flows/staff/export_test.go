package staff

import "golang.org/x/crypto/argon2"

// WeakHash is a hash as an early release could have made it.
func WeakHash(password string) string {
	salt := make([]byte, saltBytes)
	return encode(params{8, 1, 1}, salt, argon2.IDKey([]byte(password), salt, 1, 8, 1, keyBytes))
}
