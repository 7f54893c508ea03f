package people

import (
	"context"

	"majlis/flows"
	"majlis/flows/talk"
)

// welcome is first contact: the language, the privacy notice once a version, and
// on with what the person typed first. Someone known from another channel is
// asked nothing; a new version of the notice is shown on the way.
func (d Deps) welcome(t *talk.Talk) {
	known := d.person(t)
	switch {
	case t.Known():
	case known.Lang != "":
		t.SetLang(known.Lang)
	default:
		t.SetLang(t.Put(talk.Question{
			Key: "language", Text: "welcome.language", Options: languages(t),
			Args: talk.Args{"Arabic": d.Ministry.Name.In(flows.Arabic), "English": d.Ministry.Name.In(flows.English)},
		}))
	}
	d.notice(t, known)
	t.Pass(t.Given())
}

// notice shows the privacy notice and records that it was shown.
func (d Deps) notice(t *talk.Talk, known Person) {
	privacy := d.Ministry.Privacy
	if known.NoticeVersion != privacy.Version {
		talk.Do(t, "notice", func(ctx context.Context) (done, error) {
			return done{}, d.Store.SetNotice(ctx, t.Who().Person, privacy.Version, t.Now())
		})
		text := "welcome.notice"
		if known.NoticeVersion != "" {
			text = "welcome.notice_changed"
		}
		t.Say(text, talk.Args{
			"Ministry": d.Ministry.Name.In(t.Lang()), "Notice": privacy.Text.In(t.Lang()), "Controller": privacy.Controller.In(t.Lang()),
		})
	}
	t.Noticed(privacy.Version)
}
