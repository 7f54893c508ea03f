package cases

import (
	"context"
	"strings"

	"majlis/flows"
	"majlis/flows/words"
)

// Refer sends a case on to a destination of the ministry's file and tells the
// citizen where it went; text is what staff add, and may be empty.
func (d Desk) Refer(ctx context.Context, deed Deed, destination, text string) (Case, error) {
	text = words.Clean(text)
	if words.Graphemes(text) > maxSaid {
		return Case{}, &flows.Mistake{Field: "text", Code: "long"}
	}
	if _, known := d.Ministry.Destination(destination); !known {
		return Case{}, &flows.Mistake{Field: "destination", Code: "unknown"}
	}
	return d.act(ctx, deed, func(c *Case, e *Event) (string, error) {
		e.Kind, e.Text = EventReferred, strings.TrimSpace(destination+"\n"+text)
		if c.Status == Closed {
			return "", &flows.Mistake{Field: "case", Code: "closed"}
		}
		c.Status, c.Destination = Referred, destination
		return d.ToldReferred(*c, destination, text), nil
	})
}

// ToldReferred is what the citizen reads when their case is referred.
func (d Desk) ToldReferred(c Case, destination, text string) string {
	to, _ := d.Ministry.Destination(destination)
	args := d.args(c, text)
	args["Destination"] = to.Name.In(c.Lang)
	return d.toldText(c, "referred", args)
}

// ReferredTo splits the text of an EventReferred into the destination's id and
// what staff added.
func ReferredTo(text string) (destination, added string) {
	destination, added, _ = strings.Cut(text, "\n")
	return destination, added
}
