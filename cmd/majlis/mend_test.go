package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"majlis/storage"
)

// TestEveryFaultOfTheDatabaseHasAMend looks at those that no story in
// testdata/script can make quickly.
func TestEveryFaultOfTheDatabaseHasAMend(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{storage.ErrBusy, "MAJLIS_DB: m.db is held by another program"},
		{storage.ErrFull, "MAJLIS_DB: there is no room left"},
		{storage.ErrNewer, "MAJLIS_DB: m.db belongs to a newer release"},
		{errors.New("permission denied"), "MAJLIS_DB: opening: permission denied; give the path"},
	} {
		got := mendDB("m.db", fmt.Errorf("opening: %w", tt.err)).Error()
		if !strings.HasPrefix(got, tt.want) || !strings.Contains(got, ";") {
			t.Errorf("%v: %s", tt.err, got)
		}
	}
}
