package cases

import "majlis/flows/talk"

// suggestion asks which service it is about and for the suggestion itself.
func (d Deps) suggestion(t *talk.Talk) {
	service := d.service(t, "suggestion.service")
	text := t.Put(talk.Question{
		Key: "text", Text: "suggestion.text", Args: asked(t), Check: talk.Text(leastText, MostText),
		Given: t.Given(), Label: "suggestion.text.label",
	})
	args := talk.Args{"Service": d.serviceText(t, service), "Text": text, "Files": filesText(t)}
	if !t.Confirm("confirm", "suggestion.confirm", args) {
		t.Say("case.dropped")
		return
	}
	d.file(t, "suggestion.filed", Filing{Kind: Suggestion, Service: service, Text: text})
}
