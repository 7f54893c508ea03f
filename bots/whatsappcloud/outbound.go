package whatsappcloud

import (
	"context"
	"strings"
	"time"

	"majlis/bots"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// maxText is the longest text, UTF-16 units (Meta counts 4096 characters).
const maxText = 4096

// outgoing is the body of a send.
type outgoing struct {
	Product     string       `json:"messaging_product"`
	Kind        string       `json:"recipient_type"`
	To          string       `json:"to,omitempty"`        // a phone
	Recipient   string       `json:"recipient,omitempty"` // a user id
	Type        string       `json:"type"`
	Opaque      string       `json:"biz_opaque_callback_data,omitempty"` // comes back with each status
	Text        *textBody    `json:"text,omitempty"`
	Interactive *interactive `json:"interactive,omitempty"`
	Template    *template    `json:"template,omitempty"`
	Image       *uploaded    `json:"image,omitempty"`
	Document    *uploaded    `json:"document,omitempty"`
}

type textBody struct {
	Body    string `json:"body"`
	Preview bool   `json:"preview_url"`
}

// Send sends a parcel, in parts when it is too long; the options stand under the
// last one. Outside the window of a day only an approved template goes. The id
// returned is that of the last part, which replies refer to.
func (c *Channel) Send(ctx context.Context, p bots.Parcel) (string, error) {
	if p.Unsure {
		return "", &bots.SendError{Code: bots.Unsure, Retry: true, Wait: statusWait}
	}
	parts, err := c.parts(ctx, p)
	if err != nil {
		return "", err
	}
	var last string
	// Parts may have become fewer: the window closed in between.
	for i := min(c.begun.Arrived(p.ID), len(parts)-1); i < len(parts); i++ {
		if last, err = c.send(ctx, p, parts[i], i == len(parts)-1); err != nil {
			return "", c.begun.Interrupted(p.ID, i, patient(err, p.Tries))
		}
	}
	c.begun.Whole(p.ID)
	return last, nil
}

// statusWait is for how long a parcel waits that may have arrived. The platform
// takes no ids of ours, but tells what it took, with ours beside it: that word is
// waited for once, so that nothing arrives twice.
const statusWait = 3 * time.Second

// parts are the bodies of a parcel, in their order.
func (c *Channel) parts(ctx context.Context, p bots.Parcel) ([]outgoing, error) {
	if p.Message.File != nil {
		m, err := c.attached(ctx, p)
		return []outgoing{m}, err
	}
	if strings.TrimSpace(p.Message.Text) == "" {
		return nil, &bots.SendError{Code: "empty"}
	}
	if c.closed(p) {
		t, err := c.template(p)
		return []outgoing{{Type: "template", Template: t}}, err
	}
	whole, choices := p.Message.Text, c.choices(p)
	if ask, known := asks[p.Message.Request]; known {
		whole, choices = p.Message.Numbered(), &ask // no room for other buttons
	}
	if choices == nil {
		return textParts(words.Split(p.Message.Numbered(), maxText)), nil
	}
	text := words.Split(whole, maxText)
	text = append(text[:len(text)-1], words.Split(text[len(text)-1], maxBody)...) // the last stands above the choices
	choices.Body.Text = text[len(text)-1]
	return append(textParts(text[:len(text)-1]), outgoing{Type: "interactive", Interactive: choices}), nil
}

func textParts(texts []string) []outgoing {
	list := make([]outgoing, len(texts))
	for i, text := range texts {
		list[i] = outgoing{Type: "text", Text: &textBody{Body: text}}
	}
	return list
}

// send sends one part and returns the platform's id of it.
func (c *Channel) send(ctx context.Context, p bots.Parcel, part outgoing, last bool) (string, error) {
	part.Product, part.Kind = "whatsapp", "individual"
	phone, isPhone := strings.CutPrefix(p.Address, byPhone)
	user, isUser := strings.CutPrefix(p.Address, byUser)
	switch {
	case isPhone && phone != "":
		part.To = phone
	case isUser && user != "":
		part.Recipient = user
	default:
		return "", &bots.SendError{Code: "address"}
	}
	if last {
		part.Opaque = p.Native
	}
	var answer struct {
		Messages []struct {
			ID string `json:"id"`
		} `json:"messages"`
	}
	if err := c.post(ctx, part, &answer); err != nil {
		return "", err
	}
	if len(answer.Messages) == 0 || answer.Messages[0].ID == "" {
		return p.Native, nil // taken, without an id of its own
	}
	return nativeOf(answer.Messages[0].ID), nil
}

// plain is a label as it stands on a button: one line.
func plain(o talk.Option) string { return strings.Join(strings.Fields(o.Label), " ") }
