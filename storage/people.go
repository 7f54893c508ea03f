package storage

import (
	"context"
	"fmt"
	"time"

	"majlis/flows"
	"majlis/flows/people"
	"majlis/flows/talk"
)

var _ people.Store = (*DB)(nil)

func (db *DB) createPerson(ctx context.Context) (string, error) {
	id := db.newID()
	_, err := db.exec(ctx, `INSERT INTO people (id, created_at) VALUES ($1, $2)`, id, millis(db.now()))
	return id, err
}

// Person implements people.Store.
func (db *DB) Person(ctx context.Context, id string) (people.Person, error) {
	p := people.Person{ID: id}
	err := db.one(ctx, []any{
		&p.Lang, &p.NoticeVersion,
		timeValue{&p.NoticeAt},
		&p.Notify,
		timeValue{&p.NotifyAt},
		&p.Zone,
		timeValue{&p.ZoneAt},
		timeValue{&p.StoppedAt},
		timeValue{&p.CreatedAt},
	}, `SELECT lang, notice_version, notice_at, notify, notify_at, zone, zone_at, stopped_at, created_at FROM people WHERE id = $1`, id)
	if err != nil {
		return people.Person{}, fmt.Errorf("person %s: %w", id, err)
	}
	return p, nil
}

// SetLang implements people.Store.
func (db *DB) SetLang(ctx context.Context, id, lang string) error {
	return db.setPerson(ctx, id, `UPDATE people SET lang = $1 WHERE id = $2`, lang)
}

// SetNotice implements people.Store.
func (db *DB) SetNotice(ctx context.Context, id, version string, at time.Time) error {
	return db.setPerson(ctx, id, `UPDATE people SET notice_version = $1, notice_at = $3 WHERE id = $2`, version, millis(at))
}

// SetNotify implements people.Store.
func (db *DB) SetNotify(ctx context.Context, id string, on bool, at time.Time) error {
	return db.setPerson(ctx, id, `UPDATE people SET notify = $1, notify_at = $3,
		stopped_at = CASE WHEN $1 THEN 0 ELSE stopped_at END WHERE id = $2`, on, millis(at))
}

// SetZone implements people.Store.
func (db *DB) SetZone(ctx context.Context, id, zone string, at time.Time) error {
	return db.setPerson(ctx, id, `UPDATE people SET zone = $1, zone_at = $3 WHERE id = $2`, zone, millis(at))
}

// Stop implements people.Store.
func (db *DB) Stop(ctx context.Context, id string, at time.Time) error {
	return db.within(ctx, func(ctx context.Context) error {
		err := db.setPerson(ctx, id, `UPDATE people SET stopped_at = $1, notify = FALSE, notify_at = $1 WHERE id = $2`, millis(at))
		if err != nil {
			return err
		}
		return db.dropUnasked(ctx, id)
	})
}

// setPerson runs an update whose $2 is the person.
func (db *DB) setPerson(ctx context.Context, id, query string, first any, more ...any) error {
	n, err := db.exec(ctx, query, append([]any{first, id}, more...)...)
	if err == nil && n == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("person %s: %w", id, err)
	}
	return nil
}

// Link implements people.Store.
func (db *DB) Link(ctx context.Context, id string, identity talk.Identity) error {
	key := db.vault.Key(identity.Kind, identity.ID)
	return db.within(ctx, func(ctx context.Context) error {
		n, err := db.exec(ctx, `INSERT INTO identities (key, person, kind) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING`,
			key, id, identity.Kind)
		if err != nil || n == 1 {
			return err
		}
		var owner string
		if err := db.one(ctx, []any{&owner}, `SELECT person FROM identities WHERE key = $1`, key); err != nil {
			return err
		}
		if owner != id {
			return fmt.Errorf("identity %q of person %s: %w", identity.Kind, id, flows.ErrExists)
		}
		return nil
	})
}
