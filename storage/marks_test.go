package storage

import (
	"strings"
	"testing"
)

// TestIndexesAreUsed checks that a partial index is recognised by the words of the
// queries it is for: without them every receipt would read the whole outbox.
func TestIndexesAreUsed(t *testing.T) {
	db, _ := open(t, Options{})
	for query, index := range map[string]string{
		`SELECT body FROM outbox WHERE ` + byNative:                                                                       "outbox_native",
		`UPDATE outbox SET read_at = 1 WHERE ` + byNative:                                                                 "outbox_native",
		`SELECT 1 FROM outbox WHERE state = 'failed' AND code NOT IN ('window', 'cold') ORDER BY posted_at DESC LIMIT $1`: "outbox_dead",
	} {
		var id, parent, unused int
		var plan []string
		var step string
		err := db.each(t.Context(), func() error {
			plan = append(plan, step)
			return nil
		}, []any{&id, &parent, &unused, &step}, `EXPLAIN QUERY PLAN `+query, "x", "y")
		if err != nil || !strings.Contains(strings.Join(plan, "\n"), index) {
			t.Errorf("%s\nis planned as %q, %v", query, plan, err)
		}
	}
}
