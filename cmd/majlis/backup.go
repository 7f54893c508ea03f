package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"majlis/config"
	"majlis/storage"
)

type backupCmd struct {
	To string `arg:"" help:"File to write; it must not exist."`
}

// Run copies the database as it stands, while others write.
func (b backupCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	if _, err := os.Stat(b.To); err == nil {
		return fmt.Errorf("%s is there already; name another file", b.To)
	}
	h, err := openChecked(ctx, *c, std)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.db.Backup(ctx, b.To); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "majlis: %s holds everything; it can be read only with the same MAJLIS_SECRET, which it does not hold\n", b.To)
	return nil
}

type restoreCmd struct {
	From string `arg:"" help:"A file that majlis backup wrote."`
}

// Run brings a backup back in place of a database that is gone. It overwrites
// nothing: what would be replaced must be moved away first.
func (r restoreCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	if err := c.Check(); err != nil {
		return err
	}
	if err := storage.Restore(ctx, r.From, c.DB); err != nil {
		if errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%s is there; stop the service and move it away first", c.DB)
		}
		return fmt.Errorf("%s was not brought back: %w", r.From, err)
	}
	fmt.Fprintf(std.out, "majlis: %s is back in place as %s\n", r.From, c.DB)
	return nil
}
