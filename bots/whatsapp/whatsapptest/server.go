// Package whatsapptest is a WhatsApp for tests: a server on this machine that
// speaks as much of the multi-device protocol as a linked device sees, and the
// phones of the people on it. A go.mau.fi/whatsmeow client, and others, link to it
// and talk without being altered.
//
//	s, err := whatsapptest.New()            // s.Addr(), s.RootKey()
//	ministry := s.Account("966500000001", "100000000000001", "Ministry")
//	err = ministry.Phone.Scan(qr)           // the code that a program shows
//	citizen := s.Citizen()                  // talks to the first account
//	id := citizen.Says("السلام عليكم")      // the server has it now
//	citizen.Shown()                         // what came back
//
// A client takes the server for WhatsApp when its sockets end up at Addr without
// TLS and it trusts RootKey: see Transport.
//
// Stanzas of one sender are delivered in the order they were sent, and kept until
// a device confirms them. Everything that can go wrong is a method of Server:
// Drop, Down, Nack, HoldAcks, Redeliver, LogOut, Replace, Refuse, Ban, Restrict,
// Outdate.
//
// The shapes of stanzas follow what clients read and write, not records of the real
// server. There are no groups, no calls, no history and app-state sync, and nobody
// reads channels.
package whatsapptest

import (
	"context"
	"encoding/hex"
	"net"
	"net/http"
	"sync"
	"time"

	"go.mau.fi/whatsmeow/util/keys"
)

// Server is one WhatsApp and everybody on it.
type Server struct {
	static   *keys.KeyPair // of the Noise handshake
	cert     []byte
	listener net.Listener
	http     *http.Server
	ctx      context.Context
	cancel   context.CancelFunc
	running  sync.WaitGroup

	mu          sync.Mutex
	accounts    []*Account
	byUser      map[string]*Account // by hidden id and by number
	citizens    int
	connections map[*connection]bool
	pairings    map[string]*pairing // by ref, and by "code:" and the number
	channels    map[string]string   // names by address
	posts       []Post
	files       map[string][]byte // encrypted, by path
	unknown     []string
	last        *delivery
	moment      func(Moment)
	faults
}

// New starts a server on a free port.
func New() (*Server, error) { return Listen("127.0.0.1:0") }

// Listen starts a server on an address. After Close the same address can be had
// again, by a server that knows nobody.
func Listen(addr string) (*Server, error) {
	static := keys.NewKeyPair()
	cert, err := certificate(root, static, time.Now())
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	s := &Server{
		static: static, cert: cert, listener: listener,
		byUser: map[string]*Account{}, connections: map[*connection]bool{}, pairings: map[string]*pairing{},
		channels: map[string]string{}, files: map[string][]byte{},
		faults: faults{refusals: map[*Account]Failure{}},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.http = &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return s.ctx },
	}
	s.running.Go(func() { _ = s.http.Serve(listener) })
	return s, nil
}

// Addr is where the server listens, "127.0.0.1:port".
func (s *Server) Addr() string { return s.listener.Addr().String() }

// RootKey is the public key that signed the server's certificate, hex. All
// servers of a process have the same: clients keep it in a package variable.
func (s *Server) RootKey() string { return hex.EncodeToString(root.Pub[:]) }

// Close cuts all connections, and ends the phones.
func (s *Server) Close() {
	s.cancel()
	_ = s.http.Close()
	s.cutAll()
	s.running.Wait()
}

// Transport takes every address for the server's. A connection that is said to be
// TLS already is left as it is by net/http, so that nothing needs a certificate.
func (s *Server) Transport() *http.Transport {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", s.Addr())
	}
	return &http.Transport{DialContext: dial, DialTLSContext: dial}
}
