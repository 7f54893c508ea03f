package storage

import (
	"context"
	"slices"

	"majlis/flows/talk"
)

// Report is what an audit found. Every message that came in has exactly one end,
// or waits for it.
type Report struct {
	Inbound   int                       `json:"inbound"`   // messages taken
	Channels  map[string]map[string]int `json:"channels"`  // by channel and end; "" waits
	Ends      map[string]int            `json:"ends"`      // by end, of all channels
	Unhandled int                       `json:"unhandled"` // wait for their turn
	Dead      int                       `json:"dead"`      // given up, for staff to see
	Outbound  map[string]int            `json:"outbound"`  // parcels by state
	Failed    map[string]int            `json:"failed"`    // parcels that were given up, by code

	// What must be nought.
	Unknown    int `json:"unknown_ends"` // ends that are none of the house's
	Dangling   int `json:"dangling"`     // ends as a case, question or answer that isn't there
	Twice      int `json:"ended_twice"`  // turns that ended two messages
	Disordered int `json:"disordered"`   // handled before an older message that was there already
	Gaps       int `json:"gaps"`         // parcels missing from the numbering per person
}

// Balanced reports whether the books are in order.
func (r Report) Balanced() bool {
	ends := r.Unhandled
	for _, n := range r.Ends {
		ends += n
	}
	return ends == r.Inbound && r.Unknown+r.Dangling+r.Twice+r.Disordered+r.Gaps == 0
}

// ends are the states a message can end in.
var ends = []string{
	talk.EndCase, talk.EndQuestion, talk.EndAnswer, talk.EndTalk, talk.EndDiverted, talk.EndDiscard, talk.EndDead,
}

// Audit reconciles what came in with how it ended, as of one moment.
func (db *DB) Audit(ctx context.Context) (Report, error) {
	r := Report{Channels: map[string]map[string]int{}, Ends: map[string]int{}, Outbound: map[string]int{}, Failed: map[string]int{}}
	err := db.snapshot(ctx, func(ctx context.Context) error {
		if err := db.countInbound(ctx, &r); err != nil {
			return err
		}
		if err := db.countOutbound(ctx, &r); err != nil {
			return err
		}
		return db.countFaults(ctx, &r)
	})
	return r, err
}

func (db *DB) countInbound(ctx context.Context, r *Report) error {
	var channel, end string
	var n int
	return db.each(ctx, func() error {
		if r.Channels[channel] == nil {
			r.Channels[channel] = map[string]int{}
		}
		r.Inbound += n
		r.Channels[channel][end] += n
		switch {
		case end == "":
			r.Unhandled += n
			return nil
		case end == talk.EndDead:
			r.Dead += n
		case !slices.Contains(ends, end):
			r.Unknown += n
		}
		r.Ends[end] += n
		return nil
	}, []any{&channel, &end, &n}, `SELECT channel, state, COUNT(*) FROM inbox GROUP BY channel, state`)
}

func (db *DB) countOutbound(ctx context.Context, r *Report) error {
	var state, code string
	var n int
	return db.each(ctx, func() error {
		r.Outbound[state] += n
		if state == "failed" {
			r.Failed[code] += n
		}
		return nil
	}, []any{&state, &code, &n}, `SELECT state, CASE WHEN state = 'failed' THEN code ELSE '' END AS failed, COUNT(*)
		FROM outbox GROUP BY state, failed`)
}

// countFaults looks for what can't be. An older message counts as overtaken only
// if it was there when the newer one was handled: one that a channel brought too
// late could not be waited for.
func (db *DB) countFaults(ctx context.Context, r *Report) error {
	for _, fault := range []struct {
		count *int
		query string
	}{
		{&r.Dangling, `SELECT COUNT(*) FROM inbox i WHERE
			i.state = 'case' AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = i.ref) OR
			i.state = 'question' AND NOT EXISTS (SELECT 1 FROM questions q WHERE q.id = i.ref)
				AND NOT EXISTS (SELECT 1 FROM live_events e WHERE e.asked = i.ref AND e.asked <> '') OR
			i.state = 'answer' AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = i.ref)`},
		{&r.Twice, `SELECT COUNT(*) FROM (SELECT 1 FROM inbox WHERE turn > 0 GROUP BY contact, turn HAVING COUNT(*) > 1) AS twice`},
		{&r.Disordered, `SELECT COUNT(*) FROM (
			SELECT turn, ended_at, LAG(turn) OVER line AS turn_before, LAG(arrival) OVER line AS arrival_before
			FROM inbox WHERE turn > 0 AND retries = 0 WINDOW line AS (PARTITION BY contact ORDER BY ord, arrival)) AS pairs
			WHERE turn_before > turn AND arrival_before / 1000 < ended_at`},
		{&r.Gaps, `SELECT COALESCE(SUM(top - n), 0) FROM
			(SELECT MAX(seq) AS top, COUNT(*) AS n FROM outbox GROUP BY person) AS numbered`},
	} {
		if err := db.one(ctx, []any{fault.count}, fault.query); err != nil {
			return err
		}
	}
	return nil
}
