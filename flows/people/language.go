package people

import (
	"majlis/flows"
	"majlis/flows/talk"
)

// language asks which language to speak.
func (d Deps) language(t *talk.Talk) {
	t.SetLang(t.Put(talk.Question{Key: "language", Text: "language.which", Options: languages(t)}))
	t.Say("language.set")
}

// speak changes to a language at once.
func speak(lang string) func(t *talk.Talk) {
	return func(t *talk.Talk) {
		t.SetLang(lang)
		t.Say("language.set")
	}
}

// languages are written each in its own tongue, whatever is spoken.
func languages(t *talk.Talk) []talk.Option {
	return []talk.Option{t.Option(flows.Arabic, "language.arabic"), t.Option(flows.English, "language.english")}
}
