package config

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"majlis/flows"
)

// minContrast is WCAG 2.2 AA for text of normal size (success criterion 1.4.3).
const minContrast = 4.5

// checkColour asks for a colour that white text can be read on.
func (d *document) checkColour(place, colour string) {
	ratio, err := contrastWithWhite(colour)
	if err != nil {
		d.problem(place, "%q is not a colour; write it like \"#0b5d4e\"", colour)
		return
	}
	if ratio < minContrast {
		d.problem(place, "white text on %s has a contrast of %.2f to 1, WCAG AA asks for 4.5; choose a darker colour", colour, ratio)
	}
}

// contrastWithWhite returns the contrast ratio of #rrggbb and white, 1 to 21.
func contrastWithWhite(colour string) (float64, error) {
	hex, ok := strings.CutPrefix(colour, "#")
	if !ok || len(hex) != 6 {
		return 0, fmt.Errorf("not #rrggbb")
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return 0, err
	}
	luminance := 0.2126*linear(n>>16) + 0.7152*linear(n>>8&0xff) + 0.0722*linear(n&0xff)
	return 1.05 / (luminance + 0.05), nil
}

// linear undoes the gamma of one channel, 0 to 255.
func linear(channel uint64) float64 {
	c := float64(channel) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}

// checkSchedule asks for a schedule that is well written and comes some day.
func (d *document) checkSchedule(place, schedule string, zone *time.Location) {
	if schedule == "" {
		return
	}
	parsed, err := parseSchedule(schedule)
	if err != nil {
		d.problem(place, "%q is not a schedule; write five fields like \"0 10 * * 4\" (minute, hour, day, month, weekday)", schedule)
		return
	}
	if parsed.Next(time.Now().In(zone)).IsZero() {
		d.problem(place, "%q never comes; write a day that exists", schedule)
	}
}

// parseSchedule reads five fields of cron. The library panics on some texts.
func parseSchedule(schedule string) (parsed cron.Schedule, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("schedule %q: %v", schedule, p)
		}
	}()
	return cron.ParseStandard(schedule)
}

// checkTexts asks that the ministry's own texts replace texts there are, and ask
// for no argument that the code doesn't give.
func (d *document) checkTexts(m flows.Ministry) {
	own, err := NewTexts(flows.Ministry{Zone: m.Zone, Digits: m.Digits})
	if err != nil { // the catalogues themselves are broken: a test says so
		d.problem("$.texts", "%s", err)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(m.Texts)) {
		place := "$.texts.'" + key + "'"
		if !own.Has(key) {
			d.problem(place, "there is no text %q; correct the key (they are in config/texts) or take it out", key)
			continue
		}
		d.checkText(place, key, m.Texts[key], own)
	}
}

func (d *document) checkText(place, key string, override flows.Text, own *Texts) {
	for _, lang := range []string{flows.Arabic, flows.English} {
		text := exactly(override, lang)
		if text == "" {
			continue
		}
		parts, err := parseParts(text)
		if err != nil {
			d.problem(place, "in %s: %s", lang, err)
			continue
		}
		known := own.Placeholders(lang, key)
		everywhere := facts(flows.Ministry{}, lang)
		for _, p := range parts {
			if _, fact := everywhere[p.arg]; p.arg != "" && !fact && !slices.Contains(known, p.arg) {
				d.problem(place, "in %s: {{.%s}} is not known there; the text may use: %s", lang, p.arg, strings.Join(known, ", "))
			}
		}
	}
}
