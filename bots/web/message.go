package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"majlis/bots/web/page"
	"majlis/flows"
	"majlis/flows/talk"
)

// Limits of one message, against those who send megabytes: flows ask for far
// less.
const (
	maxMessage = 32 << 10 // bytes of the request
	maxID      = 64       // characters of the sender's own id
	maxChoice  = 200      // characters of a button's payload
	maxFiles   = 5
)

// message is what a visitor sends, as JSON:
//
//	{"id": "a1", "text": "…"}          words
//	{"id": "a2", "choice": "5:inquiry"} a button
//	{"id": "a3", "start": true}         the chat was opened
//	{"id": "a4", "place": {"lat": 24.7, "lon": 46.7}}
//
// with, where wanted, "files": tokens from POST /chat/files, and "reply_to": the
// id of the message it answers. The id is the sender's own and unique among
// theirs: the same id twice is the same message.
type message struct {
	ID      string      `json:"id"`
	Text    string      `json:"text"`
	Choice  string      `json:"choice"`
	Start   bool        `json:"start"`
	Place   *talk.Place `json:"place"`
	Files   []string    `json:"files"`
	ReplyTo string      `json:"reply_to"`
	Lang    string      `json:"lang"`

	spoken bool // the page it was written on is in the language of the request
}

// readMessage reads one JSON object and nothing behind it.
func readMessage(body io.Reader) (message, error) {
	var m message
	d := json.NewDecoder(body)
	if err := d.Decode(&m); err != nil {
		return m, badJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return m, badJSON(err)
	}
	return m, m.check()
}

func badJSON(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	return page.Bad("bad_json", err)
}

func (m message) check() error {
	switch {
	case !goodID(m.ID):
		return page.Bad("bad_id", nil)
	case len(m.Choice) > maxChoice || len(m.ReplyTo) > maxID || len(m.Files) > maxFiles:
		return page.Bad("bad_message", nil)
	case m.Place != nil && !onEarth(*m.Place):
		return page.Bad("bad_place", nil)
	case strings.TrimSpace(m.Text) == "" && m.Choice == "" && !m.Start && m.Place == nil && len(m.Files) == 0:
		return page.Bad("empty", nil)
	}
	return nil
}

// goodID allows what UUIDs, ULIDs and counters are made of.
func goodID(id string) bool {
	if id == "" || len(id) > maxID {
		return false
	}
	return strings.IndexFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("-_.:", r)
	}) < 0
}

func onEarth(p talk.Place) bool {
	return p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180
}

// kind of the message, most telling part first.
func (m message) kind() talk.Kind {
	switch {
	case m.Choice != "":
		return talk.KindChoice
	case m.Place != nil:
		return talk.KindLocation
	case len(m.Files) > 0:
		return talk.KindAttachment
	case m.Start:
		return talk.KindStart
	}
	return talk.KindText
}

// inbound is the message in the words of the house.
func (s *Server) inbound(r *http.Request, visitor string, m message) (talk.Inbound, error) {
	in := talk.Inbound{
		Channel: Name, ID: visitor + "/" + m.ID, Native: m.ID, Address: visitor,
		Senders: []talk.Identity{identity(visitor)}, At: s.now(),
		Kind: m.kind(), Text: m.Text, Choice: m.Choice, Place: m.Place, ReplyTo: m.ReplyTo, Lang: page.Lang(r), Spoken: m.spoken,
	}
	if m.Lang == flows.Arabic || m.Lang == flows.English {
		in.Lang = m.Lang
	}
	for _, token := range m.Files {
		f, ok := s.uploaded(visitor, token)
		if !ok {
			return in, page.Bad("bad_file", nil)
		}
		in.Files = append(in.Files, f)
	}
	return in, nil
}

// take gives a message to the house. When it returns nil, the message is kept.
func (s *Server) take(r *http.Request, visitor string, m message) error {
	if err := s.allow(r, "messages:"+s.Vault.Key(Name, visitor), messagesPerMinute); err != nil {
		return err
	}
	in, err := s.inbound(r, visitor, m)
	if err != nil {
		return err
	}
	if err := s.Accept(r.Context(), in); err != nil {
		return page.Busy(err)
	}
	return nil
}

// messageCreate answers POST /chat/messages: 202 once the message is kept.
func (s *Server) messageCreate(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	visitor, err := s.visitor(r)
	if err != nil {
		return err
	}
	m, err := readMessage(r.Body)
	if err != nil {
		return err
	}
	if err := s.take(r, visitor, m); err != nil {
		return err
	}
	return page.WriteJSON(w, http.StatusAccepted, map[string]string{"id": m.ID, "state": "kept"})
}
