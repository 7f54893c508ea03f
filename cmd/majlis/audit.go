package main

import (
	"context"
	"encoding/json"

	"majlis/config"
	"majlis/flows/live"
	"majlis/storage"
)

type auditCmd struct{}

// books are all that an audit reads.
type books struct {
	storage.Report
	Broadcasts live.Books `json:"broadcasts"`
}

// Run prints the books as JSON: what came in, by channel, and how it ended, and what
// became of the questions of broadcasts. They balance or the exit code is 1.
func (auditCmd) Run(ctx context.Context, c *config.Config, std streams) error {
	h, err := openChecked(ctx, *c, std)
	if err != nil {
		return err
	}
	defer h.Close()
	var report books
	if report.Report, err = h.db.Audit(ctx); err != nil {
		return err
	}
	if report.Broadcasts, err = h.live.desk.Audit(ctx); err != nil {
		return err
	}
	out := json.NewEncoder(std.out)
	out.SetIndent("", "  ")
	if err := out.Encode(report); err != nil {
		return err
	}
	if !report.Balanced() || !report.Broadcasts.Balanced() {
		return exitCode(1)
	}
	return nil
}
