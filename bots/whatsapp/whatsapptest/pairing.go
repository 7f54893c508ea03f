package whatsapptest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// codesPerPairing is how many QR codes a client may show, one after the other.
const codesPerPairing = 6

// pairing is a program on its way to being linked. The server's mu guards it.
type pairing struct {
	connection *connection
	names      []string // under which the server finds it
	keys       *waWa6.ClientPayload_DevicePairingRegistrationData
	account    *Account // whose phone took it up
	id         uint16   // of the device to be
	typed      *typedCode
}

// offer begins a pairing: what the QR codes are made of goes to the client.
// server.mu is held.
func (c *connection) offer(keys *waWa6.ClientPayload_DevicePairingRegistrationData) {
	if keys == nil {
		c.end(Failure{Reason: 400}.node())
		return
	}
	c.pairing = &pairing{connection: c, keys: keys}
	var refs []node
	for range codesPerPairing {
		ref := "2@" + base64.StdEncoding.EncodeToString([]byte(newID()))
		c.server.remember(ref, c.pairing)
		refs = append(refs, node{Tag: "ref", Content: []byte(ref)})
	}
	c.put(order(node{Tag: "pair-device", Content: refs}))
}

// order is a query of the server's about linked devices.
func order(part node) node {
	return node{Tag: "iq", Attrs: attrs{"from": types.ServerJID, "type": "set", "id": newID(), "xmlns": "md", "t": now()}, Content: []node{part}}
}

// remember lets a pairing be found by a name. s.mu is held.
func (s *Server) remember(name string, p *pairing) {
	s.pairings[name] = p
	p.names = append(p.names, name)
}

// forget ends a pairing. s.mu is held.
func (s *Server) forget(p *pairing) {
	if p == nil {
		return
	}
	for _, name := range p.names {
		if s.pairings[name] == p {
			delete(s.pairings, name)
		}
	}
}

// pair takes one stanza of a client that is not linked yet.
func (c *connection) pair(n *node) {
	if n.Tag != "iq" {
		return
	}
	if signed, ok := n.GetOptionalChildByTag("pair-device-sign"); ok {
		c.finish(child(signed, "device-identity"))
		return
	}
	if step, ok := n.GetOptionalChildByTag("link_code_companion_reg"); ok {
		c.pairByCode(n, &step)
		return
	}
	if text(n, "type") == "get" { // to keep the connection alive
		c.put(answer(n))
	}
}

// vouch is the phone's consent to a device with that identity: signed, and sealed
// with the secret that only the two of them have. The server's mu is held.
func (p *Phone) vouch(to *pairing, companion, secret []byte) error {
	id := p.account.number()
	details, err := proto.Marshal(&waAdv.ADVDeviceIdentity{RawID: new(uint32(7)), Timestamp: new(uint64(now())), KeyIndex: new(uint32(id))})
	if err != nil {
		return err
	}
	identity, err := proto.Marshal(&waAdv.ADVSignedDeviceIdentity{
		Details: details, AccountSignatureKey: p.identity.Pub[:],
		AccountSignature: sign(p.identity, concat([]byte{6, 0}, details, companion)),
	})
	if err != nil {
		return err
	}
	seal := hmac.New(sha256.New, secret)
	seal.Write(identity)
	sealed, err := proto.Marshal(&waAdv.ADVSignedDeviceIdentityHMAC{Details: identity, HMAC: seal.Sum(nil)})
	if err != nil {
		return err
	}
	pn, lid := p.account.PN, p.account.LID
	pn.Device, lid.Device = id, id
	to.account, to.id = p.account, id
	to.connection.put(order(node{Tag: "pair-success", Content: []node{
		{Tag: "device-identity", Content: sealed},
		{Tag: "platform", Attrs: attrs{"name": "android"}},
		{Tag: "device", Attrs: attrs{"jid": pn, "lid": lid}},
	}}))
	return nil
}

// finish makes a device of a pairing whose client has signed in its turn.
func (c *connection) finish(raw []byte) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	p := c.pairing
	if p.account == nil || !p.signedBy(raw) {
		c.end(Failure{Reason: 400}.node())
		return
	}
	c.server.forget(p)
	d := p.account.companion(p.id)
	d.noise, d.identity, d.registration = c.key, p.keys.GetEIdent(), number(p.keys.GetERegid())
	d.signedKey = key{id: number(p.keys.GetESkeyID()), public: p.keys.GetESkeyVal(), signature: p.keys.GetESkeySig()}
	c.end(node{Tag: "stream:error", Attrs: attrs{"code": "515"}})
}

// signedBy reports whether the device itself signed its identity.
func (p *pairing) signedBy(raw []byte) bool {
	var identity waAdv.ADVSignedDeviceIdentity
	own := p.keys.GetEIdent()
	if proto.Unmarshal(raw, &identity) != nil || len(identity.GetDeviceSignature()) != 64 || len(own) != 32 {
		return false
	}
	message := concat([]byte{6, 1}, identity.GetDetails(), own, p.account.Phone.identity.Pub[:])
	return ecc.VerifySignature(ecc.NewDjbECPublicKey([32]byte(own)), message, [64]byte(identity.GetDeviceSignature()))
}

func concat(parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}
