package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"majlis/flows"
	"majlis/flows/live"
)

// liveStore is the store as the room of broadcasts sees it, which names some
// things as other rooms name theirs.
type liveStore struct{ *DB }

var _ live.Store = liveStore{}

// Live is what the room of broadcasts remembers.
func (db *DB) Live() live.Store { return liveStore{db} }

const broadcastColumns = `id, code, title, about, keyword, link, view_key, service, host, starts_at, moved, length, delay,
	moderation, flagged, status, told_at, on_air_at, closed_at, created_at, version`

func scanBroadcast(rows *sql.Rows) (b live.Broadcast, err error) {
	var length, delay int64
	err = rows.Scan(&b.ID, &b.Code, jsonValue{&b.Title}, jsonValue{&b.About}, jsonValue{&b.Keyword}, &b.Link, &b.Key, &b.Service,
		&b.Host, timeValue{&b.StartsAt}, &b.Moved, &length, &delay, &b.Moderation, jsonValue{&b.Flagged}, &b.Status,
		timeValue{&b.ToldAt}, timeValue{&b.OnAirAt}, timeValue{&b.ClosedAt}, timeValue{&b.CreatedAt}, &b.Version)
	b.Length, b.Delay = time.Duration(length)*time.Millisecond, time.Duration(delay)*time.Millisecond
	return b, err
}

// broadcastArgs are the columns that may change, in their order.
func broadcastArgs(b live.Broadcast) []any {
	return []any{
		b.Code, wordsText(b.Title), wordsText(b.About), wordsText(b.Keyword), b.Link, b.Key, b.Service, b.Host, millis(b.StartsAt),
		b.Moved, b.Length.Milliseconds(), b.Delay.Milliseconds(), b.Moderation, listText(b.Flagged), b.Status, millis(b.ToldAt),
		millis(b.OnAirAt), millis(b.ClosedAt),
	}
}

func wordsText(t flows.Text) string {
	raw, _ := json.Marshal(t) // two strings always marshal
	return string(raw)
}

// CreateBroadcast implements live.Store.
func (db liveStore) CreateBroadcast(ctx context.Context, b live.Broadcast) error {
	args := append(append([]any{b.ID}, broadcastArgs(b)...), millis(b.CreatedAt), b.Version)
	n, err := db.exec(ctx, `INSERT INTO live_broadcasts (`+broadcastColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
		ON CONFLICT DO NOTHING`, args...)
	if err == nil && n == 0 {
		err = fmt.Errorf("broadcast %s: %w", b.ID, flows.ErrExists)
	}
	return err
}

// Broadcast implements live.Store.
func (db liveStore) Broadcast(ctx context.Context, id string) (live.Broadcast, error) {
	list, err := all(ctx, db.DB, scanBroadcast, `SELECT `+broadcastColumns+` FROM live_broadcasts WHERE id = $1`, id)
	if err == nil && len(list) == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return live.Broadcast{}, fmt.Errorf("broadcast %s: %w", id, err)
	}
	return list[0], nil
}

// UpdateBroadcast implements live.Store; flows.ErrNotFound when it isn't there,
// flows.ErrExists when an open one has its Code.
func (db liveStore) UpdateBroadcast(ctx context.Context, b live.Broadcast) error {
	n, err := db.exec(ctx, `UPDATE live_broadcasts SET code = $3, title = $4, about = $5, keyword = $6, link = $7, view_key = $8,
		service = $9, host = $10, starts_at = $11, moved = $12, length = $13, delay = $14, moderation = $15, flagged = $16,
		status = $17, told_at = $18, on_air_at = $19, closed_at = $20, version = version + 1 WHERE id = $1 AND version = $2`,
		append([]any{b.ID, b.Version}, broadcastArgs(b)...)...)
	return db.changed(ctx, n, err, `SELECT 1 FROM live_broadcasts WHERE id = $1`, b.ID)
}

// Broadcasts implements live.Store.
func (db liveStore) Broadcasts(ctx context.Context, statuses ...live.Status) ([]live.Broadcast, error) {
	c := &conditions{}
	if len(statuses) > 0 {
		marks := make([]string, len(statuses))
		for i, s := range statuses {
			marks[i] = c.arg(s)
		}
		c.add(`status IN (` + strings.Join(marks, ", ") + `)`)
	}
	return all(ctx, db.DB, scanBroadcast,
		`SELECT `+broadcastColumns+` FROM live_broadcasts`+c.where()+` ORDER BY starts_at DESC, id DESC`, c.args...)
}
