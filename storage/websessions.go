package storage

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"majlis/flows"
)

// WebSessions keeps the sign-ins of staff, for alexedwards/scs (Store and
// CtxStore). Tokens are kept hashed and what is in a session sealed.
type WebSessions struct{ db *DB }

// WebSessions returns the store of sign-ins.
func (db *DB) WebSessions() *WebSessions { return &WebSessions{db} }

// FindCtx reads the session of a token; not found when it has run out.
func (s *WebSessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	var sealed []byte
	err = s.db.one(ctx, []any{&sealed}, `SELECT data FROM web_sessions WHERE key = $1 AND expires_at > $2`,
		tokenKey(token), millis(s.db.now()))
	if errors.Is(err, flows.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	data, err = s.db.vault.Open(sealed)
	return data, err == nil, err
}

// CommitCtx writes a session, and sweeps out those that have run out.
func (s *WebSessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.db.within(ctx, func(ctx context.Context) error {
		_, err := s.db.exec(ctx, `DELETE FROM web_sessions WHERE expires_at <= $1`, millis(s.db.now()))
		if err != nil {
			return err
		}
		_, err = s.db.exec(ctx, `INSERT INTO web_sessions (key, data, expires_at) VALUES ($1, $2, $3)
			ON CONFLICT (key) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`,
			tokenKey(token), s.db.vault.Seal(data), millis(expiry))
		return err
	})
}

// DeleteCtx ends a session.
func (s *WebSessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.db.exec(ctx, `DELETE FROM web_sessions WHERE key = $1`, tokenKey(token))
	return err
}

// Find is FindCtx for callers without a ctx.
func (s *WebSessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for callers without a ctx.
func (s *WebSessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx for callers without a ctx.
func (s *WebSessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// tokenKey is enough of a hash: a token has 32 random bytes.
func tokenKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
