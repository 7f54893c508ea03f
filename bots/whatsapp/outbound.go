package whatsapp

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/util/hkdfutil"

	"majlis/bots"
	"majlis/flows/talk"
	"majlis/flows/words"
)

// Limits of one message, as the apps have them.
const (
	maxUnits    = 4096 // UTF-16 units of a text; the app folds what is longer
	maxQuestion = 255  // of a poll's question
	maxLabel    = 100  // of a poll's option
	maxOptions  = 12
	minOptions  = 2
)

// Send sends a parcel, in parts when it is too long; the last one, which replies
// refer to and the options stand under, has the parcel's id. WhatsApp takes a
// message id only once, so a parcel can be sent again without harm.
func (c *Channel) Send(ctx context.Context, p bots.Parcel) (string, error) {
	to, err := types.ParseJID(p.Address)
	if err != nil || !isUser(to) {
		return "", &bots.SendError{Code: "address"}
	}
	if p.Heard.IsZero() { // numbers that write first are banned
		return "", &bots.SendError{Code: "cold"}
	}
	l := c.online()
	if l == nil {
		return "", &bots.SendError{Code: "away", Retry: true, Wait: longPause}
	}
	ctx, done := l.during(ctx)
	defer done()
	if p.Native == "" {
		p.Native = l.client.GenerateMessageID()
	}
	messages, err := l.messages(ctx, p)
	if err != nil {
		return "", err
	}
	if len(messages) == 0 {
		return "", &bots.SendError{Code: "empty"}
	}
	for i, m := range messages {
		extra := whatsmeow.SendRequestExtra{ID: partID(p.Native, i, len(messages))}
		if _, err := l.client.SendMessage(ctx, to.ToNonAD(), m, extra); err != nil {
			return "", l.notSent(err)
		}
	}
	l.signs.answered(to)
	return p.Native, nil
}

// notSent is the policy of a failure; one of them says something of the link.
func (l *line) notSent(err error) error {
	se := sendError(err)
	if se.Code == restricted {
		l.limit.refused(l.Now())
		nudge(l.news)
	}
	return se
}

// messages are the native messages of a parcel; a file is one.
func (l *line) messages(ctx context.Context, p bots.Parcel) ([]*waE2E.Message, error) {
	if p.Message.File == nil {
		return l.render(p), nil
	}
	m, err := l.attached(ctx, p)
	return []*waE2E.Message{m}, err
}

// render makes the native messages of words.
func (l *line) render(p bots.Parcel) []*waE2E.Message {
	if isPoll(p.Message) {
		return []*waE2E.Message{l.poll(p.Native, p.Message)}
	}
	var list []*waE2E.Message
	for _, part := range words.Split(p.Message.Numbered(), maxUnits) {
		list = append(list, plain(part))
	}
	return list
}

// plain is a text without a preview of what it links to.
func plain(text string) *waE2E.Message { return &waE2E.Message{Conversation: new(text)} }

// isPoll reports whether a message can be shown as a native poll.
func isPoll(m talk.Message) bool {
	n := len(m.Options)
	if n < minOptions || n > maxOptions || strings.TrimSpace(m.Text) == "" || words.Units(m.Text) > maxQuestion {
		return false
	}
	seen := map[string]bool{}
	for i, label := range labels(m) {
		if words.Units(label) > maxLabel || seen[m.Options[i].Label] {
			return false
		}
		seen[m.Options[i].Label] = true
	}
	return true
}

// labels of a poll: each with its digit, which may be typed instead.
func labels(m talk.Message) []string {
	list := make([]string, len(m.Options))
	for i, o := range m.Options {
		list[i] = strconv.Itoa(i+1) + ". " + o.Label
	}
	return list
}

// poll is a question with one answer. Votes are encrypted with the poll's secret,
// which is made of its id: whichever try to send it arrives, the secret is the
// same.
func (l *line) poll(id string, m talk.Message) *waE2E.Message {
	poll := l.client.BuildPollCreation(m.Text, labels(m), 1)
	key := l.client.Store.NoiseKey.Priv[:]
	poll.MessageContextInfo.MessageSecret = hkdfutil.SHA256(key, nil, []byte("majlis poll "+id), 32)
	return poll
}

// nativeLength is how long a message id made by the house is: "3EB0", which marks
// web clients, and 18 hexadecimal digits.
const nativeLength = 22

// partID is the id of one part of n: the last has the parcel's own, the others'
// are made of it.
func partID(native string, i, n int) string {
	if i == n-1 {
		return native
	}
	return fmt.Sprintf("%s%02X", native, i+1)
}

// ourID is the parcel's id behind that of any of its parts.
func ourID(id string) string {
	if len(id) == nativeLength+2 && strings.HasPrefix(id, whatsmeow.WebMessageIDPrefix) {
		return id[:nativeLength]
	}
	return id
}
