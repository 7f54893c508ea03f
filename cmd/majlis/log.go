package main

import (
	"io"
	"log/slog"
	"os"
)

// newLog writes to w, one line an event. MAJLIS_LOG=debug says more; nothing
// that a citizen wrote and no secret is logged at any level.
func newLog(w io.Writer) *slog.Logger {
	level := slog.LevelInfo
	if os.Getenv("MAJLIS_LOG") == "debug" {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}
