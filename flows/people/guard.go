package people

import (
	"majlis/flows/talk"
	"majlis/flows/words"
)

// Guard stands before the inbox: nothing a person writes is stored, logged or
// shown before it went through here. It works in memory only.
type Guard struct {
	Masker      Masker
	Emergencies *Emergencies
}

// Findings is what the guard made of a text.
type Findings struct {
	Text      string   // clean and masked; empty in an emergency
	Masked    []string // the kinds of personal data taken out, sorted
	Emergency bool
}

// Clean makes a text safe to keep. Of an emergency nothing is kept at all.
func (g Guard) Clean(text string) Findings {
	text = words.Clean(text)
	if g.Emergencies.In(text) {
		return Findings{Emergency: true}
	}
	masked, kinds := g.Masker.Mask(text)
	return Findings{Text: masked, Masked: kinds}
}

// Inbound cleans a message in place. An emergency loses its words, files and
// place for good and becomes a KindEmergency.
func (g Guard) Inbound(in *talk.Inbound) {
	found := g.Clean(in.Text)
	files := make([]talk.File, len(in.Files))
	for i, f := range in.Files {
		name := g.Clean(f.Name)
		f.Name = name.Text
		files[i] = f
		found.Emergency = found.Emergency || name.Emergency
	}
	in.Text, in.Masked, in.Files = found.Text, found.Masked, files
	if in.Kind == talk.KindDeleted { // whatever a channel still has of it
		in.Text, in.Masked, in.Files, in.Place = "", nil, nil, nil
	}
	if found.Emergency {
		in.Kind, in.Text, in.Choice, in.Masked, in.Files, in.Place = talk.KindEmergency, "", "", nil, nil, nil
	}
}
