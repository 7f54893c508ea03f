package whatsapptest

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// Send encrypts a message for all devices of an account, and for the own linked
// ones, and hands it to the server. An empty id makes a new one. It returns the id.
func (p *Phone) Send(to types.JID, id string, m *waE2E.Message) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id == "" {
		id = newID()
	}
	theirs, own, err := p.receivers(to)
	if err != nil {
		return "", err
	}
	copies, err := p.seal(theirs, m)
	if err != nil {
		return "", err
	}
	echo := &waE2E.Message{DeviceSentMessage: &waE2E.DeviceSentMessage{DestinationJID: new(to.String()), Message: m}}
	echoes, err := p.seal(own, echo)
	if err != nil {
		return "", err
	}
	about := attrs{"id": id, "to": to, "type": stanzaType(m)}
	if mark := editMark(m); mark != types.EditAttributeEmpty {
		about["edit"] = string(mark)
	}
	p.account.server.route(p.device, &node{
		Tag: "message", Attrs: about, Content: []node{{Tag: "participants", Content: append(copies, echoes...)}},
	})
	return id, nil
}

// receivers lists the devices of whoever has an address, and the own linked ones.
func (p *Phone) receivers(to types.JID) (theirs, own []types.JID, err error) {
	s := p.account.server
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.account(to)
	if a == nil {
		return nil, nil, errors.New("nobody has the address " + to.String())
	}
	if a != p.account {
		theirs = a.known(to)
	}
	own = p.account.known(to)
	return theirs, slices.DeleteFunc(own, func(j types.JID) bool { return j.Device == 0 }), nil
}

// known lists the addresses of the devices that told their keys. The server's mu is
// held.
func (a *Account) known(as types.JID) []types.JID {
	var list []types.JID
	for _, id := range slices.Sorted(maps.Keys(a.devices)) {
		if d := a.devices[id]; d.identity != nil {
			list = append(list, d.as(as))
		}
	}
	return list
}

// seal makes a copy for each device. p.mu is held.
func (p *Phone) seal(to []types.JID, m *waE2E.Message) ([]node, error) {
	plain, err := proto.Marshal(m)
	if err != nil {
		return nil, err
	}
	var copies []node
	for _, j := range to {
		enc, err := p.encrypt(j, plain)
		if err != nil {
			return nil, fmt.Errorf("encrypting for %s: %w", j, err)
		}
		copies = append(copies, node{Tag: "to", Attrs: attrs{"jid": j}, Content: []node{enc}})
	}
	return copies, nil
}

// stanzaType is what the server is told of a message's kind.
func stanzaType(m *waE2E.Message) string {
	switch {
	case m.PollUpdateMessage != nil || m.PollCreationMessage != nil:
		return "poll"
	case m.ReactionMessage != nil:
		return "reaction"
	case m.ImageMessage != nil || m.AudioMessage != nil || m.DocumentMessage != nil || m.VideoMessage != nil ||
		m.LocationMessage != nil || m.ContactMessage != nil:
		return "media"
	}
	return "text"
}

// editMark is what the server is told of a message that changes another.
func editMark(m *waE2E.Message) types.EditAttribute {
	if inner := m.GetEditedMessage().GetMessage(); inner != nil {
		m = inner
	}
	switch {
	case m.ProtocolMessage != nil && m.ProtocolMessage.GetType() == waE2E.ProtocolMessage_REVOKE:
		return types.EditAttributeSenderRevoke
	case m.ProtocolMessage != nil && m.ProtocolMessage.GetType() == waE2E.ProtocolMessage_MESSAGE_EDIT:
		return types.EditAttributeMessageEdit
	case m.ReactionMessage != nil && m.ReactionMessage.GetText() == "":
		return types.EditAttributeSenderRevoke
	}
	return types.EditAttributeEmpty
}
