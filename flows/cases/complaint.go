package cases

import (
	"context"

	"majlis/flows/talk"
)

// complaint asks for the service, what happened and, if there is one, the place
// and a photo.
func (d Deps) complaint(t *talk.Talk) {
	text, place := t.Given(), ""
	if _, point := talk.ParsePlace(text); point {
		text, place = "", text
	}
	service := d.service(t, "complaint.service")
	text = t.Put(talk.Question{
		Key: "text", Text: "complaint.text", Args: asked(t), Check: talk.Text(leastText, MostText),
		Given: text, Label: "complaint.text.label",
	})
	place = t.Put(talk.Question{
		Key: "place", Text: "complaint.place", Check: talk.Spot, Given: place, Skip: true, Request: "location", Label: "complaint.place.label",
	})
	photo(t)
	args := talk.Args{"Service": d.serviceText(t, service), "Text": text, "Place": placeText(t, place), "Files": filesText(t)}
	if !t.Confirm("confirm", "complaint.confirm", args) {
		t.Say("case.dropped")
		return
	}
	d.file(t, "complaint.filed", d.withPlace(t, Filing{Kind: Complaint, Service: service, Text: text}, place))
}

// photo asks for a photo, unless something was attached already.
func photo(t *talk.Talk) {
	attached := talk.Find(t, "attached", func(context.Context) (bool, error) { return len(t.Files()) > 0, nil })
	if !attached {
		t.Put(talk.Question{Key: "photo", Text: "complaint.photo", Check: talk.Photo, Skip: true, Label: "complaint.photo.label"})
	}
}

// withPlace adds a point on the map to the case, a place in words to its text.
func (d Deps) withPlace(t *talk.Talk, f Filing, place string) Filing {
	if p, ok := talk.ParsePlace(place); ok {
		f.Place = &p
	} else if place != "" {
		f.Text += "\n" + t.Text("complaint.at", talk.Args{"Place": place})
	}
	return f
}

// placeText is the line of a place as the person gave it; nothing without one.
func placeText(t *talk.Talk, place string) string {
	if place == "" {
		return ""
	}
	if _, ok := talk.ParsePlace(place); ok {
		place = t.Text("place.point", talk.Args{"Point": place})
	}
	return "\n" + t.Text("complaint.at", talk.Args{"Place": place})
}

// filesText is the line of what was attached; nothing without.
func filesText(t *talk.Talk) string {
	if len(t.Files()) == 0 {
		return ""
	}
	return "\n" + t.Text("case.files", talk.Args{"Count": len(t.Files())})
}
