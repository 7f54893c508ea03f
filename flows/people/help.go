package people

import "majlis/flows/talk"

// help lists what works everywhere, the hotline and the hours.
func (d Deps) help(t *talk.Talk) {
	t.Say("help.text", talk.Args{"Hours": d.Ministry.HoursText(d.Texts, t.Lang(), t.Now())})
}
