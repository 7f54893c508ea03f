package main

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"majlis/config"
)

// TestLinkIsLeftToWhoeverHoldsIt: while the service works with the link, a
// terminal neither pairs nor unlinks, and points to the desk.
func TestLinkIsLeftToWhoeverHoldsIt(t *testing.T) {
	folder, secret := t.TempDir(), rand.Text()
	c := config.Config{DB: filepath.Join(folder, "majlis.db"), Secret: config.Secret(secret)}
	h, err := openAt(t.Context(), c, newLog(t.Output()), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if held, err := h.state.Hold(t.Context(), "whatsapp", "the service", time.Hour); err != nil || !held {
		t.Fatal(held, err)
	}
	for variable, value := range map[string]string{
		"MAJLIS_SECRET": secret, "MAJLIS_DB": c.DB, "MAJLIS_WHATSAPP": "on", "MAJLIS_WHATSAPP_DB": filepath.Join(folder, "whatsapp.db"),
		"MAJLIS_LISTEN": ":8099", "MAJLIS_PUBLIC_URL": "", "MAJLIS_REDIS": "",
		"MAJLIS_WHATSAPP_DEV_ENDPOINT": "127.0.0.1:1", "MAJLIS_WHATSAPP_DEV_NOISE_ROOT": strings.Repeat("00", 32),
	} {
		t.Setenv(variable, value)
	}
	for _, args := range [][]string{{"whatsapp", "pair"}, {"whatsapp", "pair", "--phone", "+966500000001"}, {"whatsapp", "unlink", "--yes"}} {
		var said strings.Builder
		code := run(args, streams{strings.NewReader(""), &said, &said})
		if code != 1 || !strings.Contains(said.String(), "[elsewhere]") || !strings.Contains(said.String(), "use its desk: http://localhost:8099/desk/channels") {
			t.Errorf("%v ends with %d:\n%s", args, code, said.String())
		}
	}
	info, err := os.Stat(filepath.Join(folder, "whatsapp.db"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file of the link: %v, %v", info, err)
	}
}
