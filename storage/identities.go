package storage

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"majlis/flows"
	"majlis/flows/people"
	"majlis/flows/talk"
)

// identity is one way a sender is known: its key, what kind it is, whose it is (""
// nobody's yet), and the time zone it tells ("" none).
type identity struct{ key, kind, person, zone string }

// account reports an identity that stays with one person. A phone number does not:
// it is given up, and given to another.
func (i identity) account() bool {
	return i.kind != people.IdentityPhone && i.kind != people.IdentityEmail
}

// identify looks up all identities of a message's sender, surest first.
func (db *DB) identify(ctx context.Context, in talk.Inbound) ([]identity, error) {
	ids := make([]identity, len(in.Senders))
	for i, s := range in.Senders {
		ids[i] = identity{key: db.vault.Key(s.Kind, s.ID), kind: s.Kind}
		if s.Kind == people.IdentityPhone {
			ids[i].zone = people.ZoneOf(s.ID)
		}
		err := db.one(ctx, []any{&ids[i].person}, `SELECT person FROM identities WHERE key = $1`, ids[i].key)
		if err != nil && !errors.Is(err, flows.ErrNotFound) {
			return nil, err
		}
	}
	return ids, nil
}

// agreed is the person that all known identities lead to, "" when there is none,
// or when whose they are has yet to be settled.
func agreed(ids []identity) string {
	for _, id := range ids[1:] {
		if id.person != "" && id.person != ids[0].person {
			return ""
		}
	}
	return ids[0].person
}

// settle finds or makes the one record behind all identities of a message: the
// surest decides, records that the others lead to become part of it, and what is
// new is written down. An identity whose record must be another's is left there.
func (db *DB) settle(ctx context.Context, ids []identity) (person string, fresh bool, err error) {
	person = ids[0].person
	for _, id := range ids {
		if id.person == "" || id.person == person {
			continue
		}
		other, err := db.partOf(ctx, id.person) // one before may have led to the same record
		if err != nil {
			return "", false, err
		}
		if other == person {
			continue
		}
		apart, err := db.apart(ctx, person, other, ids)
		switch {
		case err != nil:
			return "", false, err
		case apart:
		case person == "":
			person = other
		default:
			if err := db.merge(ctx, other, person); err != nil {
				return "", false, err
			}
		}
	}
	if fresh = person == ""; fresh {
		if person, err = db.createPerson(ctx); err != nil {
			return "", false, err
		}
	}
	return person, fresh, db.keepIdentities(ctx, person, ids)
}

// keepIdentities writes down what of the sender is new. Those from before kinds
// were kept get theirs.
func (db *DB) keepIdentities(ctx context.Context, person string, ids []identity) error {
	for _, id := range ids {
		n, err := db.exec(ctx, `INSERT INTO identities (key, person, kind) VALUES ($1, $2, $3)
			ON CONFLICT (key) DO UPDATE SET kind = excluded.kind WHERE identities.kind = ''`, id.key, person, id.kind)
		if err == nil && n > 0 && id.zone != "" {
			_, err = db.exec(ctx, `UPDATE people SET zone = $1 WHERE id = $2 AND zone_at = 0`, id.zone, person)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// apart reports that the record other can't be the sender's, who has the record
// person ("" none yet): each has an account of the same kind that the other has
// not. A phone number that was given to somebody else leads to such a record, and
// must not open its former owner's cases.
func (db *DB) apart(ctx context.Context, person, other string, ids []identity) (bool, error) {
	theirs, err := db.identitiesOf(ctx, other)
	if err != nil {
		return false, err
	}
	var mine []identity
	if person != "" {
		if mine, err = db.identitiesOf(ctx, person); err != nil {
			return false, err
		}
	}
	for _, id := range ids {
		if id.person == "" || id.person == person {
			mine = append(mine, id)
		}
	}
	return slices.ContainsFunc(theirs, func(their identity) bool {
		return slices.ContainsFunc(mine, func(my identity) bool {
			return my.account() && my.kind == their.kind && my.key != their.key && !named(ids, their.key)
		})
	}), nil
}

// named reports an identity that the message itself carries.
func named(ids []identity, key string) bool {
	return slices.ContainsFunc(ids, func(id identity) bool { return id.key == key })
}

// identitiesOf lists how a person is known. One from before kinds were kept may be
// of any channel that the person has a conversation on: accounts of a channel have
// its name as their kind.
func (db *DB) identitiesOf(ctx context.Context, person string) ([]identity, error) {
	return all(ctx, db, func(rows *sql.Rows) (id identity, err error) {
		id.person = person
		err = rows.Scan(&id.key, &id.kind)
		return id, err
	}, `SELECT i.key, CASE WHEN i.kind = '' THEN COALESCE(c.channel, '') ELSE i.kind END FROM identities i
		LEFT JOIN contacts c ON c.person = i.person AND i.kind = '' WHERE i.person = $1`, person)
}

// partOf is the record that a person's became part of, or their own.
func (db *DB) partOf(ctx context.Context, person string) (string, error) {
	key := parcelID{person: person}
	for {
		err := db.renumbered(ctx, &key)
		if errors.Is(err, flows.ErrNotFound) {
			return key.person, nil
		}
		if err != nil {
			return "", err
		}
	}
}
