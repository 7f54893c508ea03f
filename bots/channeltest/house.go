package channeltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"majlis/bots"
	"majlis/flows"
	"majlis/flows/talk"
)

// What the house understands; anything else it says back.
const (
	askMenu     = "menu"
	askLong     = "long"
	askLongMenu = "long menu"
	askBoom     = "boom" // the house panics over it
	askFiles    = "files"
)

// asked is the turn the menu claims to be put in, part of its buttons.
const asked = 7

// options of the menu.
var options = []talk.Option{{ID: "ask", Label: "استفسار"}, {ID: "suggest", Label: "اقتراح"}, {ID: "complain", Label: "شكوى"}}

// echo of a text.
func echo(text string) string { return "صدى: " + text }

// House hears what a channel brings and answers through its outbox.
type House struct {
	outbox *Outbox

	mu    sync.Mutex
	away  bool
	seen  map[string]bool
	taken []talk.Inbound
	marks []bots.Mark
	tries int
}

var (
	_ bots.Sent        = (*House)(nil)
	_ bots.Attachments = (*House)(nil)
)

func newHouse() *House { return &House{outbox: NewOutbox(), seen: map[string]bool{}} }

// Accept takes a message, each only once, and puts the answer in the outbox. It
// is a bots.Accept.
func (h *House) Accept(_ context.Context, in talk.Inbound) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tries++
	if h.away {
		return errAway
	}
	key := in.Channel + "|" + in.ID
	if h.seen[key] {
		return nil
	}
	if in.Text == askBoom {
		panic("the house has a bug")
	}
	h.seen[key] = true
	h.taken = append(h.taken, in)
	if in.Kind != talk.KindBlocked && in.Kind != talk.KindReturned {
		h.tell(in, answer(in))
	}
	if in.Text == askFiles {
		for _, f := range ourOwn {
			h.tell(in, talk.Message{File: &f})
		}
	}
	return nil
}

var errAway = errors.New("the disk is full")

// tell puts a message to whoever sent in into the outbox.
func (h *House) tell(in talk.Inbound, m talk.Message) {
	h.outbox.Put(bots.Parcel{
		Contact: in.Channel + "|" + in.Senders[0].ID, Channel: in.Channel, Address: in.Address, Lang: "ar", Message: m,
		Lane: talk.LaneReply, Heard: time.Now(),
	})
}

func answer(in talk.Inbound) talk.Message {
	switch {
	case in.Kind == talk.KindChoice:
		return talk.Message{Text: "choice: " + in.Choice}
	case len(in.Files) > 0:
		return talk.Message{Text: fmt.Sprintf("file: %s %q", in.Files[0].Kind, in.Text)}
	case in.Kind == talk.KindEdit:
		return talk.Message{Text: "edited: " + in.Text}
	case in.Kind == talk.KindUnknown:
		return talk.Message{Text: "unknown"}
	case in.Text == askMenu:
		return talk.Message{Text: "ما المطلوب؟", Options: options, Asked: asked}
	case in.Text == askLong:
		return talk.Message{Text: long}
	case in.Text == askLongMenu:
		return talk.Message{Text: long, Options: options, Asked: asked}
	}
	return talk.Message{Text: echo(in.Text)}
}

// long is three times what Telegram takes at once, with letters that are made of
// several characters.
var long = strings.TrimSpace(strings.Repeat("يُرجى إحضار الهويّة الوطنيّة 👨‍👩‍👧‍👦 إلى أقرب فرع. ", 180))

// Mark implements bots.Sent: what became of a message after it was sent.
func (h *House) Mark(_ context.Context, _ string, m bots.Mark) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.marks = append(h.marks, m)
	return nil
}

// Marks lists what was told of messages after they were sent, oldest first.
func (h *House) Marks() []bots.Mark {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.marks)
}

// Said implements bots.Sent: a message by the channel's id of it.
func (h *House) Said(_ context.Context, channel, native string) (talk.Message, error) {
	for _, r := range h.outbox.Rows() {
		if r.Parcel.Channel == channel && (r.Parcel.Native == native || r.Native == native) {
			return r.Parcel.Message, nil
		}
	}
	return talk.Message{}, flows.ErrNotFound
}

// Taken lists what was accepted, oldest first.
func (h *House) Taken() []talk.Inbound {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.taken)
}

// Mail lists all that was ever put in the outbox for an address, lowest Seq
// first, sent or not: for channels whose people fetch their mail.
func (h *House) Mail(address string) []bots.Parcel { return h.outbox.mail(address) }

// leave lets the house accept nothing while it is away.
func (h *House) leave(away bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.away = away
}

// tried is how often Accept was called.
func (h *House) tried() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.tries
}
