package storage

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"majlis/flows/live"
	"majlis/flows/talk"
)

// heardRow is a message as it stands in the inbox.
type heardRow struct {
	id, native, text, state, ref string
	kind                         talk.Kind
	more                         inboxMore
}

// version reports a message that native names, or a later version of it.
func (h heardRow) version(native string) bool {
	switch h.kind {
	case talk.KindDeleted, talk.KindReaction, talk.KindInvite:
		return false
	}
	return h.native == native || h.more.Edits == native
}

// erase honours that a person deleted a message: its words, place and files are
// gone, in every version of it, and what still waits for its turn gets none. What
// it had become part of as a case is the ministry's record and stays; about is
// that case, or what it had asked in a broadcast, and files are those that no case
// holds.
func (db *DB) erase(ctx context.Context, who talk.Who, native string) (about string, files []talk.File, err error) {
	if native == "" {
		return "", nil, nil
	}
	rows, err := all(ctx, db, func(rows *sql.Rows) (h heardRow, err error) {
		err = rows.Scan(&h.id, &h.kind, &h.native, &h.text, jsonValue{&h.more}, &h.state, &h.ref)
		return h, err
	}, `SELECT id, kind, native, text, more, state, ref FROM inbox
		WHERE contact = $1 AND (native = $2 OR kind = $3) ORDER BY arrival`, who.Contact, native, talk.KindEdit)
	if err != nil {
		return "", nil, err
	}
	rows = slices.DeleteFunc(rows, func(h heardRow) bool { return !h.version(native) })
	if len(rows) == 0 {
		return "", nil, nil
	}
	filed, err := db.filedBy(ctx, who.Person)
	if err != nil {
		return "", nil, err
	}
	for _, h := range rows {
		if id := filed.about(h); id != "" {
			about = id
		}
		files = append(files, slices.DeleteFunc(h.more.Files, func(f talk.File) bool { return filed.holds(f.ID) })...)
		if err := db.eraseRow(ctx, h); err != nil {
			return "", nil, err
		}
	}
	if about == "" {
		asked, err := db.askedIn(ctx, who.Contact, rows)
		if err != nil {
			return "", nil, err
		}
		about = live.AboutAsked(asked)
	}
	for _, f := range files {
		if _, err := db.exec(ctx, `DELETE FROM files WHERE id = $1 AND contact = $2`, f.ID, who.Contact); err != nil {
			return "", nil, err
		}
	}
	return about, files, nil
}

func (db *DB) eraseRow(ctx context.Context, h heardRow) error {
	more, err := inboxMore{Deleted: true, About: h.more.About}.text()
	if err != nil {
		return err
	}
	_, err = db.exec(ctx, `UPDATE inbox SET text = '', more = $2,
		ref = CASE WHEN state IN ('', 'dead') THEN 'deleted' ELSE ref END,
		ended_at = CASE WHEN state = '' THEN $3 ELSE ended_at END,
		state = CASE WHEN state IN ('', 'dead') THEN $4 ELSE state END WHERE id = $1`,
		h.id, more, millis(db.now()), talk.EndDiscard)
	return err
}

// filing is something of a case that a person said.
type filing struct {
	caseID, text string
	files        []string
}

// filings are all that a person's cases hold of what they said.
type filings []filing

func (db *DB) filedBy(ctx context.Context, person string) (filings, error) {
	return all(ctx, db, func(rows *sql.Rows) (f filing, err error) {
		err = rows.Scan(&f.caseID, &f.text, jsonValue{&f.files})
		return f, err
	}, `SELECT id, text, files FROM cases WHERE person = $1 UNION ALL
		SELECT e.case_id, e.text, e.files FROM case_events e JOIN cases c ON c.id = e.case_id
		WHERE c.person = $1 AND e.actor = ''`, person)
}

// about is the case that a message became, or that holds its words or files: the
// words of a case were mostly said some messages before the one that filed it.
func (list filings) about(h heardRow) string {
	if h.state == talk.EndCase {
		return h.ref
	}
	text := strings.TrimSpace(h.text)
	for _, f := range list {
		if text != "" && strings.TrimSpace(f.text) == text {
			return f.caseID
		}
		if slices.ContainsFunc(h.more.Files, func(sent talk.File) bool { return slices.Contains(f.files, sent.ID) }) {
			return f.caseID
		}
	}
	return ""
}

// holds reports a file that a case names.
func (list filings) holds(file string) bool {
	return slices.ContainsFunc(list, func(f filing) bool { return slices.Contains(f.files, file) })
}
