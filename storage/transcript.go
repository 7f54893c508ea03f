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
	said, err := all(ctx, db, scanSaid, `SELECT `+saidColumns+` FROM outbox
		WHERE person = $1 AND seq > $2 AND contact = $3 AND state <> 'dropped' ORDER BY seq LIMIT $4`,
		who.Person, after, who.Contact, limit)
	return linesOf(said, nil), err
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
// of how far it got. What was dropped before it was sent stands there as failed.
func (db *DB) Told(ctx context.Context, caseID string) ([]talk.Line, error) {
	var who talk.Who
	err := db.one(ctx, []any{&who.Person, &who.Contact}, `SELECT person, contact FROM cases WHERE id = $1`, caseID)
	if err != nil {
		return nil, err
	}
	said, err := all(ctx, db, scanSaid, `SELECT `+saidColumns+` FROM outbox
		WHERE person = $1 AND about = $2 ORDER BY seq`, who.Person, caseID)
	if err != nil {
		return nil, err
	}
	signs, err := db.reactions(ctx, who.Contact)
	return linesOf(said, signs), err
}

// conversation is the one of a person on the channel their identity is of.
func (db *DB) conversation(ctx context.Context, visitor talk.Identity) (talk.Who, bool, error) {
	return db.Who(ctx, talk.Inbound{Channel: visitor.Kind, Senders: []talk.Identity{visitor}})
}

func (db *DB) transcript(ctx context.Context, who talk.Who, limit int) ([]talk.Line, error) {
	said, err := all(ctx, db, scanSaid, `SELECT `+saidColumns+` FROM outbox
		WHERE person = $1 AND contact = $2 AND state <> 'dropped' ORDER BY seq DESC LIMIT $3`, who.Person, who.Contact, limit)
	if err != nil {
		return nil, err
	}
	signs, err := db.reactions(ctx, who.Contact)
	if err != nil {
		return nil, err
	}
	ours := linesOf(said, signs)
	labels := optionLabels(ours)
	theirs, err := all(ctx, db, func(rows *sql.Rows) (talk.Line, error) { return scanHeard(rows, labels) },
		`SELECT native, kind, text, more, arrival, state <> '' FROM inbox
		WHERE contact = $1 AND kind NOT IN (`+unsaid+`) ORDER BY arrival DESC LIMIT $2`, who.Contact, limit)
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
	CASE WHEN state IN ('failed', 'dropped') THEN code ELSE '' END, dedupe, native`

// saidLine is a message of ours with the channel's id of it.
type saidLine struct {
	talk.Line
	native string
}

func scanSaid(rows *sql.Rows) (l saidLine, err error) {
	var person string
	err = rows.Scan(&person, &l.Seq, timeValue{&l.At}, jsonValue{&l.Message}, &l.Lang,
		timeValue{&l.Sent}, timeValue{&l.Delivered}, timeValue{&l.Read}, &l.Failed, &l.Dedupe, &l.native)
	l.ID = parcelID{person, l.Seq}.String()
	return l, err
}

// linesOf puts the sign a person set on a message of ours beside it.
func linesOf(said []saidLine, signs map[string]string) []talk.Line {
	var lines []talk.Line
	for _, l := range said {
		if l.native != "" {
			l.Reaction = signs[l.native]
		}
		lines = append(lines, l.Line)
	}
	return lines
}

// reactions are the signs a person set on our messages, by the channel's id of
// the message: the newest, "" when it was taken back.
func (db *DB) reactions(ctx context.Context, contact string) (map[string]string, error) {
	signs := map[string]string{}
	var text string
	var more inboxMore
	err := db.each(ctx, func() error {
		signs[more.ReplyTo], more = text, inboxMore{}
		return nil
	}, []any{&text, jsonValue{&more}}, `SELECT text, more FROM inbox WHERE contact = $1 AND kind = $2 ORDER BY arrival`,
		contact, talk.KindReaction)
	return signs, err
}

// scanHeard reads what a person said. The time shown is that of its arrival,
// which is the clock that our own messages go by.
func scanHeard(rows *sql.Rows, labels map[string]string) (talk.Line, error) {
	l := talk.Line{Mine: true}
	var more inboxMore
	var arrival int64
	err := rows.Scan(&l.ID, &l.Kind, &l.Text, jsonValue{&more}, &arrival, &l.Handled)
	l.At, l.Files, l.Place, l.Deleted = timeOf(arrival/1000), more.Files, more.Place, more.Deleted
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
