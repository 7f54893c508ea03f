package talk

import (
	"strconv"
	"strings"
)

// Args fill the placeholders of a text.
type Args map[string]any

// Option is one answer a person can pick: by its digit (its place, from 1), by
// its label, or by a button where the channel has them.
type Option struct {
	ID    string `json:"id"` // stable: this is what the journal keeps
	Label string `json:"label"`
}

// Message is what a person is told, in their language, before a channel gives
// it its native form.
type Message struct {
	Text    string   `json:"text"`
	Options []Option `json:"options,omitempty"`
	Asked   int      `json:"asked,omitempty"`   // the turn the question was first put; part of a button's payload
	Request string   `json:"request,omitempty"` // "contact" or "location": a native share button where there is one
	Card    *Card    `json:"card,omitempty"`    // the same content with structure, for channels that can show it
	About   string   `json:"about,omitempty"`   // id of the case this message belongs to; a reply to it follows up
	Link    string   `json:"link,omitempty"`
	File    *File    `json:"file,omitempty"` // one of the house's own, by its ID; such a message has no words
}

// Card is the structure behind a message's text. Text always says the same, so
// that a channel may ignore the card.
type Card struct {
	Kind   string            `json:"kind"` // "case", "answer"
	Title  string            `json:"title,omitempty"`
	Fields map[string]string `json:"fields,omitempty"`
}

// Payload is what the button of option id carries: the turn its question was
// put in, so that an old button is recognised, and the option's stable id.
func (m Message) Payload(id string) string { return strconv.Itoa(m.Asked) + ":" + id }

// splitPayload undoes Payload.
func splitPayload(p string) (asked int, id string, ok bool) {
	n, id, found := strings.Cut(p, ":")
	asked, err := strconv.Atoi(n)
	return asked, id, found && err == nil
}

// Numbered is the message as plain text, its options behind their digits, for
// channels without buttons; of a file its name.
func (m Message) Numbered() string {
	if m.File != nil {
		return m.File.Name
	}
	if len(m.Options) == 0 {
		return m.Text
	}
	var b strings.Builder
	b.WriteString(m.Text)
	b.WriteString("\n")
	for i, o := range m.Options {
		b.WriteString("\n" + strconv.Itoa(i+1) + ". " + o.Label)
	}
	return b.String()
}
