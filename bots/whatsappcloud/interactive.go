package whatsappcloud

import (
	"strconv"

	"majlis/bots"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// Limits of interactive messages (…/cloud-api/messages/interactive-messages).
const (
	maxButtons     = 3
	maxRows        = 10
	maxBody        = 1024 // characters of the text above the choices
	maxTitle       = 20   // of a reply button, and of the button that opens a list
	maxRow         = 24
	maxDescription = 72
	maxButtonID    = 256
	maxRowID       = 200
)

// interactive is a message with choices.
type interactive struct {
	Type   string   `json:"type"` // "button", "list", or that of asks
	Body   bodyText `json:"body"`
	Action action   `json:"action"`
}

type bodyText struct {
	Text string `json:"text"`
}

type action struct {
	Name     string    `json:"name,omitempty"` // of asks
	Buttons  []button  `json:"buttons,omitempty"`
	Button   string    `json:"button,omitempty"` // opens the list
	Sections []section `json:"sections,omitempty"`
}

type button struct {
	Type  string `json:"type"`
	Reply reply  `json:"reply"`
}

type section struct {
	Rows []row `json:"rows"`
}

type row struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
}

// asks are the platform's own buttons by what a message requests. What comes by
// them is the person's own number, and a place on the map.
var asks = map[string]interactive{
	"contact":  {Type: "request_contact_info", Action: action{Name: "request_contact_info"}},
	"location": {Type: "location_request_message", Action: action{Name: "send_location"}},
}

// choices are the options as buttons, or else as a list; nil when they fit
// neither: then they stand in the text behind their digits.
func (c *Channel) choices(p bots.Parcel) *interactive {
	switch n := len(p.Message.Options); {
	case n == 0 || n > maxRows:
		return nil
	case n <= maxButtons:
		if b := buttons(p.Message); b != nil {
			return &interactive{Type: "button", Action: action{Buttons: b}}
		}
	}
	rows := rows(p.Message)
	if rows == nil {
		return nil
	}
	open := words.Shorten(c.Texts.Text(p.Lang, "whatsapp.list", nil), maxTitle)
	return &interactive{Type: "list", Action: action{Button: open, Sections: []section{{Rows: rows}}}}
}

// buttons are nil when a label doesn't fit whole behind its digit. The digits keep
// them apart: Meta refuses two that are the same.
func buttons(m talk.Message) []button {
	var list []button
	for i, o := range m.Options {
		title, id := numbered(i, o), m.Payload(o.ID)
		if words.Units(title) > maxTitle || len(id) > maxButtonID {
			return nil
		}
		list = append(list, button{Type: "reply", Reply: reply{ID: id, Title: title}})
	}
	return list
}

// rows hold a label in their title, or else in their description; nil when one
// is longer than that.
func rows(m talk.Message) []row {
	var list []row
	for i, o := range m.Options {
		r := row{ID: m.Payload(o.ID), Title: numbered(i, o)}
		if words.Units(r.Title) > maxRow {
			r.Title, r.Description = words.Shorten(r.Title, maxRow-4), plain(o)
		}
		if words.Units(r.Title) > maxRow || words.Units(r.Description) > maxDescription || len(r.ID) > maxRowID {
			return nil
		}
		list = append(list, r)
	}
	return list
}

// numbered is a label behind the digit that may be typed instead.
func numbered(i int, o talk.Option) string { return strconv.Itoa(i+1) + ". " + plain(o) }
