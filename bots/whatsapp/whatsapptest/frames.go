package whatsapptest

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"

	"github.com/coder/websocket"
	waBinary "go.mau.fi/whatsmeow/binary"
)

// node is one stanza, or a part of one.
type node = waBinary.Node

// attrs are a node's attributes.
type attrs = waBinary.Attrs

// wire is a websocket with WhatsApp's frames in it: three bytes of length, then
// that many of content. It is encrypted once the handshake set its ciphers.
type wire struct {
	socket *websocket.Conn
	unread []byte
	header []byte // what the client began with: "WA" and two bytes of version

	opens, seals cipher.AEAD
	read, wrote  uint32 // frames so far
}

var errFrame = errors.New("not a frame of WhatsApp's")

// start reads the header that precedes the first frame. Some clients put a routing
// hint before it: "ED", two bytes, three of length, content.
func (w *wire) start(ctx context.Context) error {
	for w.header == nil {
		if err := w.want(ctx, 4); err != nil {
			return err
		}
		switch string(w.unread[:2]) {
		case "WA":
			w.header = w.next(4)
		case "ED":
			if err := w.want(ctx, 7); err != nil {
				return err
			}
			size := number(w.next(7)[4:])
			if err := w.want(ctx, int(size)); err != nil {
				return err
			}
			w.next(int(size))
		default:
			return errFrame
		}
	}
	return nil
}

// frame reads one frame.
func (w *wire) frame(ctx context.Context) ([]byte, error) {
	if err := w.want(ctx, 3); err != nil {
		return nil, err
	}
	size := int(number(w.next(3)))
	if err := w.want(ctx, size); err != nil {
		return nil, err
	}
	return w.next(size), nil
}

// want reads until at least n bytes are there.
func (w *wire) want(ctx context.Context, n int) error {
	for len(w.unread) < n {
		kind, data, err := w.socket.Read(ctx)
		if err != nil {
			return err
		}
		if kind != websocket.MessageBinary {
			return errFrame
		}
		w.unread = append(w.unread, data...)
	}
	return nil
}

// next takes n bytes that are there.
func (w *wire) next(n int) []byte {
	taken := w.unread[:n:n]
	w.unread = w.unread[n:]
	return taken
}

func (w *wire) writeFrame(ctx context.Context, content []byte) error {
	size := len(content)
	frame := append([]byte{byte(size >> 16), byte(size >> 8), byte(size)}, content...)
	return w.socket.Write(ctx, websocket.MessageBinary, frame)
}

// receive reads one stanza.
func (w *wire) receive(ctx context.Context) (*node, error) {
	frame, err := w.frame(ctx)
	if err != nil {
		return nil, err
	}
	plain, err := w.opens.Open(nil, nonce(w.read), frame, nil)
	w.read++
	if err != nil {
		return nil, fmt.Errorf("decrypting a frame: %w", err)
	}
	if plain, err = waBinary.Unpack(plain); err != nil {
		return nil, err
	}
	return waBinary.Unmarshal(plain)
}

// send writes one stanza. One at a time: the ciphers count.
func (w *wire) send(ctx context.Context, n node) error {
	plain, err := waBinary.Marshal(n)
	if err != nil {
		return err
	}
	sealed := w.seals.Seal(nil, nonce(w.wrote), plain, nil)
	w.wrote++
	return w.writeFrame(ctx, sealed)
}
