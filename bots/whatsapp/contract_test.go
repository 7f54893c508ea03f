package whatsapp_test

import (
	"sync"
	"testing"

	"majlis/bots/channeltest"
)

func TestContract(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, channeltest.Harness{
		Open:   openStage,
		Cannot: map[string]string{"blocked": "WhatsApp tells nobody that they are blocked: what is sent is taken and never delivered"},
	})
}

func openStage(t *testing.T, h *channeltest.House) channeltest.Stage {
	w := newTown(t)
	o := options(t, w, newHouse())
	o.Sent, o.Attachments, o.Record = h, h, nil
	c := start(t, o, h.Accept)
	link(t, w, c)
	var last lastWords
	return channeltest.Stage{
		Channel: c, MaxUnits: 4096,
		Citizen:   func() channeltest.Citizen { return &speaker{w.citizen(), &last} },
		Redeliver: last.again,
		Throttle:  func(to channeltest.Citizen) { to.(*speaker).nack(429) },
		Outage:    func(out bool) { w.Down(out) },
	}
}

// lastWords is what was said last, and by whom.
type lastWords struct {
	mu   sync.Mutex
	who  *citizen
	text string
	id   string
}

// again lets the phone send its last message once more, as it does when it was
// asked to: newly encrypted, under the same id. The same stanza would be
// recognised by the library.
func (l *lastWords) again() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.who.repeats(l.text, l.id)
}

// speaker is a citizen whose last words are kept.
type speaker struct {
	*citizen
	last *lastWords
}

func (s *speaker) Says(text string) string {
	s.last.mu.Lock()
	defer s.last.mu.Unlock()
	s.last.who, s.last.text, s.last.id = s.citizen, text, s.citizen.Says(text)
	return s.last.id
}
