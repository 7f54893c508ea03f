package whatsapptest

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.mau.fi/whatsmeow/types"
)

// user is what is told about whoever has an address. s.mu is held.
func (s *Server) user(j types.JID) node {
	a := s.account(j)
	if a == nil {
		return node{Tag: "user", Attrs: attrs{"jid": j}}
	}
	var devices []node
	for _, id := range slices.Sorted(maps.Keys(a.devices)) {
		about := attrs{"id": strconv.Itoa(int(id))}
		if id > 0 {
			about["key-index"] = strconv.Itoa(int(id))
		}
		devices = append(devices, node{Tag: "device", Attrs: about})
	}
	return node{Tag: "user", Attrs: attrs{"jid": j}, Content: []node{
		{Tag: "devices", Content: []node{{Tag: "device-list", Content: devices}}},
		{Tag: "lid", Attrs: attrs{"val": a.LID}},
	}}
}

// contact is what is told about a phone number. s.mu is held.
func (s *Server) contact(phone []byte) node {
	digits, _, _ := strings.Cut(strings.TrimPrefix(string(phone), "+"), "@")
	j := types.NewJID(digits, types.DefaultUserServer)
	about, in := attrs{"jid": j}, "out"
	if a := s.account(j); a != nil {
		about, in = attrs{"jid": a.LID, "pn_jid": a.PN}, "in"
	}
	return node{Tag: "user", Attrs: about, Content: []node{{Tag: "contact", Attrs: attrs{"type": in}, Content: phone}}}
}
