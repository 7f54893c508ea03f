package whatsapptest

import (
	"crypto/rand"

	"go.mau.fi/whatsmeow/proto/waAdv"
	"go.mau.fi/whatsmeow/store"
	"go.mau.fi/whatsmeow/types"
)

// Account is a number with its phone and the devices linked to it.
type Account struct {
	PN    types.JID // by the phone number
	LID   types.JID // by the hidden id
	Name  string    // shown to others
	Phone *Phone

	server  *Server
	devices map[uint16]*device // 0 is the phone
	given   uint16             // the last companion's id: none is given twice
}

// Account makes a number, digits in international form without a plus, its hidden
// id, digits, and its phone, which is online.
func (s *Server) Account(phone, lid, name string) *Account {
	a := &Account{
		PN: types.NewJID(phone, types.DefaultUserServer), LID: types.NewJID(lid, types.HiddenUserServer), Name: name,
		server: s, devices: map[uint16]*device{},
	}
	a.Phone = newPhone(a)
	a.devices[0] = a.Phone.device
	s.mu.Lock()
	s.accounts = append(s.accounts, a)
	s.byUser[phone], s.byUser[lid] = a, a
	s.mu.Unlock()
	s.running.Go(func() { a.Phone.run(s.ctx) })
	return a
}

// first is the first account that was made. There must be one.
func (s *Server) first() *Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts[0]
}

// account finds whose address that is. s.mu is held.
func (s *Server) account(j types.JID) *Account {
	a := s.byUser[j.User]
	if a == nil || (j.Server == types.HiddenUserServer) != (a.LID.User == j.User) {
		return nil
	}
	return a
}

// device finds the device with that address. s.mu is held.
func (s *Server) device(j types.JID) *device {
	if a := s.account(j); a != nil {
		return a.devices[j.Device]
	}
	return nil
}

// Link makes a whatsmeow device a companion without any pairing: it is given its
// addresses, and the client that is made of it logs in at once. Save it after.
func (a *Account) Link(d *store.Device) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	companion := a.companion(a.number())
	companion.noise, companion.identity, companion.registration = d.NoiseKey.Pub[:], d.IdentityKey.Pub[:], d.RegistrationID
	companion.signedKey = key{id: d.SignedPreKey.KeyID, public: d.SignedPreKey.Pub[:], signature: d.SignedPreKey.Signature[:]}
	pn, lid := companion.pn(), companion.lid()
	d.ID, d.LID, d.PushName = &pn, lid, a.Name
	signature := make([]byte, 64)
	_, _ = rand.Read(signature) // nobody looks
	d.Account = &waAdv.ADVSignedDeviceIdentity{
		Details: []byte{1}, AccountSignature: signature, AccountSignatureKey: a.Phone.identity.Pub[:], DeviceSignature: signature,
	}
}

// number gives the next device its number. The server's mu is held.
func (a *Account) number() uint16 {
	a.given++
	return a.given
}

// companion adds a device. The server's mu is held.
func (a *Account) companion(id uint16) *device {
	d := &device{account: a, id: id}
	a.devices[id] = d
	return d
}

// Companions is how many devices are linked.
func (a *Account) Companions() int {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	return len(a.devices) - 1
}

// Online reports whether a linked device is logged in and wants what arrives.
func (a *Account) Online() bool {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	for _, d := range a.devices {
		if d.connection != nil && d.connection.active {
			return true
		}
	}
	return false
}
