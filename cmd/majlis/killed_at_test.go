package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"majlis/flows/talk"
)

// The moments of a message's way at which the house is killed, each so often.
const (
	atReceive = "receive" // the platform hands a message over
	atCommit  = "commit"  // the message is in the database, and not confirmed
	atAck     = "ack"     // the message is confirmed
	atSend    = "send"    // a reply arrived, and the house does not know it

	killsEach      = 20
	killedCitizens = 4
)

// killable is a platform beside the binary that knows those moments.
type killable interface {
	channel() string
	prepare(t *testing.T, binary string, env []string) // before the first start
	settings() []string                                // of the environment
	started(web string)                                // the house is up, or soon will be
	arm(moment string, kill func())
	says(citizen int, text string)
	unconfirmed() int
	shown(citizen int) []string
	who(citizen int) talk.Identity
}

// killedAt ends the binary twenty times at each moment, each moment with a
// platform and a house of its own, and shows that nothing is lost, out of order or
// said twice.
func killedAt(t *testing.T, open func(t *testing.T) killable) {
	if testing.Short() {
		t.Skip("eighty starts of the program take minutes; run without -short")
	}
	binary := buildProgram(t)
	for _, moment := range []string{atReceive, atCommit, atAck, atSend} {
		t.Run(moment, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			k := &killedHouse{newProgram(t, binary), p}
			p.prepare(t, binary, k.env(p.settings()...))
			k.check(k.rounds(moment))
		})
	}
}

// rounds kills the house over and over and returns what each citizen sent.
func (k *killedHouse) rounds(moment string) [][]string {
	sent := make([][]string, killedCitizens)
	for n := range killsEach {
		citizen := n % killedCitizens
		line := killLine(len(sent[citizen]))
		sent[citizen] = append(sent[citizen], line)
		k.dies(moment, citizen, line, n)
		// A parcel over which the house dies ten times is left to staff: let it live.
		if n%5 == 4 {
			k.start()
			k.settle()
			k.kill()
		}
	}
	k.start()
	k.settle()
	k.stop()
	return sent
}

// killedHouse is the binary with its platform.
type killedHouse struct {
	*program
	p killable
}

func (k *killedHouse) start() {
	k.t.Helper()
	k.program.start(k.p.settings()...)
	k.p.started(k.web)
}

// dies starts the house, lets a citizen write, and kills it at a moment.
func (k *killedHouse) dies(moment string, citizen int, line string, n int) {
	k.t.Helper()
	k.start()
	var dead atomic.Bool
	kill := func() {
		if dead.CompareAndSwap(false, true) {
			_ = k.process.Process.Kill()
		}
	}
	before := k.rows()
	k.p.arm(moment, kill)
	k.p.says(citizen, line)
	for end := time.Now().Add(30 * time.Second); !dead.Load(); time.Sleep(200 * time.Microsecond) {
		if moment == atCommit && k.rows() > before {
			kill()
		}
		if time.Now().After(end) {
			k.t.Fatalf("round %d: the moment %q never came for %q", n, moment, line)
		}
	}
	_ = k.process.Wait() // says that it was killed
	k.p.arm("", nil)
}

// rows counts the inbox beside the running house.
func (k *killedHouse) rows() int { return k.countRows(`SELECT COUNT(*) FROM inbox`) }

// countRows asks the database beside the running house.
func (k *killedHouse) countRows(query string) (n int) {
	db, err := sql.Open("sqlite", "file:"+k.db()+"?mode=ro&_pragma=busy_timeout(1000)")
	if err != nil {
		k.t.Fatal(err)
	}
	defer db.Close()
	if db.QueryRow(query).Scan(&n) != nil {
		return 0 // it is not made yet
	}
	return n
}

// settle waits until nothing waits any more on the platform, nor on other channels.
func (k *killedHouse) settle(others ...string) {
	k.t.Helper()
	h := k.open()
	defer h.Close()
	for end := time.Now().Add(3 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		n, err := h.db.Pending(k.t.Context(), k.p.channel())
		for _, other := range others {
			more, wrong := h.db.Pending(k.t.Context(), other)
			n, err = n+more, errors.Join(err, wrong)
		}
		if err == nil && n == 0 && k.p.unconfirmed() == 0 && k.up() {
			return
		}
		if time.Now().After(end) {
			k.t.Fatalf("%d replies and %d messages still wait: %v", n, k.p.unconfirmed(), err)
		}
	}
}

// up reports whether the house has opened its doors.
func (k *killedHouse) up() bool {
	c, err := net.Dial("tcp", k.web)
	if err == nil {
		_ = c.Close()
	}
	return err == nil
}

// check holds what the citizens know against what the house remembers.
func (k *killedHouse) check(sent [][]string) {
	k.t.Helper()
	h := k.open()
	defer h.Close()
	report, err := h.db.Audit(k.t.Context())
	if err != nil || !report.Balanced() || report.Unhandled+report.Dead > 0 {
		k.t.Errorf("the books don't balance: %+v, %v", report, err)
	}
	all := 0
	for i, lines := range sent {
		all += len(lines)
		who, _, err := h.db.Who(k.t.Context(), talk.Inbound{Channel: k.p.channel(), Senders: []talk.Identity{k.p.who(i)}})
		if err != nil {
			k.t.Fatal(err)
		}
		talked, err := h.db.Conversation(k.t.Context(), who.Contact, 1_000_000)
		if err != nil {
			k.t.Fatal(err)
		}
		var heard, said []string
		for _, l := range talked {
			if l.Mine {
				heard = append(heard, l.Text)
			} else {
				said = append(said, l.Message.Text)
			}
		}
		if !slices.Equal(heard, lines) {
			k.t.Errorf("citizen %d sent %q, heard was %q", i, lines, heard)
		}
		if got := k.p.shown(i); !slices.Equal(got, said) {
			k.t.Errorf("citizen %d was told %d messages, %d came:\n%s", i, len(said), len(got), firstDifference(said, got))
		}
	}
	k.t.Logf("%d kills, %d messages", killsEach, all)
}

func firstDifference(want, got []string) string {
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			return fmt.Sprintf("message %d should be %q", i, want[i])
		}
	}
	return fmt.Sprintf("%d more came", len(got)-len(want))
}
