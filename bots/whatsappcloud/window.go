package whatsappcloud

import (
	"cmp"
	"strings"
	"time"

	"majlis/bots"
	"majlis/flows/talk"
	"majlis/flows/words"
)

const (
	// window is for how long after a person wrote anything may be sent.
	window = 24 * time.Hour
	// windowMargin keeps from sending in the last moment, when Meta's clock says
	// that it is over.
	windowMargin = time.Minute
	// codeWindow says that a message was kept back because the window is closed and
	// no template was approved for it. That is counted, and no failure.
	codeWindow = "window"
	// maxParameter leaves the template's own words some room in the 1,024 characters
	// that it may have once its gap is filled.
	maxParameter = 800
)

// closed reports whether the window of whoever a parcel goes to is closed.
func (c *Channel) closed(p bots.Parcel) bool {
	return p.Heard.IsZero() || c.Now().Sub(p.Heard) > window-windowMargin
}

// template is an approved text with one gap.
type template struct {
	Name       string      `json:"name"`
	Language   language    `json:"language"`
	Components []component `json:"components"`
}

type language struct {
	Code string `json:"code"`
}

type component struct {
	Type       string      `json:"type"`
	Parameters []parameter `json:"parameters"`
}

type parameter struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// template puts a parcel into the template of its lane.
func (c *Channel) template(p bots.Parcel) (*template, error) {
	name := c.Templates[p.Lane]
	if name == "" {
		return nil, &bots.SendError{Code: codeWindow}
	}
	return &template{Name: name, Language: language{cmp.Or(p.Lang, "ar")}, Components: []component{{
		Type: "body", Parameters: []parameter{{Type: "text", Text: oneLine(p.Message)}},
	}}}, nil
}

// oneLine is a message as a parameter: line ends, tabs and runs of spaces are not
// allowed there.
func oneLine(m talk.Message) string {
	text := strings.Join(strings.Fields(m.Numbered()), " ")
	if words.Units(text) <= maxParameter {
		return text
	}
	return words.Split(text, maxParameter-1)[0] + "…"
}
