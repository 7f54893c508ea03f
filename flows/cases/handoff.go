package cases

import "majlis/flows/talk"

// person takes a message for staff: in hours they answer at once, out of hours
// when they are back.
func (d Deps) person(t *talk.Talk) {
	m := d.Desk.Ministry
	hours := m.HoursText(d.Desk.Texts, t.Lang(), t.Now())
	if m.OpenAt(t.Now()) {
		t.Say("person.open", talk.Args{"Hours": hours})
	} else if next, ok := m.NextOpening(t.Now()); ok {
		t.Say("person.closed", talk.Args{"Hours": hours, "Next": next})
	} else {
		t.Say("person.away")
	}
	text := t.Put(talk.Question{Key: "text", Text: "person.text", Args: asked(t), Check: talk.Text(1, MostText), Given: t.Given()})
	d.file(t, "person.filed", Filing{Kind: Handoff, Service: d.serviceIn(text), Text: text})
}
