package telegramtest

import (
	"encoding/json"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// Message is what a citizen was shown.
type Message struct {
	ID      int
	Text    string
	Buttons []Button // under the message
	Keys    []Key    // in place of the keyboard
	Poll    string   // id of a poll
	File    []byte   // what was sent in place of a text
}

// Button is one of a message's own.
type Button struct {
	Label, Data string
	Message     int // whose button it is
}

// Key is one of a keyboard the bot offers. Pressing it says its label, or shares.
type Key struct {
	Label             string
	Contact, Location bool
}

// maxUnits is the longest text, UTF-16 code units
// (core.telegram.org/bots/api#sendmessage).
const maxUnits = 4096

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func checkText(text string) object {
	switch n := len(utf16.Encode([]rune(text))); {
	case n == 0:
		return bad("message text is empty")
	case n > maxUnits:
		return bad("message is too long")
	}
	return nil
}

// markup is a reply_markup of either kind.
type markup struct {
	Inline [][]struct {
		Text string `json:"text"`
		Data string `json:"callback_data"`
		URL  string `json:"url"`
	} `json:"inline_keyboard"`
	Keyboard [][]struct {
		Text     string `json:"text"`
		Contact  bool   `json:"request_contact"`
		Location bool   `json:"request_location"`
	} `json:"keyboard"`
}

func readMarkup(raw string) (m markup, problem object) {
	if raw == "" {
		return m, nil
	}
	if json.Unmarshal([]byte(raw), &m) != nil {
		return m, bad("object expected as reply markup")
	}
	for _, row := range m.Inline {
		for _, b := range row {
			switch {
			case b.Text == "":
				return m, bad("inline keyboard button text is empty")
			case b.URL == "" && (b.Data == "" || len(b.Data) > 64):
				return m, bad("BUTTON_DATA_INVALID")
			}
		}
	}
	return m, nil
}

func (m markup) buttons() []Button {
	var list []Button
	for _, row := range m.Inline {
		for _, b := range row {
			list = append(list, Button{Label: b.Text, Data: b.Data})
		}
	}
	return list
}

func (m markup) keys() []Key {
	var list []Key
	for _, row := range m.Keyboard {
		for _, k := range row {
			list = append(list, Key{k.Text, k.Contact, k.Location})
		}
	}
	return list
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
