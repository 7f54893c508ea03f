package storage

import (
	"context"

	"majlis/flows/live"
)

// mergeAsked writes into the log of every broadcast that is not over that two of
// those who take part are one person, so that the board counts them once. Whoever
// asked has joined before: nobody with a question is missed.
func (db *DB) mergeAsked(ctx context.Context, gone, person string) error {
	ids, err := all(ctx, db, scanString, `SELECT broadcast FROM live_members JOIN live_broadcasts ON id = broadcast
		WHERE person = $1 AND status NOT IN ('closed', 'reported', 'cancelled') ORDER BY broadcast`, gone)
	if err != nil {
		return err
	}
	events := make([]live.Event, len(ids))
	for i, id := range ids {
		events[i] = live.Event{
			Broadcast: id, At: db.now(), Kind: live.EventOnePerson, Data: live.Data{Person: gone, Into: person},
		}
	}
	return liveStore{db}.Append(ctx, -1, events...)
}
