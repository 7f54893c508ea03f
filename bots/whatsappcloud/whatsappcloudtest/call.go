package whatsappcloudtest

import (
	"net/http"
	"unicode/utf8"
)

// call is the body of a POST to the messages of our number.
type call struct {
	Product   string `json:"messaging_product"`
	To        string `json:"to"`
	Recipient string `json:"recipient"`
	Type      string `json:"type"`
	Opaque    string `json:"biz_opaque_callback_data"`
	Status    string `json:"status"`
	MessageID string `json:"message_id"`
	Typing    struct {
		Type string `json:"type"`
	} `json:"typing_indicator"`
	Text struct {
		Body string `json:"body"`
	} `json:"text"`
	Interactive struct {
		Type string `json:"type"`
		Body struct {
			Text string `json:"text"`
		} `json:"body"`
		Action struct {
			Name    string `json:"name"`
			Button  string `json:"button"`
			Buttons []struct {
				Reply struct{ ID, Title string } `json:"reply"`
			} `json:"buttons"`
			Sections []struct {
				Rows []struct{ ID, Title, Description string } `json:"rows"`
			} `json:"sections"`
		} `json:"action"`
	} `json:"interactive"`
	Image    attached `json:"image"`
	Document attached `json:"document"`
	Template struct {
		Name     string `json:"name"`
		Language struct {
			Code string `json:"code"`
		} `json:"language"`
		Components []struct {
			Parameters []struct{ Text string } `json:"parameters"`
		} `json:"components"`
	} `json:"template"`
}

func (m call) to() string {
	if m.To != "" {
		return m.To
	}
	return m.Recipient
}

// check refuses what the API refuses; nil for what it takes.
func (s *Server) check(m call) *refusal {
	c := s.find(m.to())
	switch {
	case c == nil || c.gone:
		return &refusal{status: http.StatusBadRequest, code: 131026, message: "Message undeliverable"}
	case m.To != "" && (c.hidden || m.To != c.Phone), m.Recipient != "" && m.To == "" && m.Recipient != c.User:
		return &refusal{status: http.StatusBadRequest, code: 131009, message: "Parameter value is not valid"}
	case m.Type == "template":
		return s.checkTemplate(m)
	case s.clock().Sub(c.heard) > window:
		return &refusal{status: http.StatusBadRequest, code: 131047, message: "Re-engagement message"}
	case m.Type == "text":
		return limits(within(m.Text.Body, 1, 4096))
	case m.Type == "interactive":
		return limits(m.interactiveFits())
	case m.Type == "image" || m.Type == "document":
		return s.checkFile(m)
	}
	return &refusal{status: http.StatusBadRequest, code: 100, message: "Invalid parameter"}
}

func limits(kept bool) *refusal {
	if kept {
		return nil
	}
	return &refusal{status: http.StatusBadRequest, code: 131009, message: "Parameter value is not valid"}
}

func within(s string, least, most int) bool {
	n := utf8.RuneCountInString(s)
	return n >= least && n <= most && utf8.ValidString(s)
}

func (s *Server) checkTemplate(m call) *refusal {
	if !s.templates[m.Template.Name] || m.Template.Language.Code != "ar" && m.Template.Language.Code != "en" {
		return &refusal{status: http.StatusNotFound, code: 132001, message: "Template name does not exist in the translation"}
	}
	if len(m.Template.Components) != 1 || len(m.Template.Components[0].Parameters) != 1 {
		return &refusal{status: http.StatusBadRequest, code: 132000, message: "Number of parameters does not match"}
	}
	text := m.Template.Components[0].Parameters[0].Text
	if !within(text, 1, 1024) || hasBreaks(text) {
		return &refusal{status: http.StatusBadRequest, code: 132007, message: "Template format character policy violated"}
	}
	return nil
}

// hasBreaks reports what a parameter may not hold.
func hasBreaks(text string) bool {
	spaces := 0
	for _, r := range text {
		if r == '\n' || r == '\t' {
			return true
		}
		if r != ' ' {
			spaces = 0
		} else if spaces++; spaces > 4 {
			return true
		}
	}
	return false
}

// interactiveFits holds the choices to the published limits.
func (m call) interactiveFits() bool {
	i := m.Interactive
	if !within(i.Body.Text, 1, 1024) {
		return false
	}
	seen := map[string]bool{}
	switch i.Type {
	case "button":
		for _, b := range i.Action.Buttons {
			if seen[b.Reply.Title] || seen[b.Reply.ID] || !within(b.Reply.Title, 1, 20) || len(b.Reply.ID) == 0 || len(b.Reply.ID) > 256 {
				return false
			}
			seen[b.Reply.Title], seen[b.Reply.ID] = true, true
		}
		return len(i.Action.Buttons) >= 1 && len(i.Action.Buttons) <= 3
	case "request_contact_info":
		return i.Action.Name == i.Type
	case "location_request_message":
		return i.Action.Name == "send_location"
	case "list":
		n := 0
		for _, s := range i.Action.Sections {
			for _, r := range s.Rows {
				if n++; seen[r.ID] || !within(r.Title, 1, 24) || !within(r.Description, 0, 72) || len(r.ID) == 0 || len(r.ID) > 200 {
					return false
				}
				seen[r.ID] = true
			}
		}
		return n >= 1 && n <= 10 && within(i.Action.Button, 1, 20)
	}
	return false
}

// shown is what the person's phone shows of it.
func (s *Server) shown(m call, id string) Shown {
	file := m.file()
	show := Shown{ID: id, Text: m.Text.Body, File: s.media[file.ID].body, Name: file.Filename}
	switch m.Type {
	case "interactive":
		show.Text, show.Asks = m.Interactive.Body.Text, m.Interactive.Action.Name
		for _, b := range m.Interactive.Action.Buttons {
			show.Options = append(show.Options, Option{ID: b.Reply.ID, Label: b.Reply.Title})
		}
		for _, part := range m.Interactive.Action.Sections {
			for _, r := range part.Rows {
				label := r.Title
				if r.Description != "" {
					label += "\n" + r.Description
				}
				show.Options = append(show.Options, Option{ID: r.ID, Label: label, Row: true})
			}
		}
	case "template":
		show.Text = m.Template.Components[0].Parameters[0].Text
	}
	return show
}
