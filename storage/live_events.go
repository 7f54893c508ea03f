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

// eventsAtOnce is how many events one statement writes where there are as many.
const eventsAtOnce = 50

const eventColumns = 7

// The two statements that write events: few texts, as each is kept prepared.
var (
	addEvent = insertEvents(1)
	addPage  = insertEvents(eventsAtOnce)
)

func insertEvents(rows int) string {
	values := make([]string, rows)
	for i := range values {
		marks := make([]string, eventColumns)
		for j := range marks {
			marks[j] = "$" + strconv.Itoa(i*eventColumns+j+1)
		}
		values[i] = "(" + strings.Join(marks, ", ") + ")"
	}
	return `INSERT INTO live_events (broadcast, seq, at, kind, actor, asked, data) VALUES ` + strings.Join(values, ", ")
}

// Append implements live.Store.
func (db liveStore) Append(ctx context.Context, decided int64, events ...live.Event) error {
	return db.within(ctx, func(ctx context.Context) error {
		rows := make([]any, 0, eventColumns*len(events))
		last := map[string]int64{}
		for _, e := range events {
			seq, known := last[e.Broadcast]
			if !known {
				var err error
				if seq, err = db.lastEvent(ctx, e.Broadcast, decided); err != nil {
					return err
				}
			}
			last[e.Broadcast] = seq + 1
			data, err := json.Marshal(e.Data)
			if err != nil {
				return fmt.Errorf("event of broadcast %s: %w", e.Broadcast, err)
			}
			rows = append(rows, e.Broadcast, seq+1, millis(e.At), e.Kind, e.Actor, brought(e), string(data))
		}
		if err := db.addRows(ctx, rows); err != nil {
			return err
		}
		for id := range last {
			onceCommitted(ctx, "live "+id, func() { db.options.LiveChanged(id) })
		}
		return nil
	})
}

// brought is the question that came with an event, by which the audit finds what
// became of a message.
func brought(e live.Event) string {
	if e.Kind == live.EventAsked || e.Kind == live.EventSupported {
		return e.Data.Question
	}
	return ""
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
			return 0, fmt.Errorf("broadcast %s since event %d: %w", broadcast, decided, flows.ErrStale)
		}
	}
	err = db.one(ctx, []any{&seq}, `SELECT COALESCE(MAX(seq), 0) FROM live_events WHERE broadcast = $1`, broadcast)
	return seq, err
}

// addRows writes events whose columns stand one after the other.
func (db liveStore) addRows(ctx context.Context, rows []any) error {
	for len(rows) > 0 {
		query, n := addEvent, eventColumns
		if page := eventsAtOnce * eventColumns; len(rows) >= page {
			query, n = addPage, page
		}
		if _, err := db.exec(ctx, query, rows[:n]...); err != nil {
			return fmt.Errorf("log of broadcast %s: %w", rows[0], err)
		}
		rows = rows[n:]
	}
	return nil
}

// Blank implements live.Store.
func (db liveStore) Blank(ctx context.Context, broadcast, question string) error {
	err := db.within(ctx, func(ctx context.Context) error {
		var seq int64
		var data live.Data
		err := db.one(ctx, []any{&seq, jsonValue{&data}}, `SELECT seq, data FROM live_events
			WHERE broadcast = $1 AND asked = $2 AND asked <> ''`, broadcast, question)
		if err != nil {
			return err
		}
		data.Text, data.Files = "", nil
		raw, err := json.Marshal(data)
		if err != nil {
			return err
		}
		_, err = db.exec(ctx, `UPDATE live_events SET data = $3 WHERE broadcast = $1 AND seq = $2`, broadcast, seq, string(raw))
		return err
	})
	if err != nil {
		return fmt.Errorf("question %s of broadcast %s: %w", question, broadcast, err)
	}
	return nil
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
		e, err := scanLiveEvent(rows, broadcast)
		if err != nil {
			return fmt.Errorf("log of broadcast %s: %w", broadcast, err)
		}
		if !yield(e) {
			return nil
		}
	}
	return mapped(rows.Err())
}

func scanLiveEvent(rows *sql.Rows, broadcast string) (live.Event, error) {
	e := live.Event{Broadcast: broadcast}
	err := rows.Scan(&e.Seq, timeValue{&e.At}, &e.Kind, &e.Actor, jsonValue{&e.Data})
	return e, err
}
