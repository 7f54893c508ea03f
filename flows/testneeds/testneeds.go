// Package testneeds says which programs a test needs beside Go.
package testneeds

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Program returns the path of the first of names that is installed. When none
// is, the test is skipped with the reason, or fails when MAJLIS_TEST_REQUIRE is
// "all" (as .ci/run sets it) so that a missing program can't hide a failure.
func Program(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, "none of these programs is installed: "+strings.Join(names, ", "))
	return ""
}

// Missing ends the test because something it needs is absent: a skip with the
// reason, or a failure when MAJLIS_TEST_REQUIRE is "all".
func Missing(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("MAJLIS_TEST_REQUIRE") == "all" {
		t.Fatalf("required: %s", reason)
	}
	t.Skip(reason)
}
