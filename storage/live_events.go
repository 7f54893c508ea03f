package storage

import (
	"context"
	"encoding/json"

	"majlis/flows"
	"majlis/flows/live"
)

// Append implements live.Store.
func (db liveStore) Append(ctx context.Context, decided int64, events ...live.Event) error {
	return db.within(ctx, func(ctx context.Context) error {
		last := map[string]int64{}
		for _, e := range events {
			seq, known := last[e.Broadcast]
			if !known {
				var err error
				if seq, err = db.lastEvent(ctx, e.Broadcast, decided); err != nil {
					return err
				}
				onCommit(ctx, func() { db.options.LiveChanged(e.Broadcast) })
			}
			last[e.Broadcast] = seq + 1
			if err := db.addEvent(ctx, e, seq+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// lastEvent is the number of a broadcast's last event; flows.ErrStale when staff
// did something after the one on which a deed was decided.
func (db liveStore) lastEvent(ctx context.Context, broadcast string, decided int64) (seq int64, err error) {
	if decided >= 0 {
		var later bool
		err := db.one(ctx, []any{&later}, `SELECT EXISTS (SELECT 1 FROM live_events
			WHERE broadcast = $1 AND seq > $2 AND actor <> '')`, broadcast, decided)
		if err != nil {
			return 0, err
		}
		if later {
			return 0, flows.ErrStale
		}
	}
	err = db.one(ctx, []any{&seq}, `SELECT COALESCE(MAX(seq), 0) FROM live_events WHERE broadcast = $1`, broadcast)
	return seq, err
}

func (db liveStore) addEvent(ctx context.Context, e live.Event, seq int64) error {
	data, err := json.Marshal(e.Data)
	if err != nil {
		return err
	}
	_, err = db.exec(ctx, `INSERT INTO live_events (broadcast, seq, at, kind, actor, data) VALUES ($1, $2, $3, $4, $5, $6)`,
		e.Broadcast, seq, millis(e.At), e.Kind, e.Actor, string(data))
	return err
}

// Events implements live.Store.
func (db liveStore) Events(ctx context.Context, broadcast string, after int64, yield func(live.Event) bool) error {
	rows, err := db.query(ctx, `SELECT seq, at, kind, actor, data FROM live_events
		WHERE broadcast = $1 AND seq > $2 ORDER BY seq`, broadcast, after)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e := live.Event{Broadcast: broadcast}
		if err := rows.Scan(&e.Seq, timeValue{&e.At}, &e.Kind, &e.Actor, jsonValue{&e.Data}); err != nil {
			return err
		}
		if !yield(e) {
			return nil
		}
	}
	return mapped(rows.Err())
}
