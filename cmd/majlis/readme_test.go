package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"majlis/config"
)

// TestREADMEKnowsTheSettings holds the table of settings to the struct they
// come from.
func TestREADMEKnowsTheSettings(t *testing.T) {
	readme := readREADME(t)
	known := map[string]bool{"MAJLIS_TEST_REQUIRE": true}
	for _, s := range (config.Config{}).Settings() {
		known[s.Variable] = true
		fallback := s.Default
		if fallback != "" {
			fallback = "`" + fallback + "`"
		}
		if row := "| `" + s.Variable + "` | " + fallback + " | " + s.Help + " |"; !strings.Contains(readme, row) {
			t.Errorf("the table of settings lacks the row\n%s", row)
		}
	}
	for _, v := range regexp.MustCompile(`MAJLIS_[A-Z_]+`).FindAllString(readme, -1) {
		if !known[v] {
			t.Errorf("the README names %s, which is no setting", v)
		}
	}
}

// TestREADMEShowsRealOutput compares what the README shows of the demo with what
// the demo says, but for addresses and passwords.
func TestREADMEShowsRealOutput(t *testing.T) {
	w := newWalk(t, config.Telegram{})
	var said strings.Builder
	var passwords []password
	for _, name := range []string{"sara", "omar", "huda", "admin"} {
		u, err := w.db.UserByName(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		passwords = append(passwords, password{name, string(u.Role), w.passwords[name]})
	}
	w.sayDemo(&said, seeded{passwords, w.show})
	_, block, _ := strings.Cut(readREADME(t), "$ go run ./cmd/majlis demo\n")
	block, _, _ = strings.Cut(block, "```")
	if shown, real := plain(block), plain(demoStarts+"\n"+said.String()); shown != real {
		t.Errorf("the README shows\n%s\nthe demo says\n%s", shown, real)
	}
}

// plain leaves out what differs from run to run.
func plain(s string) string {
	s = regexp.MustCompile(`http://[^/\s]+`).ReplaceAllString(s, "http://HERE")
	s = regexp.MustCompile(`/live/\w+`).ReplaceAllString(s, "/live/ID")
	s = regexp.MustCompile(`key=\w+`).ReplaceAllString(s, "key=KEY")
	return regexp.MustCompile(`password \S+`).ReplaceAllString(s, "password …")
}

func readREADME(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
