package whatsapptest

import (
	"context"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/serialize"
	"go.mau.fi/libsignal/state/record"
	"go.mau.fi/libsignal/state/store"
	"go.mau.fi/whatsmeow/util/keys"
)

var serializer = serialize.NewProtoBufSerializer()

// signalStore keeps one phone's Signal state in memory; the phone's mu guards it.
// What libsignal does not call here is left to the nil interface.
type signalStore struct {
	store.SignalProtocol
	own          *identity.KeyPair
	registration uint32
	once         map[uint32]*record.PreKey
	signed       *record.SignedPreKey // the only one
	sessions     map[string][]byte    // by address
}

func newSignalStore(own *keys.KeyPair, registration uint32, signed *keys.PreKey) *signalStore {
	pair := curve(own)
	return &signalStore{
		own: identity.NewKeyPair(identity.NewKey(pair.PublicKey()), pair.PrivateKey()), registration: registration,
		once: map[uint32]*record.PreKey{}, sessions: map[string][]byte{},
		signed: record.NewSignedPreKey(signed.KeyID, 0, curve(&signed.KeyPair), *signed.Signature, serializer.SignedPreKeyRecord),
	}
}

// add keeps the private part of a one-time key.
func (s *signalStore) add(k *keys.PreKey) {
	s.once[k.KeyID] = record.NewPreKey(k.KeyID, curve(&k.KeyPair), serializer.PreKeyRecord)
}

func (s *signalStore) GetIdentityKeyPair() *identity.KeyPair { return s.own }
func (s *signalStore) GetLocalRegistrationID() uint32        { return s.registration }

// Everybody is trusted, so that nobody need be remembered.
func (s *signalStore) SaveIdentity(context.Context, *protocol.SignalAddress, *identity.Key) error {
	return nil
}

func (s *signalStore) IsTrustedIdentity(context.Context, *protocol.SignalAddress, *identity.Key) (bool, error) {
	return true, nil
}

func (s *signalStore) LoadPreKey(_ context.Context, id uint32) (*record.PreKey, error) {
	return s.once[id], nil
}

func (s *signalStore) ContainsPreKey(_ context.Context, id uint32) (bool, error) {
	return s.once[id] != nil, nil
}

func (s *signalStore) RemovePreKey(_ context.Context, id uint32) error {
	delete(s.once, id)
	return nil
}

func (s *signalStore) LoadSignedPreKey(context.Context, uint32) (*record.SignedPreKey, error) {
	return s.signed, nil
}

func (s *signalStore) LoadSession(_ context.Context, a *protocol.SignalAddress) (*record.Session, error) {
	if raw, ok := s.sessions[a.String()]; ok {
		return record.NewSessionFromBytes(raw, serializer.Session, serializer.State)
	}
	return record.NewSession(serializer.Session, serializer.State), nil
}

func (s *signalStore) StoreSession(_ context.Context, a *protocol.SignalAddress, r *record.Session) error {
	s.sessions[a.String()] = r.Serialize()
	return nil
}

func (s *signalStore) ContainsSession(_ context.Context, a *protocol.SignalAddress) (bool, error) {
	_, ok := s.sessions[a.String()]
	return ok, nil
}

// curve is a pair of keys as libsignal wants it.
func curve(k *keys.KeyPair) *ecc.ECKeyPair {
	return ecc.NewECKeyPair(ecc.NewDjbECPublicKey(*k.Pub), ecc.NewDjbECPrivateKey(*k.Priv))
}
