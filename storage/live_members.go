package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"majlis/flows"
	"majlis/flows/live"
)

const memberColumns = `m.broadcast, m.person, m.contact, c.channel, m.lang, p.zone, m.joined_at, m.gone
	FROM live_members m JOIN contacts c ON c.id = m.contact JOIN people p ON p.id = c.person`

func scanMember(rows *sql.Rows) (m live.Member, err error) {
	err = rows.Scan(&m.Broadcast, &m.Person, &m.Contact, &m.Channel, &m.Lang, &m.Zone, timeValue{&m.At}, &m.Left)
	return m, err
}

// Join implements live.Store. Who joins again is told things where they came from
// this time, and asks in this broadcast from now on.
func (db liveStore) Join(ctx context.Context, m live.Member) (fresh bool, err error) {
	err = db.within(ctx, func(ctx context.Context) error {
		err := db.one(ctx, []any{&fresh}, `SELECT NOT EXISTS (SELECT 1 FROM live_members
			WHERE broadcast = $1 AND person = $2 AND NOT gone)`, m.Broadcast, m.Person)
		if err != nil {
			return err
		}
		_, err = db.exec(ctx, `INSERT INTO live_members (broadcast, person, contact, lang, joined_at, gone)
			VALUES ($1, $2, $3, $4, $5, FALSE) ON CONFLICT (broadcast, person)
			DO UPDATE SET contact = excluded.contact, lang = excluded.lang, joined_at = excluded.joined_at, gone = FALSE`,
			m.Broadcast, m.Person, m.Contact, m.Lang, millis(m.At))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("joining broadcast %s: %w", m.Broadcast, err)
	}
	return fresh, nil
}

// Leave implements live.Store.
func (db liveStore) Leave(ctx context.Context, broadcast, person string) error {
	_, err := db.exec(ctx, `UPDATE live_members SET gone = TRUE WHERE broadcast = $1 AND person = $2`, broadcast, person)
	return err
}

// JoinedTo implements live.Store.
func (db liveStore) JoinedTo(ctx context.Context, person string) ([]live.Broadcast, error) {
	return all(ctx, db.DB, scanBroadcast, `SELECT `+broadcastColumns+` FROM live_broadcasts
		JOIN live_members ON broadcast = id WHERE person = $1 AND NOT gone AND status IN ('announced', 'collecting', 'on_air')
		ORDER BY joined_at DESC, id DESC`, person)
}

// Member implements live.Store. It knows a person by the id of a record that
// became part of theirs: that is the one in the log of events.
func (db liveStore) Member(ctx context.Context, broadcast, person string) (live.Member, error) {
	m, err := db.member(ctx, broadcast, person)
	if errors.Is(err, flows.ErrNotFound) {
		var now string
		if now, err = db.personNow(ctx, person); err == nil {
			m, err = db.member(ctx, broadcast, now)
		}
	}
	if err != nil {
		return live.Member{}, fmt.Errorf("member of broadcast %s: %w", broadcast, err)
	}
	return m, nil
}

func (db liveStore) member(ctx context.Context, broadcast, person string) (live.Member, error) {
	list, err := all(ctx, db.DB, scanMember, `SELECT `+memberColumns+` WHERE m.broadcast = $1 AND m.person = $2`, broadcast, person)
	if err == nil && len(list) == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return live.Member{}, err
	}
	return list[0], nil
}

// Members implements live.Store.
func (db liveStore) Members(ctx context.Context, broadcast, after string, limit int) ([]live.Member, error) {
	return all(ctx, db.DB, scanMember, `SELECT `+memberColumns+`
		WHERE m.broadcast = $1 AND m.person > $2 AND NOT m.gone ORDER BY m.person LIMIT $3`, broadcast, after, limit)
}

// Zone implements live.Store.
func (db liveStore) Zone(ctx context.Context, person string) (zone string, err error) {
	err = db.one(ctx, []any{&zone}, `SELECT zone FROM people WHERE id = $1`, person)
	if errors.Is(err, flows.ErrNotFound) {
		return "", nil
	}
	return zone, err
}

// CountMembers implements live.Store.
func (db liveStore) CountMembers(ctx context.Context, broadcast string) (n int, err error) {
	err = db.one(ctx, []any{&n}, `SELECT COUNT(*) FROM live_members WHERE broadcast = $1`, broadcast)
	return n, err
}

// Welcome implements live.Store.
func (db liveStore) Welcome(ctx context.Context, after string, limit int) ([]live.Member, error) {
	return all(ctx, db.DB, func(rows *sql.Rows) (m live.Member, err error) {
		err = rows.Scan(&m.Contact, &m.Channel, &m.Lang, &m.Person, &m.Zone)
		return m, err
	}, audience, after, limit)
}
