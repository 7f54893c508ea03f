package web

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestVendor proves that what we took from others is what vendor.txt says, so
// that an edit by hand or a half-done update shows.
func TestVendor(t *testing.T) {
	for _, dir := range []string{"assets/vendor", "browsertest/axe"} {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			var listed []string
			for line := range strings.Lines(readFile(t, filepath.Join(dir, "vendor.txt"))) {
				if strings.HasPrefix(line, "#") {
					continue
				}
				field := strings.Fields(line)
				if len(field) != 4 {
					t.Fatalf("vendor.txt: want package, version, file, sha256; got %q", line)
				}
				name, want := field[2], field[3]
				listed = append(listed, name)
				sum := sha256.Sum256([]byte(readFile(t, filepath.Join(dir, name))))
				if got := hex.EncodeToString(sum[:]); got != want {
					t.Errorf("%s: sha256 is %s, vendor.txt says %s", name, got, want)
				}
			}
			if !slices.ContainsFunc(listed, func(name string) bool { return strings.Contains(name, "LICENSE") }) {
				t.Errorf("%s: no licence is listed", dir)
			}
			if extra := unlisted(t, dir, listed); len(extra) > 0 {
				t.Errorf("%s: not in vendor.txt: %v", dir, extra)
			}
		})
	}
}

// unlisted returns the files of dir that are neither listed nor the list.
func unlisted(t *testing.T, dir string, listed []string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var extra []string
	for _, e := range entries {
		if e.Name() != "vendor.txt" && !slices.Contains(listed, e.Name()) {
			extra = append(extra, e.Name())
		}
	}
	return extra
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
