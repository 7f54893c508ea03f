package whatsapptest

import (
	"bytes"
	"context"
	_ "embed" // the program that is the citizen
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"go.mau.fi/whatsmeow/types"

	"majlis/flows/testneeds"
)

//go:embed testdata/citizen.mjs
var citizenProgram []byte

// peerWithin is how long the other program may take for anything.
const peerWithin = 60 * time.Second

// Peer is a citizen who uses a program that others wrote, linked to the citizen's
// phone: the npm package baileys. Methods end the test when the program can't do
// what it is told.
type Peer struct {
	*Account
	t     testing.TB
	chat  types.JID // the ministry's
	input io.Writer

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced at every event
	sent     int           // commands so far
	answers  map[int]peerEvent
	qr       string
	ready    bool
	gone     bool
	inbox    []Message
	receipts []Receipt
}

// Baileys starts the program, links it to a citizen's phone and waits until it is
// logged in. It talks to the first account of the server. The test is skipped when
// node or the package are not there; MAJLIS_TEST_BAILEYS names the folder whose
// node_modules holds it.
func Baileys(t testing.TB, s *Server, account *Account) *Peer {
	t.Helper()
	folder := os.Getenv("MAJLIS_TEST_BAILEYS")
	if folder == "" {
		testneeds.Missing(t, "MAJLIS_TEST_BAILEYS names no folder with the npm package baileys")
	}
	node := testneeds.Program(t, "node")
	program := filepath.Join(t.TempDir(), "citizen.mjs")
	if err := os.WriteFile(program, citizenProgram, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &Peer{Account: account, t: t, chat: s.first().LID, changed: make(chan struct{}), answers: map[int]peerEvent{}}
	p.start(node, program, folder, s.Addr(), s.RootKey(), p.chat.String())
	var qr string
	p.until("a QR code", func() bool {
		qr = p.qr
		return qr != ""
	})
	if err := account.Phone.Scan(qr); err != nil {
		t.Fatal(err)
	}
	p.until("the login", func() bool { return p.ready })
	return p
}

// start runs the program until the test ends.
func (p *Peer) start(node string, args ...string) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(p.t.Context()))
	cmd := exec.CommandContext(ctx, node, args...)
	cmd.WaitDelay = 5 * time.Second
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	input, err := cmd.StdinPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.input = input
	var reading sync.WaitGroup
	reading.Go(func() { p.follow(output) })
	p.t.Cleanup(func() {
		_ = input.Close() // it ends then
		timer := time.AfterFunc(5*time.Second, cancel)
		reading.Wait()
		_ = cmd.Wait() // how it ended does not matter
		timer.Stop()
		cancel()
		if p.t.Failed() && complaints.Len() > 0 {
			p.t.Logf("the other program says:\n%s", complaints.String())
		}
	})
}

// until waits for the program to have told something. True is called with mu held.
func (p *Peer) until(what string, true func() bool) {
	p.t.Helper()
	timer := time.NewTimer(peerWithin)
	defer timer.Stop()
	for {
		p.mu.Lock()
		done, gone, changed := true(), p.gone, p.changed
		p.mu.Unlock()
		switch {
		case done:
			return
		case gone:
			p.t.Fatalf("the other program ended before %s", what)
		}
		select {
		case <-changed:
		case <-timer.C:
			p.t.Fatalf("waited in vain: %s of the other program", what)
		}
	}
}

// Inbox is all that came from the ministry, oldest first.
func (p *Peer) Inbox() []Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.inbox)
}

// Shown is what the chat shows of the ministry's, as with Citizen.
func (p *Peer) Shown() []Message { return shown(p.Inbox()) }

// Receipts lists what became of the peer's own messages.
func (p *Peer) Receipts() []Receipt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.receipts)
}
