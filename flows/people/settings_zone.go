package people

import (
	"context"

	"majlis/flows/talk"
)

// Answers about the clock that are no zone.
const (
	ownZone   = "own" // the ministry's
	moreZones = "more"
	keepZone  = "keep"
)

// clock asks by which clock times are told to a person.
func (d Deps) clock(t *talk.Talk) {
	now := talk.Args{"Place": d.clockName(t, d.person(t).Zone)}
	answer := t.Put(talk.Question{Key: "zone", Text: "settings.zone_which", Args: now, Options: d.firstZones(t), Check: checkZone})
	if answer == moreZones {
		answer = t.Put(talk.Question{Key: "zone_more", Text: "settings.zone_more_which", Options: d.furtherZones(t), Check: checkZone})
	}
	switch answer {
	case keepZone:
		t.Say("settings.zone_kept")
		return
	case ownZone:
		answer = ""
	}
	talk.Do(t, "clock", func(ctx context.Context) (done, error) {
		return done{}, d.Store.SetZone(ctx, t.Who().Person, answer, t.Now())
	})
	t.Say("settings.zone_set", talk.Args{"Place": d.clockName(t, answer), "Now": d.Ministry.Local(answer, t.Now())})
}

// firstZones are the Gulf's and those asked for most. With what stands below them
// they are as many as one list of WhatsApp holds.
func (d Deps) firstZones(t *talk.Talk) []talk.Option {
	return append(d.zonesOn(t, 1), t.Option(ownZone, "settings.zone_own"), t.Option(moreZones, "settings.zone_more"),
		t.Option(keepZone, "settings.zone_keep"))
}

func (d Deps) furtherZones(t *talk.Talk) []talk.Option {
	return append(d.zonesOn(t, 2), t.Option(keepZone, "settings.zone_keep"))
}

func (d Deps) zonesOn(t *talk.Talk, page int) (options []talk.Option) {
	for _, p := range theAtlas().offered(page) {
		options = append(options, talk.Option{ID: p.Zone, Label: d.clockName(t, p.Zone)})
	}
	return options
}

// clockName names a zone ("" the ministry's) by its place and how far it is from
// Greenwich now; one without a place by the latter alone.
func (d Deps) clockName(t *talk.Talk, zone string) string {
	offset := d.Ministry.Local(zone, t.Now()).Offset()
	if zone == "" {
		return t.Text("settings.zone_ministry", talk.Args{"Offset": offset})
	}
	name := theAtlas().name(zone, t.Lang())
	if name == "" {
		return offset
	}
	return t.Text("settings.zone_place", talk.Args{"Place": name, "Offset": offset})
}

// checkZone understands a city, a country or an offset that is typed.
func checkZone(in talk.Inbound) (value, wrong string, args talk.Args) {
	zone, said := readZone(in.Text)
	switch said {
	case zoneOne:
		return zone, "", nil
	case zoneSeveral:
		return "", "settings.zone_several", nil
	}
	return "", "settings.zone_unknown", nil
}
