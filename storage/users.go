package storage

import (
	"context"
	"database/sql"
	"fmt"

	"majlis/flows"
	"majlis/flows/staff"
	"majlis/flows/words"
)

var _ staff.Store = (*DB)(nil)

const userColumns = `id, name, role, lang, password, disabled, created_at`

func scanUser(rows *sql.Rows) (u staff.User, err error) {
	err = rows.Scan(&u.ID, &u.Name, &u.Role, &u.Lang, &u.Password, &u.Disabled, timeValue{&u.CreatedAt})
	return u, err
}

// CreateUser implements staff.Store.
func (db *DB) CreateUser(ctx context.Context, u staff.User) error {
	n, err := db.exec(ctx, `INSERT INTO users (`+userColumns+`, folded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT DO NOTHING`,
		u.ID, u.Name, u.Role, u.Lang, u.Password, u.Disabled, millis(u.CreatedAt), words.Fold(u.Name))
	if err == nil && n == 0 {
		err = fmt.Errorf("user %q: %w", u.Name, flows.ErrExists)
	}
	return err
}

// User implements staff.Store.
func (db *DB) User(ctx context.Context, id string) (staff.User, error) {
	return db.findUser(ctx, `id = $1`, id)
}

// UserByName implements staff.Store.
func (db *DB) UserByName(ctx context.Context, name string) (staff.User, error) {
	return db.findUser(ctx, `folded = $1`, words.Fold(name))
}

// findUser keeps what was typed out of its error: it may be a password.
func (db *DB) findUser(ctx context.Context, where, value string) (staff.User, error) {
	found, err := all(ctx, db, scanUser, `SELECT `+userColumns+` FROM users WHERE `+where, value)
	if err == nil && len(found) == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return staff.User{}, fmt.Errorf("user: %w", err)
	}
	return found[0], nil
}

// UpdateUser implements staff.Store; flows.ErrExists when the new name is another's.
func (db *DB) UpdateUser(ctx context.Context, u staff.User) error {
	n, err := db.exec(ctx, `UPDATE users SET name = $2, folded = $3, role = $4, lang = $5, password = $6, disabled = $7 WHERE id = $1`,
		u.ID, u.Name, words.Fold(u.Name), u.Role, u.Lang, u.Password, u.Disabled)
	if err == nil && n == 0 {
		err = flows.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("user %s: %w", u.ID, err)
	}
	return nil
}

// Users implements staff.Store: in the order they were made.
func (db *DB) Users(ctx context.Context) ([]staff.User, error) {
	return all(ctx, db, scanUser, `SELECT `+userColumns+` FROM users ORDER BY created_at, id`)
}
