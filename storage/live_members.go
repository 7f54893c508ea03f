package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"majlis/flows"
	"majlis/flows/live"
)

const memberColumns = `m.broadcast, m.person, m.contact, c.channel, m.lang, m.joined_at, m.gone
	FROM live_members m JOIN contacts c ON c.id = m.contact`

func scanMember(rows *sql.Rows) (m live.Member, err error) {
	err = rows.Scan(&m.Broadcast, &m.Person, &m.Contact, &m.Channel, &m.Lang, timeValue{&m.At}, &m.Left)
	return m, err
}

// Join implements live.Store.
func (db liveStore) Join(ctx context.Context, m live.Member) (bool, error) {
	var fresh bool
	err := db.within(ctx, func(ctx context.Context) error {
		was, err := db.Member(ctx, m.Broadcast, m.Person)
		if fresh = errors.Is(err, flows.ErrNotFound) || err == nil && was.Left; err != nil && !fresh {
			return err
		}
		if !fresh && was.Contact == m.Contact && was.Lang == m.Lang {
			return nil
		}
		at := m.At
		if !fresh {
			at = was.At
		}
		_, err = db.exec(ctx, `INSERT INTO live_members (broadcast, person, contact, lang, joined_at, gone)
			VALUES ($1, $2, $3, $4, $5, FALSE) ON CONFLICT (broadcast, person)
			DO UPDATE SET contact = excluded.contact, lang = excluded.lang, joined_at = excluded.joined_at, gone = FALSE`,
			m.Broadcast, m.Person, m.Contact, m.Lang, millis(at))
		return err
	})
	return fresh, err
}

// Leave implements live.Store.
func (db liveStore) Leave(ctx context.Context, broadcast, person string) error {
	_, err := db.exec(ctx, `UPDATE live_members SET gone = TRUE WHERE broadcast = $1 AND person = $2`, broadcast, person)
	return err
}

// JoinedTo implements live.Store.
func (db liveStore) JoinedTo(ctx context.Context, person string) ([]live.Broadcast, error) {
	return all(ctx, db.DB, scanBroadcast, `SELECT b.plan, b.version FROM live_members m JOIN live_broadcasts b ON b.id = m.broadcast
		WHERE m.person = $1 AND NOT m.gone AND b.status IN ('announced', 'collecting', 'on_air')
		ORDER BY m.joined_at DESC, b.id DESC`, person)
}

// Member implements live.Store.
func (db liveStore) Member(ctx context.Context, broadcast, person string) (live.Member, error) {
	list, err := all(ctx, db.DB, scanMember, `SELECT `+memberColumns+` WHERE m.broadcast = $1 AND m.person = $2`, broadcast, person)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("member of broadcast %s: %w", broadcast, flows.ErrNotFound)
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

// CountMembers implements live.Store.
func (db liveStore) CountMembers(ctx context.Context, broadcast string) (n int, err error) {
	err = db.one(ctx, []any{&n}, `SELECT COUNT(*) FROM live_members WHERE broadcast = $1`, broadcast)
	return n, err
}

// Welcome implements live.Store.
func (db liveStore) Welcome(ctx context.Context, after string, limit int) ([]live.Member, error) {
	readers, err := db.Audience(ctx, after, limit)
	list := make([]live.Member, len(readers))
	for i, r := range readers {
		list[i] = live.Member{Contact: r.Contact, Channel: r.Channel, Lang: r.Lang}
	}
	return list, err
}

// FollowUp implements live.Store.
func (db liveStore) FollowUp(ctx context.Context, broadcast, group, person string, file func(ctx context.Context) (string, error)) (id string, err error) {
	err = db.within(ctx, func(ctx context.Context) error {
		err := db.one(ctx, []any{&id}, `SELECT case_id FROM live_follow_ups WHERE group_id = $1 AND person = $2`, group, person)
		if !errors.Is(err, flows.ErrNotFound) {
			return err
		}
		if id, err = file(ctx); err != nil {
			return err
		}
		_, err = db.exec(ctx, `INSERT INTO live_follow_ups (group_id, person, broadcast, case_id) VALUES ($1, $2, $3, $4)`,
			group, person, broadcast, id)
		return err
	})
	return id, err
}

// FollowUps implements live.Store.
func (db liveStore) FollowUps(ctx context.Context, broadcast string) (map[string][]string, error) {
	list := map[string][]string{}
	var group, id string
	err := db.each(ctx, func() error {
		list[group] = append(list[group], id)
		return nil
	}, []any{&group, &id}, `SELECT group_id, case_id FROM live_follow_ups WHERE broadcast = $1 ORDER BY group_id, case_id`, broadcast)
	return list, err
}
