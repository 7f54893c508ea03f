package storage

import (
	"context"
	"errors"
	"fmt"

	"majlis/flows"
)

// FollowUp implements live.Store.
func (db liveStore) FollowUp(ctx context.Context, broadcast, group, person string, file func(ctx context.Context) (string, error)) (string, error) {
	var id string
	err := db.within(ctx, func(ctx context.Context) error {
		person, err := db.personNow(ctx, person)
		if err != nil {
			return err
		}
		err = db.one(ctx, []any{&id}, `SELECT case_id FROM live_follow_ups WHERE group_id = $1 AND person = $2`, group, person)
		if !errors.Is(err, flows.ErrNotFound) {
			return err
		}
		if id, err = file(ctx); err != nil {
			return err
		}
		_, err = db.exec(ctx, `INSERT INTO live_follow_ups (group_id, person, broadcast, case_id) VALUES ($1, $2, $3, $4)`,
			group, person, broadcast, id)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("following group %s up: %w", group, err)
	}
	return id, nil
}

// FollowUps implements live.Store.
func (db liveStore) FollowUps(ctx context.Context, broadcast string) (map[string][]string, error) {
	list := map[string][]string{}
	var group, id string
	err := db.each(ctx, func() error {
		list[group] = append(list[group], id)
		return nil
	}, []any{&group, &id}, `SELECT group_id, case_id FROM live_follow_ups WHERE broadcast = $1 ORDER BY group_id, case_id`, broadcast)
	return list, err
}
