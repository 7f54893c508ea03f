package whatsapptest

import (
	"context"
	"errors"
	"fmt"

	"go.mau.fi/whatsmeow/proto/waWa6"
	"go.mau.fi/whatsmeow/util/keys"
	"google.golang.org/protobuf/proto"
)

// handshake is the server's side of Noise XX. It returns what the client says of
// itself, who logs in or what registers, and its public key.
func (w *wire) handshake(ctx context.Context, static *keys.KeyPair, cert []byte) (payload *waWa6.ClientPayload, key []byte, err error) {
	if err := w.start(ctx); err != nil {
		return nil, nil, err
	}
	state, own := newNoise(w.header), keys.NewKeyPair()
	if err := w.greet(ctx, state, own, static, cert); err != nil {
		return nil, nil, err
	}
	finish, err := w.readHandshake(ctx)
	if err != nil {
		return nil, nil, err
	}
	key, err = state.open(finish.GetClientFinish().GetStatic())
	if err != nil {
		return nil, nil, fmt.Errorf("the client's key: %w", err)
	}
	if err := state.mixKey(own.Priv[:], key); err != nil {
		return nil, nil, err
	}
	raw, err := state.open(finish.GetClientFinish().GetPayload())
	if err != nil {
		return nil, nil, fmt.Errorf("the client's payload: %w", err)
	}
	reads, writes, err := state.expand(nil)
	if err != nil {
		return nil, nil, err
	}
	w.opens, w.seals = gcm(reads), gcm(writes)
	payload = new(waWa6.ClientPayload)
	return payload, key, proto.Unmarshal(raw, payload)
}

// greet answers the client's hello with the server's keys.
func (w *wire) greet(ctx context.Context, state *noise, own, static *keys.KeyPair, cert []byte) error {
	hello, err := w.readHandshake(ctx)
	if err != nil {
		return err
	}
	theirs := hello.GetClientHello().GetEphemeral()
	if len(theirs) != 32 {
		return errors.New("the client's hello has no key")
	}
	state.mixHash(theirs)
	state.mixHash(own.Pub[:])
	if err := state.mixKey(own.Priv[:], theirs); err != nil {
		return err
	}
	sealedStatic := state.seal(static.Pub[:])
	if err := state.mixKey(static.Priv[:], theirs); err != nil {
		return err
	}
	answer, err := proto.Marshal(&waWa6.HandshakeMessage{ServerHello: &waWa6.HandshakeMessage_ServerHello{
		Ephemeral: own.Pub[:], Static: sealedStatic, Payload: state.seal(cert),
	}})
	if err != nil {
		return err
	}
	return w.writeFrame(ctx, answer)
}

func (w *wire) readHandshake(ctx context.Context) (*waWa6.HandshakeMessage, error) {
	frame, err := w.frame(ctx)
	if err != nil {
		return nil, err
	}
	m := new(waWa6.HandshakeMessage)
	return m, proto.Unmarshal(frame, m)
}
