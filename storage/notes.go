package storage

import (
	"context"
	"fmt"
)

// SetNote keeps a text under a name, sealed; the one kept before is gone.
func (db *DB) SetNote(ctx context.Context, name, text string) error {
	_, err := db.exec(ctx, `INSERT INTO notes (name, text, at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET text = excluded.text, at = excluded.at`,
		name, db.vault.Seal([]byte(text)), millis(db.now()))
	return err
}

// Note reads what was kept under a name; flows.ErrNotFound for nothing.
func (db *DB) Note(ctx context.Context, name string) (string, error) {
	var sealed []byte
	err := db.one(ctx, []any{&sealed}, `SELECT text FROM notes WHERE name = $1`, name)
	if err != nil {
		return "", fmt.Errorf("note %q: %w", name, err)
	}
	plain, err := db.vault.Open(sealed)
	if err != nil {
		return "", fmt.Errorf("note %q: %w", name, err)
	}
	return string(plain), nil
}
