package cases

import (
	"majlis/flows/faq"
	"majlis/flows/talk"
)

// inquiry asks for the question and offers published answers before it is filed.
// A question that comes from the free flow was offered them there.
func (d Deps) inquiry(t *talk.Talk) {
	text := t.Put(talk.Question{
		Key: "text", Text: "inquiry.text", Args: asked(t), Check: talk.Text(leastText, MostText),
		Given: t.Given(), Label: "inquiry.text.label",
	})
	if t.Given() == "" && len(t.Files()) == 0 && d.answered(t, text) {
		return
	}
	if !t.Confirm("confirm", "inquiry.confirm", talk.Args{"Text": text, "Files": filesText(t)}) {
		t.Say("case.dropped")
		return
	}
	d.file(t, "inquiry.filed", Filing{Kind: Inquiry, Service: d.serviceIn(text), Text: text})
}

// answered offers published entries that may answer the question, and reports
// whether one of them did.
func (d Deps) answered(t *talk.Talk, text string) bool {
	found := d.Library.Candidates(t, text)
	if len(found) == 0 {
		return false
	}
	options := append(faq.Options(found), t.Option("none", "inquiry.none"))
	picked := t.Put(talk.Question{Key: "same", Text: "inquiry.same", Options: options})
	if !faq.Picked(found, picked) {
		return false
	}
	return d.Library.Show(t, picked, text)
}
