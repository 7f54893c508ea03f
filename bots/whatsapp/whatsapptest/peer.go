package whatsapptest

import (
	"encoding/json"
	"io"
	"slices"
	"strconv"
)

// peerCommand is one line to the program; see testdata/citizen.mjs.
type peerCommand struct {
	N       int      `json:"n"`
	Do      string   `json:"do"`
	To      string   `json:"to,omitempty"`
	Poll    string   `json:"poll,omitempty"`
	Kind    string   `json:"kind,omitempty"`
	Text    string   `json:"text"`
	Options []string `json:"options"`
	Body    []byte   `json:"body,omitempty"`
}

// peerEvent is one line of the program's.
type peerEvent struct {
	Event, ID, Text, Kind, Why     string
	Quotes, Edits, Deletes, Reacts string
	N                              int
	Poll                           *struct{ Options []string }
	Body                           []byte
}

// follow takes what the program tells until it ends.
func (p *Peer) follow(output io.Reader) {
	lines := json.NewDecoder(output)
	for {
		var e peerEvent
		err := lines.Decode(&e)
		p.mu.Lock()
		if err != nil {
			p.gone = true
		} else {
			p.note(e)
		}
		close(p.changed)
		p.changed = make(chan struct{})
		p.mu.Unlock()
		if err != nil {
			_, _ = io.Copy(io.Discard, output) // so that it can go on to its end
			return
		}
	}
}

// note keeps one event. p.mu is held.
func (p *Peer) note(e peerEvent) {
	switch e.Event {
	case "qr":
		p.qr = e.Text
	case "ready":
		p.ready = true
	case "done", "failed":
		p.answers[e.N] = e
	case "receipt":
		p.receipts = append(p.receipts, Receipt{ID: e.ID, Kind: e.Kind})
	case "message":
		m := Message{ID: e.ID, From: p.chat, Text: e.Text, Quotes: e.Quotes, Edits: e.Edits, Deletes: e.Deletes, Reacts: e.Reacts}
		if e.Poll != nil {
			m.Options = e.Poll.Options
		}
		p.inbox = append(p.inbox, m)
	}
}

// tell gives the program a command and waits for its answer.
func (p *Peer) tell(c peerCommand) peerEvent {
	p.t.Helper()
	p.mu.Lock()
	p.sent++
	c.N = p.sent
	p.mu.Unlock()
	line, err := json.Marshal(c)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.input.Write(append(line, '\n')); err != nil {
		p.t.Fatal(err)
	}
	var answer peerEvent
	p.until("the answer to "+c.Do, func() bool {
		var ok bool
		answer, ok = p.answers[c.N]
		return ok
	})
	if answer.Event == "failed" {
		p.t.Fatalf("the other program can't %s: %s", c.Do, answer.Why)
	}
	return answer
}

// Says writes a text and returns its id.
func (p *Peer) Says(text string) string {
	p.t.Helper()
	return p.tell(peerCommand{Do: "say", Text: text}).ID
}

// Replies writes a text that answers a message of the ministry's.
func (p *Peer) Replies(to, text string) string {
	p.t.Helper()
	return p.tell(peerCommand{Do: "reply", To: to, Text: text}).ID
}

// Votes picks options of a poll by their texts; none takes the vote back.
func (p *Peer) Votes(poll string, options ...string) string {
	p.t.Helper()
	return p.tell(peerCommand{Do: "vote", Poll: poll, Options: append([]string{}, options...)}).ID
}

// Taps picks the n-th option, from 1, of the newest poll, or says the number when
// there was none.
func (p *Peer) Taps(n int) string {
	p.t.Helper()
	for _, m := range slices.Backward(p.Inbox()) {
		if len(m.Options) > 0 {
			return p.Votes(m.ID, m.Options[n-1])
		}
	}
	return p.Says(strconv.Itoa(n))
}

// Reacts sets an emoji at a message of the ministry's.
func (p *Peer) Reacts(to, emoji string) string {
	p.t.Helper()
	return p.tell(peerCommand{Do: "react", To: to, Text: emoji}).ID
}

// Edits changes the text of an earlier message of the peer's.
func (p *Peer) Edits(id, text string) string {
	p.t.Helper()
	return p.tell(peerCommand{Do: "edit", To: id, Text: text}).ID
}

// Deletes takes an earlier message of the peer's back, for everybody.
func (p *Peer) Deletes(id string) string {
	p.t.Helper()
	return p.tell(peerCommand{Do: "delete", To: id}).ID
}

// Reads tells the ministry that a message of its was read.
func (p *Peer) Reads(id string) {
	p.t.Helper()
	p.tell(peerCommand{Do: "read", To: id})
}

// Attaches sends a file: a "photo", "voice" note or "document".
func (p *Peer) Attaches(kind string, body []byte, caption string) string {
	p.t.Helper()
	return p.tell(peerCommand{Do: "attach", Kind: kind, Body: body, Text: caption}).ID
}

// Fetches downloads the file of a message of the ministry's.
func (p *Peer) Fetches(id string) []byte {
	p.t.Helper()
	return p.tell(peerCommand{Do: "fetch", To: id}).Body
}
