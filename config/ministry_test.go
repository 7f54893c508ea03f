package config

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"majlis/flows"
)

func TestModelMinistry(t *testing.T) {
	m, err := LoadMinistry("")
	if err != nil {
		t.Fatal(err)
	}
	if m.Name.In("en") != "Model Ministry of Housing" || len(m.Services) != 8 || m.Zone.String() != "Asia/Riyadh" {
		t.Errorf("%+v", m)
	}
	sunday := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	if !m.OpenAt(sunday) || m.Calendar.ReplyDays("inquiry", flows.DateOf(sunday)) != 10 {
		t.Error("closed on a Sunday at noon, or another target than ten days")
	}
}

func TestMinistryFromFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "m.yaml")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(modelMinistry), "Model Ministry", "Our Ministry")), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := LoadMinistry(file)
	if err != nil || m.Name.En != "Our Ministry of Housing" {
		t.Errorf("%q, %v", m.Name.En, err)
	}
	if _, err := LoadMinistry(file + ".missing"); err == nil || !strings.Contains(err.Error(), "MAJLIS_MINISTRY") {
		t.Errorf("a missing file: %v", err)
	}
}

// Each mistake is told with its line and what to do about it.
func TestMinistryNamesTheLine(t *testing.T) {
	for _, tt := range []struct {
		name, old, new, want string
	}{
		{"unknown field", "hotline:", "hotlin:", `unknown field "hotlin"; correct the name`},
		{"broken syntax", `country: SA`, `country: SA: BH`, "correct this line or the one above"},
		{"no text", `hotline: "199000"`, `hotline: {ar: 1}`, "correct this line"},
		{"zone", "Asia/Riyadh", "Asia/Riyad", `"Asia/Riyad" is not a known time zone`},
		{"clock", `opens: "07:30"`, `opens: 7.30`, `"7.30" is not a time of day`},
		{"hours", `closes: "14:30"`, `closes: "07:00"`, "closes at 07:00 but opens at 07:30"},
		{"day", "[friday, saturday]", "[fri, saturday]", `"fri" is not a day of the week`},
		{"date", `"2026-09-23"`, `"2026-13-23"`, `"2026-13-23" is not a date`},
		{"holiday backwards", `to: "2026-03-24"`, `to: "2026-03-02"`, "ends on 2026-03-02, before it begins"},
		{"holiday of a year", `to: "2026-03-24"`, `to: "2027-03-24"`, "longer than 31 days"},
		{"reply target", "- days: 10", "- days: 0", "0 working days is no target"},
		{"kind of case", "- days: 10", "- {days: 10, kind: complain}", `"complain" is no kind of case`},
		{"service twice", "id: finance\n", "id: support\n", `id "support" is used on line`},
		{"destination twice", "id: finance_desk\n    name", "id: support_desk\n    name", `id "support_desk" is used on line`},
		{"id", "id: off_plan", "id: Off Plan", `id "Off Plan" has other characters`},
		{"destination of a service", "destination: permits_desk", "destination: permit_desk", `destination "permit_desk" is not among`},
		{"missing language", `{ar: "البيع على الخارطة", en: "Off-plan sales"}`, `{ar: "البيع على الخارطة"}`, "the service's name is missing in en"},
		{"kind of destination", "kind: emergency", "kind: police", `kind is "police"; write desk, agency, emergency`},
		{"http", "https://mc.gov.sa", "http://mc.gov.sa", "is not an https address"},
		{"e-mail", "rent@housing.example", "rent", `"rent" is not an e-mail address`},
		{"contrast", `"#0b5d4e"`, `"#7fb5a9"`, "has a contrast of 2.31 to 1"},
		{"colour", `"#0b5d4e"`, `green`, `"green" is not a colour`},
		{"cron", `"0 10 * * 4"`, `"10:00"`, "is not a schedule"},
		{"cron that panics", `"0 10 * * 4"`, `"TZ=0"`, "is not a schedule"},
		{"cron that never comes", `"0 10 * * 4"`, `"0 0 30 2 *"`, "never comes"},
		{"channel", `channel: ""`, `channel: "ministry"`, `"ministry" is not a channel`},
		{"unknown text", "texts: {}", "texts:\n  menu.pik: {ar: أ, en: a}", `there is no text "menu.pik"`},
		{"unknown argument", "texts: {}", "texts:\n  ask.too_short: {en: \"{{.Min}}\"}", "{{.Min}} is not known there; the text may use: Least"},
		{"broken text", "texts: {}", "texts:\n  ask.too_short: {en: \"{{.Least\"}", "{{ without }}"},
		{"digits", "digits: latn", "digits: hindi", `digits is "hindi"`},
		{"no version", `version: "2026-11"`, `version: ""`, "the version is missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, _, found := strings.Cut(string(modelMinistry), tt.old)
			if !found {
				t.Fatalf("the file has no %q", tt.old)
			}
			line := strings.Count(before+tt.new[:max(0, strings.LastIndex(tt.new, "\n")+1)], "\n") + 1
			if strings.HasSuffix(tt.new, "\n") || strings.Contains(tt.new, "\n    name") {
				line = strings.Count(before, "\n") + 1
			}
			_, err := parseMinistry("m.yaml", []byte(strings.Replace(string(modelMinistry), tt.old, tt.new, 1)))
			if err == nil {
				t.Fatal("no error")
			}
			prefix := "m.yaml:" + strconv.Itoa(line) + ": "
			if !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), prefix) {
				t.Errorf("%v\nwant %s… %s", err, prefix, tt.want)
			}
		})
	}
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	broken := strings.NewReplacer("id: finance\n", "id: support\n", `"#0b5d4e"`, "green").Replace(string(modelMinistry))
	_, err := parseMinistry("m.yaml", []byte(broken))
	if err == nil || len(strings.Split(err.Error(), "\n")) != 2 {
		t.Errorf("%v", err)
	}
}

func FuzzMinistry(f *testing.F) {
	f.Add([]byte("name: {ar: a, en: b}\nzone: Asia/Riyadh\n"))
	f.Add([]byte("hours:\n  - days: [sunday]\n"))
	f.Add([]byte("digest: {schedule: 'TZ='}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := parseMinistry("m.yaml", raw); err != nil && !strings.Contains(err.Error(), "m.yaml") {
			t.Errorf("an error without its file: %v", err)
		}
	})
}
