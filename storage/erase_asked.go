package storage

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode"

	"majlis/flows/live"
	"majlis/flows/talk"
)

// askedRow is a question as it stands in the log of a broadcast.
type askedRow struct {
	live.Asked
	seq  int64
	data live.Data
}

// askedIn finds what a deleted message, in all its versions, asked in broadcasts: a
// message that ended as a question, or whose words became one some messages later.
func (db *DB) askedIn(ctx context.Context, contact string, rows []heardRow) (list []live.Asked, err error) {
	refs, err := all(ctx, db, scanString, `SELECT ref FROM inbox WHERE contact = $1 AND state = $2 ORDER BY arrival`, contact, talk.EndQuestion)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		asked, err := db.askedWith(ctx, ref, refs)
		if err != nil {
			return nil, err
		}
		for _, q := range asked {
			became := func(h heardRow) bool { return h.became(ref, q.data.Text) }
			if slices.ContainsFunc(rows, became) && !slices.Contains(list, q.Asked) {
				list = append(list, q.Asked)
			}
		}
	}
	return list, nil
}

// became reports a message that asked the question ref, or that says its words.
func (h heardRow) became(ref, words string) bool {
	if h.state == talk.EndQuestion && h.ref == ref {
		return true
	}
	words = unspaced(words)
	return words != "" && strings.Contains(unspaced(h.text), words)
}

func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// askedWith is a question and those that one message asked with it: they follow it
// in the log, and no message is known to have asked them.
func (db *DB) askedWith(ctx context.Context, ref string, refs []string) ([]askedRow, error) {
	near, err := all(ctx, db, func(rows *sql.Rows) (q askedRow, err error) {
		err = rows.Scan(&q.Broadcast, &q.Question, &q.seq, jsonValue{&q.data})
		return q, err
	}, `SELECT e.broadcast, e.asked, e.seq, e.data FROM live_events f JOIN live_events e
		ON e.broadcast = f.broadcast AND e.seq BETWEEN f.seq AND f.seq + $2
		WHERE f.asked = $1 AND f.asked <> '' ORDER BY e.seq`, ref, live.MostSeveral-1)
	if err != nil {
		return nil, err
	}
	for i, q := range near {
		if i > 0 && (q.data.Person != near[0].data.Person || q.Question == "" || slices.Contains(refs, q.Question)) {
			return near[:i], nil
		}
	}
	return near, nil
}
