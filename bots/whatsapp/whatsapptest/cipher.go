package whatsapptest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/identity"
	"go.mau.fi/libsignal/keys/prekey"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/session"
	"go.mau.fi/libsignal/util/optional"
	"go.mau.fi/whatsmeow/proto/waE2E"
	"go.mau.fi/whatsmeow/types"
	"google.golang.org/protobuf/proto"
)

// signalAddress of a device: one session for both of its names.
func (p *Phone) signalAddress(j types.JID) *protocol.SignalAddress {
	p.account.server.mu.Lock()
	defer p.account.server.mu.Unlock()
	user := j.User
	if a := p.account.server.account(j); a != nil {
		user = a.PN.User
	}
	return protocol.NewSignalAddress(user, uint32(j.Device))
}

// encrypt makes a message readable for one device. p.mu is held.
func (p *Phone) encrypt(to types.JID, plain []byte) (node, error) {
	ctx, address := context.Background(), p.signalAddress(to)
	builder := session.NewBuilderFromSignal(p.signal, address, serializer)
	if begun, _ := p.signal.ContainsSession(ctx, address); !begun {
		bundle, err := readBundle(p.account.server.bundle(to), to)
		if err != nil {
			return node{}, err
		}
		if err := builder.ProcessBundle(ctx, bundle); err != nil {
			return node{}, err
		}
	}
	sealed, err := session.NewCipher(builder, address).Encrypt(ctx, pad(plain))
	if err != nil {
		return node{}, err
	}
	kind := "msg"
	if sealed.Type() == protocol.PREKEY_TYPE {
		kind = "pkmsg"
	}
	return node{Tag: "enc", Attrs: attrs{"v": "2", "type": kind}, Content: sealed.Serialize()}, nil
}

// readBundle makes of the server's answer what libsignal begins a session with.
func readBundle(user node, of types.JID) (*prekey.Bundle, error) {
	theirs := child(user, "identity")
	if len(theirs) != 32 {
		return nil, fmt.Errorf("%s has no keys", of)
	}
	signed := readKey(user.GetChildByTag("skey"))
	onceID, once := optional.NewEmptyUint32(), ecc.ECPublicKeyable(nil)
	if n, ok := user.GetOptionalChildByTag("key"); ok {
		k := readKey(n)
		onceID, once = optional.NewOptionalUint32(k.id), ecc.NewDjbECPublicKey([32]byte(k.public))
	}
	return prekey.NewBundle(
		number(child(user, "registration")), uint32(of.Device), onceID, signed.id, once,
		ecc.NewDjbECPublicKey([32]byte(signed.public)), [64]byte(signed.signature),
		identity.NewKey(ecc.NewDjbECPublicKey([32]byte(theirs))),
	), nil
}

// decrypt reads a message. p.mu is held.
func (p *Phone) decrypt(from types.JID, n node) (*waE2E.Message, error) {
	address := p.signalAddress(from)
	cipher := session.NewCipher(session.NewBuilderFromSignal(p.signal, address, serializer), address)
	enc := n.GetChildByTag("enc")
	plain, err := open(cipher, text(&enc, "type"), content(enc))
	if err != nil {
		return nil, err
	}
	if plain, err = unpad(plain); err != nil {
		return nil, err
	}
	m := new(waE2E.Message)
	return m, proto.Unmarshal(plain, m)
}

func open(cipher *session.Cipher, kind string, raw []byte) ([]byte, error) {
	ctx := context.Background()
	switch kind {
	case "pkmsg":
		m, err := protocol.NewPreKeySignalMessageFromBytes(raw, serializer.PreKeySignalMessage, serializer.SignalMessage)
		if err != nil {
			return nil, err
		}
		return cipher.DecryptMessage(ctx, m)
	case "msg":
		m, err := protocol.NewSignalMessageFromBytes(raw, serializer.SignalMessage)
		if err != nil {
			return nil, err
		}
		return cipher.Decrypt(ctx, m)
	}
	return nil, fmt.Errorf("encrypted as %q", kind)
}

// pad hides a text's length: up to 15 bytes, each telling how many they are.
func pad(plain []byte) []byte {
	n := 1 + rand.IntN(15)
	return append(bytes.Clone(plain), bytes.Repeat([]byte{byte(n)}, n)...)
}

func unpad(padded []byte) ([]byte, error) {
	if len(padded) == 0 || int(padded[len(padded)-1]) > len(padded) {
		return nil, errors.New("padded wrongly")
	}
	return padded[:len(padded)-int(padded[len(padded)-1])], nil
}
