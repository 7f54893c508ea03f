package storage

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"majlis/flows/talk"
)

// Replies lists what a person was told on the channel named by an identity's
// kind with a Seq above after, lowest first; none for somebody unknown. What was
// dropped before it was sent is left out.
func (db *DB) Replies(ctx context.Context, visitor talk.Identity, after int64, limit int) ([]talk.Line, error) {
	who, found, err := db.conversation(ctx, visitor)
	if err != nil || !found {
		return nil, err
	}
	return all(ctx, db, scanSaid, `SELECT `+saidColumns+` FROM outbox
		WHERE person = $1 AND seq > $2 AND contact = $3 AND state <> 'dropped' ORDER BY seq LIMIT $4`,
		who.Person, after, who.Contact, limit)
}

// Transcript lists the newest lines of both sides of a visitor's conversation,
// oldest first.
func (db *DB) Transcript(ctx context.Context, visitor talk.Identity, limit int) ([]talk.Line, error) {
	who, found, err := db.conversation(ctx, visitor)
	if err != nil || !found {
		return nil, err
	}
	return db.transcript(ctx, who, limit)
}

// Conversation is Transcript for a conversation known by its contact, as staff
// read it beside a case.
func (db *DB) Conversation(ctx context.Context, contact string, limit int) ([]talk.Line, error) {
	who := talk.Who{Contact: contact}
	err := db.one(ctx, []any{&who.Person}, `SELECT person FROM contacts WHERE id = $1`, contact)
	if err != nil {
		return nil, err
	}
	return db.transcript(ctx, who, limit)
}

// Told lists what a person was told about a case, oldest first, with what is known
// of how far it got. What was dropped before it was sent is left out.
func (db *DB) Told(ctx context.Context, caseID string) ([]talk.Line, error) {
	return all(ctx, db, scanSaid, `SELECT `+saidColumns+` FROM outbox
		WHERE person = (SELECT person FROM cases WHERE id = $1) AND about = $1 AND state <> 'dropped' ORDER BY seq`, caseID)
}

// conversation is the one of a person on the channel their identity is of.
func (db *DB) conversation(ctx context.Context, visitor talk.Identity) (talk.Who, bool, error) {
	return db.Who(ctx, talk.Inbound{Channel: visitor.Kind, Senders: []talk.Identity{visitor}})
}

func (db *DB) transcript(ctx context.Context, who talk.Who, limit int) ([]talk.Line, error) {
	ours, err := all(ctx, db, scanSaid, `SELECT `+saidColumns+` FROM outbox
		WHERE person = $1 AND contact = $2 AND state <> 'dropped' ORDER BY seq DESC LIMIT $3`, who.Person, who.Contact, limit)
	if err != nil {
		return nil, err
	}
	labels := optionLabels(ours)
	theirs, err := all(ctx, db, func(rows *sql.Rows) (talk.Line, error) { return scanHeard(rows, labels) },
		`SELECT native, kind, text, more, arrival, state <> '' FROM inbox
		WHERE contact = $1 AND kind NOT IN ($2, $3, $4, $5) ORDER BY arrival DESC LIMIT $6`,
		who.Contact, talk.KindBlocked, talk.KindReturned, talk.KindEdit, talk.KindInvite, limit)
	if err != nil {
		return nil, err
	}
	slices.Reverse(theirs) // what was said within one millisecond keeps its order
	return newest(append(theirs, ours...), limit), nil
}

// newest puts lines in the order they were said and keeps the last. Within a
// millisecond what the person said comes first: ours is the answer.
func newest(lines []talk.Line, limit int) []talk.Line {
	slices.SortStableFunc(lines, func(a, b talk.Line) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq)) // Seq of what they said is 0
	})
	return lines[max(0, len(lines)-limit):]
}

const saidColumns = `person, seq, posted_at, body, lang, sent_at, delivered_at, read_at,
	CASE WHEN state = 'failed' THEN code ELSE '' END, dedupe`

func scanSaid(rows *sql.Rows) (l talk.Line, err error) {
	var person string
	err = rows.Scan(&person, &l.Seq, timeValue{&l.At}, jsonValue{&l.Message}, &l.Lang,
		timeValue{&l.Sent}, timeValue{&l.Delivered}, timeValue{&l.Read}, &l.Failed, &l.Dedupe)
	l.ID = parcelID{person, l.Seq}.String()
	return l, err
}

// scanHeard reads what a person said. The time shown is that of its arrival,
// which is the clock that our own messages go by.
func scanHeard(rows *sql.Rows, labels map[string]string) (talk.Line, error) {
	l := talk.Line{Mine: true}
	var more inboxMore
	var arrival int64
	err := rows.Scan(&l.ID, &l.Kind, &l.Text, jsonValue{&more}, &arrival, &l.Handled)
	l.At, l.Files, l.Place = timeOf(arrival/1000), more.Files, more.Place
	if label, known := labels[more.Choice]; known && more.Choice != "" {
		l.Text = label
	}
	return l, err
}

// optionLabels maps the payload of every button shown to its label.
func optionLabels(ours []talk.Line) map[string]string {
	labels := map[string]string{}
	for _, l := range ours {
		for _, o := range l.Message.Options {
			labels[l.Message.Payload(o.ID)] = strings.TrimSpace(o.Label)
		}
	}
	return labels
}
