package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// A service that is told to stop while it opens its database has not failed.
func TestStoppedBeforeItBegan(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for name, value := range map[string]string{
		"MAJLIS_DB": filepath.Join(t.TempDir(), "majlis.db"), "MAJLIS_SECRET": "a secret of the tests, long enough",
		"MAJLIS_LISTEN": "127.0.0.1:0", "MAJLIS_OPS_LISTEN": "127.0.0.1:0",
	} {
		t.Setenv(name, value)
	}
	var said strings.Builder
	if err := execute(ctx, []string{"serve"}, streams{strings.NewReader(""), io.Discard, &said}); err != nil || said.Len() > 0 {
		t.Errorf("%v, said %q", err, said.String())
	}
}
