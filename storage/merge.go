package storage

import (
	"cmp"
	"context"

	"majlis/flows/people"
	"majlis/flows/talk"
)

// merge makes the record gone part of person, in the open transaction: two
// identities turned out to be one person's. Nothing that either of them said,
// asked, filed or was told is lost; it is written down as one person's.
func (db *DB) merge(ctx context.Context, gone, person string) error {
	db.known.purge()              // for those who come later in this very batch
	onCommit(ctx, db.known.purge) // for what those before it in the batch will keep
	var shift int64
	err := db.one(ctx, []any{&shift}, `SELECT COALESCE(MAX(seq), 0) FROM outbox WHERE person = $1`, person)
	if err != nil {
		return err
	}
	kept, err := db.mergedPerson(ctx, gone, person)
	if err != nil {
		return err
	}
	if err := db.mergeAsked(ctx, gone, person); err != nil {
		return err
	}
	if err := db.moveRecords(ctx, gone, person, shift); err != nil {
		return err
	}
	if err := db.moveContacts(ctx, gone, person); err != nil {
		return err
	}
	if err := db.writeMerged(ctx, kept); err != nil {
		return err
	}
	_, err = db.exec(ctx, `DELETE FROM people WHERE id = $1`, gone)
	if err != nil {
		return err
	}
	db.options.Log.Info("two records of one person were merged", "person", person, "gone", gone)
	_, err = db.exec(ctx, `INSERT INTO merges (gone, person, shift, at) VALUES ($1, $2, $3, $4)`, gone, person, shift, millis(db.now()))
	return err
}

// moveRecords moves what belongs to the person as such. Parcels are numbered on
// behind the person's own, in their order.
func (db *DB) moveRecords(ctx context.Context, gone, person string, shift int64) error {
	for _, query := range []string{
		`UPDATE identities SET person = $1 WHERE person = $2`,
		`UPDATE cases SET person = $1 WHERE person = $2`,
		`UPDATE questions SET asker = $1, counted = CASE WHEN counted = $2 THEN $1 ELSE counted END WHERE asker = $2 AND asker <> ''`,
		// Whoever rated an entry from both sides has one voice: that of the record that stays.
		`UPDATE entries SET useful = useful - 1 WHERE id IN (SELECT g.entry FROM ratings g
			JOIN ratings s ON s.entry = g.entry AND s.person = $1 WHERE g.person = $2 AND g.useful)`,
		`UPDATE entries SET not_useful = not_useful - 1 WHERE id IN (SELECT g.entry FROM ratings g
			JOIN ratings s ON s.entry = g.entry AND s.person = $1 WHERE g.person = $2 AND NOT g.useful)`,
		`DELETE FROM ratings WHERE person = $2 AND entry IN (SELECT entry FROM ratings WHERE person = $1)`,
		`UPDATE ratings SET person = $1 WHERE person = $2`,
		// Of a case rated from both sides the newer rating stays.
		`DELETE FROM case_ratings WHERE person IN ($1, $2) AND EXISTS (SELECT 1 FROM case_ratings o
			WHERE o.case_id = case_ratings.case_id AND o.person IN ($1, $2) AND o.person <> case_ratings.person
			AND (o.at, o.person) > (case_ratings.at, case_ratings.person))`,
		`UPDATE case_ratings SET person = $1 WHERE person = $2`,
		// Of a broadcast joined from both sides the one that was not left stays, or the newer.
		`DELETE FROM live_members WHERE person IN ($1, $2) AND EXISTS (SELECT 1 FROM live_members o
			WHERE o.broadcast = live_members.broadcast AND o.person IN ($1, $2) AND o.person <> live_members.person
			AND (NOT o.gone, o.joined_at, o.person) > (NOT live_members.gone, live_members.joined_at, live_members.person))`,
		`UPDATE live_members SET person = $1 WHERE person = $2`,
		// A group followed up for both keeps both of its cases.
		`UPDATE live_follow_ups SET person = $1 WHERE person = $2 AND NOT EXISTS (SELECT 1 FROM live_follow_ups o
			WHERE o.group_id = live_follow_ups.group_id AND o.person = $1)`,
		// What either was told in a broadcast the person was told.
		`UPDATE outbox SET dedupe = SUBSTR(dedupe, 1, LENGTH(dedupe) - LENGTH($2)) || $1
			WHERE person = $2 AND dedupe LIKE 'live|%|' || $2 AND NOT EXISTS (SELECT 1 FROM outbox o
			WHERE o.dedupe <> '' AND o.dedupe = SUBSTR(outbox.dedupe, 1, LENGTH(outbox.dedupe) - LENGTH($2)) || $1)`,
	} {
		if _, err := db.exec(ctx, query, person, gone); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`UPDATE outbox SET person = $1, seq = seq + $3 WHERE person = $2`,
		`UPDATE dead_deeds SET letter = $1 || '-' || (CAST(SUBSTR(letter, LENGTH($2) + 2) AS BIGINT) + $3) WHERE letter LIKE $2 || '-%'`,
	} {
		if _, err := db.exec(ctx, query, person, gone, shift); err != nil {
			return err
		}
	}
	return nil
}

// mergedPerson is what two records say of one person: the stricter of what they
// want to hear unasked, the language they spoke last, and the clock they chose last.
func (db *DB) mergedPerson(ctx context.Context, gone, person string) (people.Person, error) {
	a, err := db.Person(ctx, person)
	if err != nil {
		return a, err
	}
	b, err := db.Person(ctx, gone)
	if err != nil {
		return a, err
	}
	heardA, err := db.lastHeard(ctx, person)
	if err != nil {
		return a, err
	}
	heardB, err := db.lastHeard(ctx, gone)
	if err != nil {
		return a, err
	}
	if heardB > heardA {
		a.Lang = cmp.Or(b.Lang, a.Lang)
	}
	a.Lang = cmp.Or(a.Lang, b.Lang)
	if b.NoticeAt.After(a.NoticeAt) {
		a.NoticeVersion, a.NoticeAt = b.NoticeVersion, b.NoticeAt
	}
	if a.CreatedAt.After(b.CreatedAt) {
		a.CreatedAt = b.CreatedAt
	}
	if b.ZoneAt.After(a.ZoneAt) || a.ZoneAt.IsZero() && a.Zone == "" { // what was chosen last goes before any guess
		a.Zone, a.ZoneAt = b.Zone, b.ZoneAt
	}
	return stricter(a, b), nil
}

// stricter leaves in a what both agree to hear unasked. Who never said anything
// about it is not against it.
func stricter(a, b people.Person) people.Person {
	refused := func(p people.Person) bool { return !p.Notify && !p.NotifyAt.IsZero() }
	a.Notify = (a.Notify || b.Notify) && !refused(a) && !refused(b)
	if b.NotifyAt.After(a.NotifyAt) {
		a.NotifyAt = b.NotifyAt
	}
	if b.StoppedAt.After(a.StoppedAt) {
		a.StoppedAt = b.StoppedAt
	}
	if !a.StoppedAt.IsZero() {
		a.Notify = false
	}
	return a
}

// lastHeard is when a person last wrote, on any channel, in the order of arrival.
func (db *DB) lastHeard(ctx context.Context, person string) (arrival int64, err error) {
	err = db.one(ctx, []any{&arrival}, `SELECT COALESCE(MAX(i.arrival), 0)
		FROM contacts c JOIN inbox i ON i.contact = c.id WHERE c.person = $1 AND i.kind NOT IN (`+unsaid+`)`, person)
	return arrival, err
}

// writeMerged writes the person down, and drops what is no longer wanted.
func (db *DB) writeMerged(ctx context.Context, p people.Person) error {
	err := db.setPerson(ctx, p.ID, `UPDATE people SET lang = $1, notice_version = $3, notice_at = $4, notify = $5, notify_at = $6,
		stopped_at = $7, created_at = $8, zone = $9, zone_at = $10 WHERE id = $2`, p.Lang, p.NoticeVersion, millis(p.NoticeAt),
		p.Notify, millis(p.NotifyAt), millis(p.StoppedAt), millis(p.CreatedAt), p.Zone, millis(p.ZoneAt))
	if err != nil || p.StoppedAt.IsZero() {
		return err
	}
	return db.dropUnasked(ctx, p.ID)
}

// dropUnasked drops what waits for a person who stopped what comes unasked.
func (db *DB) dropUnasked(ctx context.Context, person string) error {
	_, err := db.exec(ctx, `UPDATE outbox SET state = 'dropped', code = 'stopped'
		WHERE person = $1 AND state IN ('queued', 'put_off') AND lane > $2`, person, talk.LaneAnswer)
	return err
}
