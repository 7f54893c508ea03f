package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"majlis/flows"
	"majlis/flows/live"
)

// liveStore is the store as the room of broadcasts sees it, which names some
// things as other rooms name theirs.
type liveStore struct{ *DB }

var _ live.Store = liveStore{}

// Live is what the room of broadcasts remembers.
func (db *DB) Live() live.Store { return liveStore{db} }

func scanBroadcast(rows *sql.Rows) (b live.Broadcast, err error) {
	var version int
	if err = rows.Scan(jsonValue{&b}, &version); err == nil {
		b.Version = version
	}
	return b, err
}

// CreateBroadcast implements live.Store.
func (db liveStore) CreateBroadcast(ctx context.Context, b live.Broadcast) error {
	plan, err := json.Marshal(b)
	if err != nil {
		return err
	}
	n, err := db.exec(ctx, `INSERT INTO live_broadcasts (id, code, status, starts_at, plan, version)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`, b.ID, b.Code, b.Status, millis(b.StartsAt), string(plan), b.Version)
	if err == nil && n == 0 {
		err = fmt.Errorf("broadcast %s: %w", b.ID, flows.ErrExists)
	}
	return err
}

// Broadcast implements live.Store.
func (db liveStore) Broadcast(ctx context.Context, id string) (live.Broadcast, error) {
	list, err := all(ctx, db.DB, scanBroadcast, `SELECT plan, version FROM live_broadcasts WHERE id = $1`, id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("broadcast %s: %w", id, flows.ErrNotFound)
	}
	if err != nil {
		return live.Broadcast{}, err
	}
	return list[0], nil
}

// UpdateBroadcast implements live.Store.
func (db liveStore) UpdateBroadcast(ctx context.Context, b live.Broadcast) error {
	plan, err := json.Marshal(b)
	if err != nil {
		return err
	}
	n, err := db.exec(ctx, `UPDATE live_broadcasts SET status = $3, starts_at = $4, plan = $5, version = version + 1
		WHERE id = $1 AND version = $2`, b.ID, b.Version, b.Status, millis(b.StartsAt), string(plan))
	if err == nil && n == 0 {
		err = fmt.Errorf("broadcast %s: %w", b.ID, flows.ErrStale)
	}
	return err
}

// Broadcasts implements live.Store.
func (db liveStore) Broadcasts(ctx context.Context, statuses ...live.Status) ([]live.Broadcast, error) {
	query, args := `SELECT plan, version FROM live_broadcasts`, []any{}
	if len(statuses) > 0 {
		marks := make([]string, len(statuses))
		for i, s := range statuses {
			marks[i] = "$" + strconv.Itoa(i+1)
			args = append(args, s)
		}
		query += ` WHERE status IN (` + strings.Join(marks, ", ") + `)`
	}
	return all(ctx, db.DB, scanBroadcast, query+` ORDER BY starts_at DESC, id DESC`, args...)
}
