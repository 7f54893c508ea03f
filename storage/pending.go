package storage

import (
	"context"
	"fmt"
)

// Pending counts what a channel's conversations wait for: messages without their
// turn, and replies that are not delivered yet.
func (db *DB) Pending(ctx context.Context, channel string) (n int, err error) {
	err = db.one(ctx, []any{&n}, `SELECT
		(SELECT COUNT(*) FROM inbox WHERE channel = $1 AND state = '') +
		(SELECT COUNT(*) FROM outbox WHERE channel = $1 AND state = 'queued') + -- apart, for each has its index
		(SELECT COUNT(*) FROM outbox WHERE channel = $1 AND state = 'put_off') +
		(SELECT COUNT(*) FROM outbox WHERE channel = $1 AND state = 'sending')`, channel)
	if err != nil {
		return 0, fmt.Errorf("counting what waits: %w", err)
	}
	return n, nil
}
