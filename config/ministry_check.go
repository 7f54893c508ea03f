package config

import (
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"majlis/flows"
)

// check notes everything that is well written but can't be meant.
func (d *document) check(m flows.Ministry) {
	d.need("$.name", "the ministry's name", m.Name)
	if m.Zone == (flows.Zone{}) {
		d.problem("$.zone", "the time zone is missing; write it like zone: Asia/Riyadh")
	}
	if m.Digits != "latn" && m.Digits != "arab" {
		d.problem("$.digits", "digits is %q; write latn (123) or arab (١٢٣)", m.Digits)
	}
	if !slices.Contains([]string{"SA", "BH", "AE", "KW", "QA", "OM"}, m.Country) {
		d.problem("$.country", "country is %q; write SA, BH, AE, KW, QA or OM", m.Country)
	}
	if m.Hotline == "" {
		d.problem("$.hotline", "the hotline is missing; people who are stuck are given it")
	}
	d.checkColour("$.colours.primary", m.Colours.Primary)
	d.checkColour("$.colours.accent", m.Colours.Accent)
	d.checkHours(m)
	d.checkCalendar(m.Calendar)
	d.checkServices(m)
	d.checkDestinations(m.Destinations)
	d.checkEmergency(m.Emergency)
	d.checkPrivacy(m.Privacy)
	d.checkSchedule("$.digest.schedule", m.Digest.Schedule, m.Zone.Location())
	if c := m.Digest.Channel; c != "" && !channelShape.MatchString(c) {
		d.problem("$.digest.channel", "%q is not a channel; write its name like @ministry, or leave it empty", c)
	}
	d.checkTexts(m)
}

// need asks for a text in both languages.
func (d *document) need(place, what string, t flows.Text) {
	for lang, text := range map[string]string{"ar": t.Ar, "en": t.En} {
		if strings.TrimSpace(text) == "" {
			d.problem(place, "%s is missing in %s; write {ar: …, en: …}", what, lang)
		}
	}
}

func (d *document) checkHours(m flows.Ministry) {
	if len(m.Hours) == 0 {
		d.problem("$.hours", "the hours are missing; write days, opens and closes")
	}
	for i, h := range m.Hours {
		place := fmt.Sprintf("$.hours[%d]", i)
		if h.Opens >= h.Closes {
			d.problem(place+".closes", "closes at %s but opens at %s; it must close later on the same day", h.Closes, h.Opens)
		}
		if len(h.Days) == 0 {
			d.problem(place, "has no days; write days: [sunday, monday]")
		}
		if !h.Until.IsZero() && h.Until.Before(h.Since) {
			d.problem(place+".until", "ends on %s, before it begins on %s", h.Until, h.Since)
		}
	}
}

// maxHoliday is the longest holiday in days that isn't a slip of the pen.
const maxHoliday = 31

func (d *document) checkCalendar(c flows.Calendar) {
	for i, w := range c.Weekends {
		if len(w.Days) > 4 {
			d.problem(fmt.Sprintf("$.calendar.weekends[%d].days", i), "a weekend of %d days leaves too few to work", len(w.Days))
		}
	}
	for i, h := range c.Holidays {
		place := fmt.Sprintf("$.calendar.holidays[%d]", i)
		d.need(place+".name", "the holiday's name", h.Name)
		switch {
		case h.From.IsZero():
			d.problem(place, "has no first day; write from: \"2026-09-23\"")
		case !h.To.IsZero() && h.To.Before(h.From):
			d.problem(place+".to", "ends on %s, before it begins on %s", h.To, h.From)
		case !h.To.IsZero() && h.From.Add(maxHoliday).Before(h.To):
			d.problem(place+".to", "is longer than %d days; check the year", maxHoliday)
		}
	}
	for i, r := range c.Replies {
		place := fmt.Sprintf("$.calendar.replies[%d]", i)
		if r.Days < 1 || r.Days > 120 {
			d.problem(place+".days", "%d working days is no target; write 1 to 120", r.Days)
		}
		if r.Kind != "" && !slices.Contains(flows.ReplyKinds, r.Kind) {
			d.problem(place+".kind", "%q is no kind of case; write %s, or leave it out for all", r.Kind, strings.Join(flows.ReplyKinds, ", "))
		}
	}
}

func (d *document) checkServices(m flows.Ministry) {
	if len(m.Services) == 0 {
		d.problem("$.services", "there are no services; write at least one")
	}
	lines := map[string]int{}
	for i, s := range m.Services {
		place := fmt.Sprintf("$.services[%d]", i)
		d.checkID(place, s.ID, lines)
		d.need(place+".name", "the service's name", s.Name)
		if _, known := m.Destination(s.Destination); s.Destination != "" && !known {
			d.problem(place+".destination", "destination %q is not among the destinations; add it or correct the id", s.Destination)
		}
	}
}

// checkID asks for an id that is there, simple and used once.
func (d *document) checkID(place, id string, lines map[string]int) {
	line := d.line(place + ".id")
	switch {
	case id == "":
		d.problemAt(line, "the id is missing; write a short name that never changes, e.g. id: permits")
	case strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789_") != "":
		d.problemAt(line, "id %q has other characters than a-z, 0-9 and _; correct it", id)
	case lines[id] != 0:
		d.problemAt(line, "id %q is used on line %d already; give this one another", id, lines[id])
	default:
		lines[id] = line
	}
}

func (d *document) checkDestinations(list []flows.Destination) {
	lines := map[string]int{}
	for i, dest := range list {
		place := fmt.Sprintf("$.destinations[%d]", i)
		d.checkID(place, dest.ID, lines)
		d.need(place+".name", "the destination's name", dest.Name)
		if !slices.Contains(flows.DestinationKinds, dest.Kind) {
			d.problem(place+".kind", "kind is %q; write %s", dest.Kind, strings.Join(flows.DestinationKinds, ", "))
		}
		if u, err := url.Parse(dest.URL); dest.URL != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
			d.problem(place+".url", "%q is not an https address", dest.URL)
		}
		if _, err := mail.ParseAddress(dest.Email); dest.Email != "" && err != nil {
			d.problem(place+".email", "%q is not an e-mail address", dest.Email)
		}
	}
}

func (d *document) checkEmergency(e flows.Emergency) {
	if len(e.Numbers) == 0 {
		d.problem("$.emergency.numbers", "there is no emergency number; people in danger are given it")
	}
	for i, n := range e.Numbers {
		place := fmt.Sprintf("$.emergency.numbers[%d]", i)
		d.need(place+".name", "whose number it is", n.Name)
		if n.Number == "" {
			d.problem(place, "the number is missing; write number: \"911\"")
		}
	}
}

func (d *document) checkPrivacy(p flows.Privacy) {
	if p.Version == "" {
		d.problem("$.privacy.version", "the version is missing; write a date, and a new one when the text changes")
	}
	d.need("$.privacy.text", "the privacy notice", p.Text)
	d.need("$.privacy.controller", "who answers for the data", p.Controller)
}
