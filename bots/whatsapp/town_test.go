package whatsapp_test

import (
	"strconv"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"

	"majlis/bots/channeltest"
	"majlis/bots/whatsapp/whatsapptest"
)

// town is a WhatsApp server, the ministry's number and its people.
type town struct {
	*whatsapptest.Server
	t        testing.TB
	ministry *whatsapptest.Account
}

func newTown(t testing.TB) *town {
	t.Helper()
	s, err := whatsapptest.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return &town{Server: s, t: t, ministry: s.Account("966500000001", "100000000000001", "Ministry")}
}

func (w *town) endpoint() string { return w.Addr() }
func (w *town) root() string     { return w.RootKey() }

// scan takes a QR code with the ministry's phone; enter types a code on it.
func (w *town) scan(code string) error  { return w.ministry.Phone.Scan(code) }
func (w *town) enter(code string) error { return w.ministry.EnterCode(code) }

// kept is how many messages the ministry's linked devices have not confirmed.
func (w *town) kept() int { return w.Pending(w.ministry) }

// cut ends all connections of the ministry's linked devices.
func (w *town) cut() { w.Drop(w.ministry) }

func (w *town) logOut() { w.LogOut(w.ministry) }

func (w *town) replace() { w.Replace(w.ministry) }

// refuse answers logins with a failure.
func (w *town) refuse(reason int) { w.Refuse(w.ministry, whatsapptest.Failure{Reason: reason}) }

// ban refuses logins for a while.
func (w *town) ban(code int, expire time.Duration) { w.Ban(w.ministry, code, expire) }

// posted is how often the ministry posted to channels.
func (w *town) posted() int { return len(w.Posts()) }

// outdate lets the server want a version far newer than any.
func (w *town) outdate(version uint32) {
	w.Outdate(version)
	w.cut()
}

func (w *town) citizen() *citizen { return &citizen{w.Citizen(), w} }

// citizen is a person with a phone.
type citizen struct {
	*whatsapptest.Citizen
	town *town
}

func (c *citizen) lid() types.JID { return c.LID }
func (c *citizen) pn() types.JID  { return c.PN }

// nack lets the next message to the citizen be refused.
func (c *citizen) nack(code int) { c.town.Nack(whatsapptest.Nack{Code: code, To: c.Account}) }

// sends sends to the ministry, by its hidden id or by its number.
func (c *citizen) sends(m *waE2E.Message, byNumber bool) string {
	to := c.Ministry.LID
	if byNumber {
		to = c.Ministry.PN
	}
	id, err := c.Phone.Send(to, "", m)
	if err != nil {
		c.town.t.Errorf("a phone can't send: %v", err)
	}
	return id
}

// repeats sends a message again under an id that was used.
func (c *citizen) repeats(text, id string) { c.Repeats(id, text) }

// reads tells the ministry that a message was read.
func (c *citizen) reads(id string) { c.Reads(id) }

// poll is the newest poll that arrived.
func (c *citizen) poll() (newest whatsapptest.Message, found bool) {
	for _, m := range c.Inbox() {
		if len(m.Options) > 0 {
			newest, found = m, true
		}
	}
	return newest, found
}

// votes votes in the newest poll for options by their place, from 1; none takes
// the vote back. The key is made of the hidden id, whatever the vote is sent from.
func (c *citizen) votes(byNumber bool, places ...int) {
	poll, _ := c.poll()
	var labels []string
	for _, n := range places {
		labels = append(labels, poll.Options[n-1])
	}
	if byNumber {
		c.VotesMixed(poll.ID, labels...)
		return
	}
	c.Votes(poll.ID, labels...)
}

func (c *citizen) Taps(n int) {
	if _, ok := c.poll(); ok {
		c.votes(false, n)
		return
	}
	c.Says(strconv.Itoa(n))
}

func (c *citizen) Attaches(kind string, body []byte, caption string) {
	c.Citizen.Attaches(kind, body, caption)
}

func (c *citizen) Edits(native, text string) { c.Citizen.Edits(native, text) }

// Blocks and Returns change nothing that a linked device could see.
func (c *citizen) Blocks()  {}
func (c *citizen) Returns() {}

func (c *citizen) Shown() []channeltest.Shown {
	var list []channeltest.Shown
	for _, m := range c.Citizen.Shown() {
		list = append(list, channeltest.Shown{Text: m.Text, Options: m.Options, File: c.Opens(m)})
	}
	return list
}
