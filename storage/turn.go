package storage

import (
	"cmp"
	"context"
	"fmt"

	"majlis/flows"
	"majlis/flows/cases"
	"majlis/flows/talk"
)

// Finish implements talk.Store.
func (db *DB) Finish(ctx context.Context, t talk.Turn) error {
	return db.within(ctx, func(ctx context.Context) error {
		if err := db.saveSession(ctx, t); err != nil {
			return err
		}
		if t.Row != "" {
			if err := db.endInbox(ctx, t.Row, t.End, t.Session.Turn); err != nil {
				return err
			}
		}
		if t.Said != "" {
			if err := db.SetLang(ctx, t.Who.Person, t.Said); err != nil {
				return err
			}
		}
		switch {
		case t.Row == "":
			return db.remind(ctx, t, talk.LaneNotice)
		case t.Unasked:
			lane, err := db.inviteLane(ctx, t.Row)
			if err != nil {
				return err
			}
			return db.remind(ctx, t, lane)
		}
		return db.say(ctx, t.Who, t.Session.Lang, t.Messages)
	})
}

// remind queues what a timer or an invite tells. Nobody wrote just now, so it goes
// after replies; what a timer tells not at all to somebody who has stopped what
// comes unasked.
func (db *DB) remind(ctx context.Context, t talk.Turn, lane talk.Lane) error {
	for _, m := range t.Messages {
		if _, err := db.post(ctx, cases.Post{Contact: t.Who.Contact, Lane: lane, Message: m}); err != nil {
			return err
		}
	}
	return nil
}

// endInbox records the one end state of a message. One that has its end already
// was handled by another.
func (db *DB) endInbox(ctx context.Context, row string, end talk.End, turn int) error {
	n, err := db.exec(ctx, `UPDATE inbox SET state = $1, ref = $2, turn = $3, ended_at = $4 WHERE id = $5 AND state = ''`,
		end.State, end.Ref, turn, millis(db.now()), row)
	if err == nil && n == 0 {
		err = fmt.Errorf("message %s has its end: %w", row, talk.ErrStale)
	}
	return err
}

// say queues what a turn tells.
func (db *DB) say(ctx context.Context, who talk.Who, lang string, messages []talk.Message) error {
	lang = cmp.Or(lang, flows.Arabic)
	for _, m := range messages {
		if _, err := db.enqueue(ctx, outgoing{who: who, lang: lang, message: m}); err != nil {
			return err
		}
	}
	return nil
}

// Settle implements talk.Store.
func (db *DB) Settle(ctx context.Context, row string, end talk.End, tell []talk.Message) error {
	return db.within(ctx, func(ctx context.Context) error {
		if err := db.endInbox(ctx, row, end, 0); err != nil {
			return err
		}
		if len(tell) == 0 {
			return nil
		}
		var who talk.Who
		var lang string
		err := db.one(ctx, []any{&who.Person, &who.Contact, &who.Channel, &lang}, `SELECT c.person, c.id, c.channel, p.lang
			FROM inbox i JOIN contacts c ON c.id = i.contact JOIN people p ON p.id = c.person WHERE i.id = $1`, row)
		if err != nil {
			return err
		}
		return db.say(ctx, who, lang, tell)
	})
}
