package whatsapptest

import (
	"fmt"
	"slices"
	"strconv"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
)

// Citizen is a person with a phone who talks to one account. Methods that write
// return once the server has the message, and return its id. They panic where only
// a mistake in a test can be the cause, such as a vote in a poll that never came.
type Citizen struct {
	*Account
	Ministry *Account // whom the citizen talks to
}

// Citizen makes a person who talks to the first account there is.
func (s *Server) Citizen() *Citizen {
	ministry := s.first()
	s.mu.Lock()
	s.citizens++
	n := s.citizens
	s.mu.Unlock()
	a := s.Account(strconv.Itoa(966500001000+n), strconv.Itoa(200000000001000+n), "Citizen")
	return &Citizen{Account: a, Ministry: ministry}
}

// Says writes a text, addressed by the ministry's hidden id.
func (c *Citizen) Says(text string) string {
	return c.Sends(&waE2E.Message{Conversation: &text})
}

// SaysByPhoneNumber writes a text, addressed by the ministry's number.
func (c *Citizen) SaysByPhoneNumber(text string) string {
	return c.send(c.Ministry.PN, "", &waE2E.Message{Conversation: &text})
}

// Repeats sends a text again under an id that was used, newly encrypted, as phones
// do that were asked to.
func (c *Citizen) Repeats(id, text string) {
	c.send(c.Ministry.LID, id, &waE2E.Message{Conversation: &text})
}

// Replies writes a text that answers a message of the ministry's.
func (c *Citizen) Replies(to, text string) string {
	return c.Sends(&waE2E.Message{ExtendedTextMessage: &waE2E.ExtendedTextMessage{
		Text: &text, ContextInfo: &waE2E.ContextInfo{StanzaID: &to, Participant: new(c.Ministry.LID.String())},
	}})
}

// Votes picks options of a poll by their texts; it replaces the vote before, and
// none takes that back.
func (c *Citizen) Votes(poll string, options ...string) string {
	return c.votes(c.Ministry.LID, c.poll(poll), options)
}

// VotesMixed votes from a phone that mixes up its owner's names, as there are some
// (github.com/tulir/whatsmeow issue 1217): encrypted for the hidden id, sent by
// number.
func (c *Citizen) VotesMixed(poll string, options ...string) string {
	return c.votes(c.Ministry.PN, c.poll(poll), options)
}

func (c *Citizen) votes(to types.JID, poll Message, options []string) string {
	as := c.PN
	if poll.From.Server == types.HiddenUserServer {
		as = c.LID
	}
	m, err := vote(poll, as, options)
	if err != nil {
		panic(err)
	}
	return c.send(to, "", m)
}

// Taps picks the n-th option, from 1, of the newest poll, or says the number when
// there was none.
func (c *Citizen) Taps(n int) string {
	for _, m := range slices.Backward(c.Inbox()) {
		if len(m.Options) > 0 {
			return c.Votes(m.ID, m.Options[n-1])
		}
	}
	return c.Says(strconv.Itoa(n))
}

// poll finds one that came.
func (c *Citizen) poll(id string) Message {
	for _, m := range c.Inbox() {
		if m.ID == id && len(m.Options) > 0 {
			return m
		}
	}
	panic(fmt.Sprintf("whatsapptest: no poll %s came", id))
}

// Sends writes a message of any kind, addressed by the ministry's hidden id.
func (c *Citizen) Sends(m *waE2E.Message) string { return c.send(c.Ministry.LID, "", m) }

func (c *Citizen) send(to types.JID, id string, m *waE2E.Message) string {
	id, err := c.Phone.Send(to, id, m)
	if err != nil {
		panic(err)
	}
	return id
}

// Inbox is all that came from the ministry and could be read, oldest first.
func (c *Citizen) Inbox() []Message {
	return slices.DeleteFunc(c.Phone.Inbox(), func(m Message) bool {
		return m.From.User != c.Ministry.PN.User && m.From.User != c.Ministry.LID.User
	})
}

// Shown is what the chat shows of the ministry's: edited texts in the place of the
// old ones, nothing that was taken back, and no reactions.
func (c *Citizen) Shown() []Message { return shown(c.Inbox()) }

// Delivered reports whether a message of the citizen's reached a linked device.
func (c *Citizen) Delivered(id string) bool { return c.told(id, "delivered", "inactive") }

// Seen reports whether a message of the citizen's was read.
func (c *Citizen) Seen(id string) bool { return c.told(id, "read") }

func (c *Citizen) told(id string, kinds ...string) bool {
	return slices.ContainsFunc(c.Phone.Receipts(), func(r Receipt) bool { return r.ID == id && slices.Contains(kinds, r.Kind) })
}
