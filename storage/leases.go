package storage

import (
	"context"
	"time"
)

// holdLease takes or renews a lease; false while another's has not run out.
func (db *DB) holdLease(ctx context.Context, name, owner string, ttl time.Duration) (bool, error) {
	now := db.now()
	n, err := db.exec(ctx, `INSERT INTO leases (name, owner, expires_at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
		WHERE leases.owner = excluded.owner OR leases.expires_at <= $4`, name, owner, millis(now.Add(ttl)), millis(now))
	return n == 1, err
}

// releaseLease gives a lease up; another's is left alone.
func (db *DB) releaseLease(ctx context.Context, name, owner string) error {
	_, err := db.exec(ctx, `DELETE FROM leases WHERE name = $1 AND owner = $2`, name, owner)
	return err
}
