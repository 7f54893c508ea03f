package main

import (
	"context"
	"encoding/json"

	"majlis/config"
)

type auditCmd struct{}

// Run prints the books as JSON: what came in, by channel, and how it ended. They
// balance or the exit code is 1.
func (auditCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	h, err := openChecked(ctx, *c, std)
	if err != nil {
		return err
	}
	defer h.Close()
	report, err := h.db.Audit(ctx)
	if err != nil {
		return err
	}
	out := json.NewEncoder(std.out)
	out.SetIndent("", "  ")
	if err := out.Encode(report); err != nil {
		return err
	}
	if !report.Balanced() {
		return exitCode(1)
	}
	return nil
}
