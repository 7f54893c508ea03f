package cases

import (
	"context"
	"strings"

	"majlis/flows"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// maxSaid is the longest text staff may send or note, in characters: about four
// pages, more than any channel shows at a time.
const maxSaid = 4000

// Reply answers the citizen, with files that were stored before; the case is
// answered with it.
func (d Desk) Reply(ctx context.Context, deed Deed, text string, files ...talk.File) (Case, error) {
	text, err := said("text", text)
	if err != nil {
		return Case{}, err
	}
	return d.act(ctx, deed, func(c *Case, e *Event) (string, error) {
		e.Kind, e.Text = EventReply, text
		if c.Status == Closed {
			return "", &flows.Mistake{Field: "case", Code: "closed"}
		}
		c.Status = Answered
		d.touch(c)
		return d.Told(*c, EventReply, text), nil
	}, files...)
}

// CheckReply refuses what can't be sent as a reply: nothing, or too much. It is
// for who sends one to several citizens, so that none of them gets it before the
// others can.
func CheckReply(text string) error {
	_, err := said("text", text)
	return err
}

// AskInfo asks the citizen for information, with files that were stored before; the
// case waits for it. The due date stands: what the ministry owes doesn't stop
// because it asked.
func (d Desk) AskInfo(ctx context.Context, deed Deed, text string, files ...talk.File) (Case, error) {
	text, err := said("text", text)
	if err != nil {
		return Case{}, err
	}
	return d.act(ctx, deed, func(c *Case, e *Event) (string, error) {
		e.Kind, e.Text = EventAsked, text
		if c.Status == Closed {
			return "", &flows.Mistake{Field: "case", Code: "closed"}
		}
		c.Status = Waiting
		return d.Told(*c, EventAsked, text), nil
	}, files...)
}

// Told is what the citizen reads, in the language of the case, when staff reply,
// ask, refer, close or reopen with these words. The desk shows it beforehand.
func (d Desk) Told(c Case, kind EventKind, text string) string {
	return d.toldText(c, string(kind), d.args(c, text))
}

// toldText renders a text that may end in nothing but the words of staff.
func (d Desk) toldText(c Case, key string, args talk.Args) string {
	return strings.TrimSpace(d.Texts.Text(c.Lang, "told."+key, args))
}

func (d Desk) args(c Case, text string) talk.Args {
	return talk.Args{"Ref": Ref(c.Ref).String(), "Kind": d.Texts.Text(c.Lang, "told.kind."+string(c.Kind), nil), "Text": text}
}

// touch records the first reply.
func (d Desk) touch(c *Case) {
	if c.RepliedAt.IsZero() {
		c.RepliedAt = d.Now()
	}
}

// said cleans what staff typed and refuses what can't be sent.
func said(field, text string) (string, error) {
	text = words.Clean(text)
	switch {
	case strings.TrimSpace(text) == "":
		return "", &flows.Mistake{Field: field, Code: "empty"}
	case words.Graphemes(text) > maxSaid:
		return "", &flows.Mistake{Field: field, Code: "long"}
	}
	return text, nil
}
