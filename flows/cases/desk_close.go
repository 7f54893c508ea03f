package cases

import (
	"context"
	"slices"
	"strings"

	"majlis/flows"
	"majlis/flows/words"
)

// CloseReasons are the reasons for closing a case; the citizen is told which.
// "other" has to be put in words.
func CloseReasons() []string {
	return []string{"solved", "no_reply", "duplicate", "outside", "withdrawn", "other"}
}

// Close ends a case with a reason and tells the citizen; text is what staff add.
func (d Desk) Close(ctx context.Context, deed Deed, reason, text string) (Case, error) {
	text = words.Clean(text)
	switch {
	case !slices.Contains(CloseReasons(), reason):
		return Case{}, &flows.Mistake{Field: "reason", Code: "unknown"}
	case reason == "other" && text == "":
		return Case{}, &flows.Mistake{Field: "text", Code: "reason_empty"}
	case words.Graphemes(text) > maxSaid:
		return Case{}, &flows.Mistake{Field: "text", Code: "long"}
	}
	return d.act(ctx, deed, func(c *Case, e *Event) (string, error) {
		e.Kind, e.Text = EventClosed, strings.TrimSpace(reason+"\n"+text)
		if c.Status == Closed {
			return "", &flows.Mistake{Field: "case", Code: "closed"}
		}
		c.Status, c.CloseReason, c.ClosedAt = Closed, reason, d.Now()
		return d.ToldClosed(*c, reason, text), nil
	})
}

// ToldClosed is what the citizen reads when their case is closed.
func (d Desk) ToldClosed(c Case, reason, text string) string {
	args := d.args(c, text)
	args["Reason"] = d.Texts.Text(c.Lang, "told.close."+reason, nil)
	return d.toldText(c, "closed", args)
}

// ClosedFor splits the text of an EventClosed into the reason and what staff
// added.
func ClosedFor(text string) (reason, added string) {
	reason, added, _ = strings.Cut(text, "\n")
	return reason, added
}
