package cases

import (
	"slices"
	"strings"
	"unicode"

	"majlis/flows/faq"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// free takes what is typed when nothing is open. Nothing becomes a case before
// the person says as what.
func (d Deps) free(t *talk.Talk) {
	text := t.Given()
	switch {
	case text == "", len(plainWords(text)) == 0 && len(t.Files()) == 0:
		t.Go("menu", "")
	case onlyDigits(text):
		d.freeNumber(t, text)
	case d.says(text, "words.greeting"):
		t.Say("free.greeting")
		t.Go("menu", "")
	case d.says(text, "words.thanks"):
		t.Say("free.thanks")
		return
	}
	d.sort(t, text)
}

// freeNumber takes a bare number as a reference when it is as long as one.
func (d Deps) freeNumber(t *talk.Talk, text string) {
	if _, wrong := readRef(text); wrong == "track.wrong_length" {
		t.Say("free.number")
		t.Go("menu", "")
	}
	t.Go(flowTrack, text)
}

// sort asks what a text is meant as: an answer staff wait for, a question that
// has a published answer, or something to file.
func (d Deps) sort(t *talk.Talk, text string) {
	waiting := d.waiting(t)
	found := d.found(t, text)
	ask := "free.which"
	if len(found) > 0 {
		ask = "free.found"
	}
	options := append(waitingOptions(t, waiting), faq.Options(found)...)
	picked := t.Put(talk.Question{
		Key: "as", Text: ask, Args: talk.Args{"Text": words.Shorten(text, 120)}, Options: append(options, kinds(t)...),
	})
	if i := slices.IndexFunc(waiting, func(c Case) bool { return c.ID == picked }); i >= 0 {
		d.add(t, waiting[i], text)
		return
	}
	if faq.Picked(found, picked) {
		if d.Library.Show(t, picked, text) {
			return
		}
		picked = t.Put(talk.Question{Key: "still", Text: "free.still", Options: kinds(t)})
	}
	if picked == "drop" {
		t.Say("free.dropped")
		return
	}
	t.Go(picked, text)
}

// kinds are what a text can be handed in as; the ids are names of flows.
func kinds(t *talk.Talk) []talk.Option {
	return []talk.Option{
		t.Option(FlowInquiry, "kind.inquiry"), t.Option(flowSuggestion, "kind.suggestion"), t.Option(flowComplaint, "kind.complaint"),
		t.Option(Person, "menu.person"), t.Option("drop", "free.drop"),
	}
}

// waiting are the person's own cases for which staff wait for an answer.
func (d Deps) waiting(t *talk.Talk) []Case {
	var list []Case
	for _, c := range d.recent(t, maxListed) {
		if c.Status == Waiting {
			list = append(list, c)
		}
	}
	return list[:min(2, len(list))]
}

func waitingOptions(t *talk.Talk, list []Case) []talk.Option {
	var options []talk.Option
	for _, c := range list {
		options = append(options, talk.Option{ID: c.ID, Label: t.Text("free.reply", talk.Args{"Ref": isolated(c.Ref)})})
	}
	return options
}

// found are published entries near a text; a place on the map and an attachment
// ask nothing.
func (d Deps) found(t *talk.Talk, text string) []faq.Candidate {
	if _, point := talk.ParsePlace(text); point || len(t.Files()) > 0 {
		return nil
	}
	return d.Library.Candidates(t, text)
}

// says reports whether a text is nothing but phrases of lists of words, in
// either language: "hello", "السلام عليكم صباح الخير".
func (d Deps) says(text string, lists ...string) bool {
	rest := spaced(text)
	if strings.TrimSpace(rest) == "" {
		return false
	}
	for _, list := range lists {
		for _, lang := range []string{"ar", "en"} {
			for _, phrase := range d.Desk.Texts.Words(lang, list) {
				rest = strings.ReplaceAll(rest, spaced(phrase), " ")
			}
		}
	}
	return strings.TrimSpace(rest) == ""
}

func onlyDigits(text string) bool {
	digits := false
	for _, r := range text {
		if !unicode.IsDigit(r) && !separator(r) {
			return false
		}
		digits = digits || unicode.IsDigit(r)
	}
	return digits
}
